import MTLGraph

/// What the schemes that project onto the cone of harmless updates have in common.
struct ConeOptions: Hashable, Sendable {
  /// The trace of the inner products below which they count as 0.
  let leastTrace: Double
  /// What is added to the diagonal of the inner products divided by their trace.
  let ridge: Double

  init(_ arguments: Arguments) {
    leastTrace = arguments.number("norm_eps")
    ridge = max(arguments.number("reg_eps"), 1e-12)
  }

  static let parameters: [ParameterDeclaration] = [
    .named(
      "norm_eps", .number(.nonNegative), default: .float(0),
      "the sum of the squared gradients below which they count as 0"),
    .named(
      "reg_eps", .number(.nonNegative), default: .float(0.0001),
      "what is added to the diagonal of the inner products, divided by their trace"),
    GradientOptions.heads,
    GradientOptions.at,
  ]

  /// The inner products divided by their trace, with the ridge.
  func fill(_ matrix: inout SquareMatrix, from gram: SquareMatrix) {
    let trace = gram.trace
    let factor = trace > leastTrace && trace > 0 ? 1 / trace : 0
    matrix.resize(to: gram.count)
    for row in 0..<gram.count {
      for column in 0..<gram.count {
        matrix[row, column] = factor * gram[row, column] + (row == column ? ridge : 0)
      }
    }
  }
}

/// Memory for projections onto the cone.
struct ConeWorkspace {
  var matrix: SquareMatrix
  var program: LowerBoundProgram
  var bounds: [Double]

  init(tasks: Int) {
    matrix = SquareMatrix(count: tasks)
    program = LowerBoundProgram(capacity: tasks)
    bounds = Array(repeating: 0, count: tasks)
  }
}
