/// Rows made up at random from the types of the columns.
struct SyntheticSource: DataSource {
  static let name = "synthetic"
  static let summary =
    "Rows made up at random, so that a spec can be timed and tested before its data exist"
  static let details = """
    Numbers are normally distributed around 0, those of an array spread evenly from 0 to 1 and pixels \
    over their range, classes and flags drawn evenly; a learnt category has the classes `a` to `h`. \
    Columns with an expression are computed. Equal seeds give equal rows. \
    With a problem, labels of numbers follow a rule in the features of numbers, each label a task. \
    `gradnorm_toy` (Chen et al., ICML 2018): vectors `s_k tanh((B + E_k) x)`, x even from 0 to 1, the \
    elements of B normal with deviation 10 and of E_k with 3.5, s from 1 for the first task to 100 for \
    the last; under `equal` the large ones are learnt alone. `mmoe_toy` (Ma et al., KDD 2018): numbers \
    `w_k x + sum_i sin(a_i w_k x + b_i)` of normal features, with five sines and noise of deviation 0.1; \
    the vectors w_k have the length `scale` and those of the second and further tasks the cosine \
    `correlation` with the first. The less related tasks are, the more a mixture of experts gains over one \
    shared trunk, where the output of either is a single number.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional(
      "problem", .word(SyntheticProblem.names), required: false,
      "the rule that labels follow; without one they are random"),
    .named("rows", .integer(1...100_000_000), required: true, "how many rows"),
    .named("seed", .integer(0...Int.max), default: .integer(0), "where the random numbers start"),
    .named(
      "correlation", .number(NumberRange(-1, 1)), default: .float(0.8),
      "how related the tasks of `mmoe_toy` are"),
    .named(
      "scale", .number(NumberRange(0, 100, excludesLower: true)), default: .float(0.3),
      "the length of the vectors w_k of `mmoe_toy`: with short ones its sines are nearly straight"),
  ]
  static let example =
    "data digits from synthetic(rows: 2000, seed: 1) { label digit: category(10) }"

  let origin: RowOrigin

  init(_ arguments: Arguments) {
    let problem = arguments.text("problem").flatMap {
      SyntheticProblem(
        $0, correlation: arguments.number("correlation"), scale: arguments.number("scale"))
    }
    origin = .generated(
      rows: arguments.integer("rows"), seed: UInt64(max(arguments.integer("seed"), 0)),
      problem: problem)
  }
}
