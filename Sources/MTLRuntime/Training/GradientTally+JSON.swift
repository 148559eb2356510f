import MTLCatalogue
import MTLFormats

extension GradientTally {
  /// The most pairs that a report of several steps names.
  private static let reportedPairs = 5

  /// What `metrics.jsonl` says of several steps, but for each task's norm, which stands with its loss.
  func report(tasks names: [String]) -> JSONValue {
    var members = summary(names)
    if !pairs.isEmpty {
      members.append(
        .init(
          "most_conflicting",
          .array(
            conflictingPairs.prefix(Self.reportedPairs).map { pair in
              .object([
                .init("tasks", .array([pair.first, pair.second].map { .string(names[$0]) })),
                .init("conflicting", .number(pair.conflictShare)),
                .init("mean_cosine", pair.meanCosine.map { .number($0) } ?? .null),
              ])
            })))
    }
    let zeros = names.indices.filter { zeroGradients(of: $0) > 0 }
    if !zeros.isEmpty {
      members.append(
        .init(
          "zero_gradients",
          .object(zeros.map { .init(names[$0], .integer(zeroGradients(of: $0))) })))
    }
    if searches > 0 {
      members.append(
        .init(
          "solver",
          .object(SolverOutcome.all.map { .init($0.word, .integer(count(of: $0))) })))
    }
    return .object([.init("steps", .integer(steps))] + members)
  }

  /// What `metrics.jsonl` says of one step: the cosines of all pairs by their names.
  func stepReport(tasks names: [String]) -> JSONValue {
    var members = steps > 0 ? summary(names) : []
    if !pairs.isEmpty, steps > 0 {
      let rows = Dictionary(grouping: pairs.filter { $0.steps > 0 }, by: \.first)
      members.append(
        .init(
          "cosines",
          .object(
            rows.sorted { $0.key < $1.key }.map { first, row in
              .init(
                names[first],
                .object(row.map { .init(names[$0.second], .number($0.meanCosine ?? 0)) }))
            })))
    }
    let zeros = names.indices.filter { zeroGradients(of: $0) > 0 }
    if !zeros.isEmpty {
      members.append(.init("zero_gradients", .array(zeros.map { .string(names[$0]) })))
    }
    if let outcome = SolverOutcome.all.first(where: { count(of: $0) > 0 }) {
      members.append(.init("solver", .string(outcome.word)))
    }
    return .object(members)
  }

  private func summary(_ names: [String]) -> [JSONValue.Member] {
    [
      .init("mean_cosine", meanCosine.map { .number($0) } ?? .null),
      .init("least_cosine", leastPair.isEmpty ? .null : .number(leastCosine)),
      .init("least_pair", leastPair.isEmpty ? .null : .array(leastPair.map { .string(names[$0]) })),
      .init("conflicting", conflictShare.map { .number($0) } ?? .null),
    ]
  }

  // MARK: Checkpoints

  /// The tally as a checkpoint's metadata holds it.
  var json: JSONValue {
    .object([
      .init("steps", .integer(steps)),
      .init("norm_sums", .array(normSums.map { .number($0) })),
      .init("norm_counts", .array(normCounts.map { .integer($0) })),
      .init("label_counts", .array(labelCounts.map { .integer($0) })),
      .init("comparisons", .integer(comparisons)),
      .init("conflicts", .integer(conflicts)),
      .init("cosine_sum", .number(cosineSum)),
      .init("least_cosine", .number(leastCosine)),
      .init("least_pair", .array(leastPair.map { .integer($0) })),
      .init("pair_steps", .array(pairs.map { .integer($0.steps) })),
      .init("pair_conflicts", .array(pairs.map { .integer($0.conflicts) })),
      .init("pair_cosine_sums", .array(pairs.map { .number($0.cosineSum) })),
      .init("outcomes", .array(outcomes.map { .integer($0) })),
    ])
  }

  /// Reads a tally that `json` wrote for as many tasks; `nil` where it does not fit.
  init?(_ json: JSONValue?, tasks: Int) {
    self.init(tasks: tasks)
    func numbers(_ key: String) -> [Double] {
      json?[key]?.elements?.compactMap { $0.number } ?? []
    }
    func counts(_ key: String) -> [Int] {
      json?[key]?.elements?.compactMap { $0.count } ?? []
    }
    guard let steps = json?["steps"]?.count, let comparisons = json?["comparisons"]?.count,
      let conflicts = json?["conflicts"]?.count, let cosineSum = json?["cosine_sum"]?.number,
      let leastCosine = json?["least_cosine"]?.number
    else { return nil }
    let (pairSteps, pairConflicts) = (counts("pair_steps"), counts("pair_conflicts"))
    let pairSums = numbers("pair_cosine_sums")
    let leastPair = counts("least_pair")
    let (normSums, normCounts) = (numbers("norm_sums"), counts("norm_counts"))
    let (labelCounts, outcomes) = (counts("label_counts"), counts("outcomes"))
    guard [normSums.count, normCounts.count, labelCounts.count].allSatisfy({ $0 == tasks }),
      [pairSteps.count, pairConflicts.count, pairSums.count].allSatisfy({ $0 == pairs.count }),
      outcomes.count == self.outcomes.count, [0, 2].contains(leastPair.count),
      leastPair.allSatisfy({ 0..<tasks ~= $0 })
    else { return nil }
    (self.steps, self.comparisons, self.conflicts) = (steps, comparisons, conflicts)
    (self.cosineSum, self.leastCosine, self.leastPair) = (cosineSum, leastCosine, leastPair)
    (self.normSums, self.normCounts, self.outcomes) = (normSums, normCounts, outcomes)
    self.labelCounts = labelCounts
    for index in pairs.indices {
      pairs[index].steps = pairSteps[index]
      pairs[index].conflicts = pairConflicts[index]
      pairs[index].cosineSum = pairSums[index]
    }
  }
}
