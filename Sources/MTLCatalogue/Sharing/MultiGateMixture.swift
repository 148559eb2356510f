/// Several copies of the body, mixed for each task by a gate of its own.
struct MultiGateMixture: Sharing {
  static let name = "mmoe"
  static let summary = "Several copies of the body, mixed for each task by a gate of its own"
  static let details = """
    `z_i = sum_e softmax(W_i x)_e * f_e(x)` (Ma et al., KDD 2018). Each task reads its own view, of the \
    body's shape.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("experts", .integer(1...1024), default: .integer(4), "how many copies there are"),
    .named("gate", .value, "what the gates read; the body's first value unless given"),
  ]
  static let example = "shared experts(encoded) using mmoe(experts: 8) { dense(64) -> relu }"
  static let givesViews = true
  var isTrainable: Bool { false }

  init(_ arguments: Arguments) {}
}
