/// Weights by how slowly each loss has gone down.
struct DynamicWeightAverage: PendingWeighting {
  static let name = "dwa"
  static let summary = "Weights by how slowly each loss has gone down"
  static let details = """
    `w = K * softmax(r / temperature)`, r the ratio of the last two epochs' losses; equal in the first two epochs (Liu, Johns and Davison, CVPR 2019).
    """
  static let parameters: [ParameterDeclaration] = [
    .named("temperature", .number(.positive), default: .float(2), "how even the weights are")
  ]
  static let example = "weighting dwa(temperature: 2)"

  init(_ arguments: Arguments) {}
}
