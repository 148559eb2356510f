import MTLGraph

/// Rows drawn at random by their content.
struct RandomSplit: SharedOutSplit {
  static let name = "random"
  static let summary = "Rows drawn at random by their content"
  static let details = """
    A row's place follows from its cells and the seed, so that rows that are added move no other, and \
    equal rows stay together. With `stratify` the shares hold in each class of a column, exactly.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("validation", .share, default: .share(0.1), "share of the rows for validation"),
    .named("test", .share, default: .share(0.1), "share of the rows for the test"),
    .named("stratify", .column, "the column whose classes are divided evenly"),
    .named("seed", .integer(0...Int.max), default: .integer(0), "where the random numbers start"),
  ]
  static let example = "split random(validation: 10%, test: 10%, seed: 7)"

  static let drawsAtRandom = true

  let validation: Double
  let test: Double
  let stratum: String?
  let seed: UInt64

  init(_ arguments: Arguments) {
    validation = arguments.number("validation")
    test = arguments.number("test")
    stratum = arguments.text("stratify")
    seed = UInt64(max(arguments.integer("seed"), 0))
  }

  func assign(contents: [UInt64], strata: [Int]) -> [Split] {
    let places = contents.map { place(of: $0) }
    guard stratum != nil else { return places.map { split(at: $0) } }
    var result = Array(repeating: Split.train, count: contents.count)
    for members in Dictionary(grouping: contents.indices, by: { strata[$0] }).values {
      let ordered = members.sorted { (places[$0], $0) < (places[$1], $1) }
      for (rank, row) in ordered.enumerated() {
        result[row] = split(at: (Double(rank) + 0.5) / Double(ordered.count))
      }
    }
    return result
  }

  /// A number in [0, 1) that follows from a row's content and the seed.
  private func place(of content: UInt64) -> Double {
    var random = RandomSequence(seed: seed, step: content, stream: RandomStream.split)
    return random.uniform()
  }

  private func split(at place: Double) -> Split {
    place < test ? .test : place < test + validation ? .validation : .train
  }
}
