import MTLGraph

/// The negative log-likelihood of a rank, told by whether each rank below it is exceeded.
struct OrdinalLoss: Loss {
  static let name = "corn"
  static let summary =
    "The negative log-likelihood of a rank, told by whether each rank below it is exceeded"
  static let details = """
    For ranks 0 to K - 1 it takes K - 1 logits; the sigmoid of the k-th is the probability that the rank is \
    above k where it is at least k (Shi, Cao and Raschka, 2021). The loss of a label y is \
    `sum_{k < y} log(1 + exp(-x_k))`, and `log(1 + exp(x_y))` more unless y is the highest; the mean is over \
    rows and places. The ranks are classes in the order of the type, `category(5)` or \
    `category(["low", "high"])`; the predicted one is the middle one, below and above which the probability \
    is at most 1/2. Metrics of numbers, such as `mae`, compare ranks.
    """
  static let example = "loss corn(digits.grade)"
  static let likelihood = Likelihood.categorical

  init(_ arguments: Arguments) {}

  func check(prediction: PredictionType, label: ValueType) throws(LabelMismatch) {
    guard case .category(let places, .size(let count)) = label, count > 1 else {
      throw .labelKind(accepts: "classes in an order, such as `category(5)`")
    }
    if prediction.isProbability { throw .probability(accepts: "logits") }
    let expected = places + [.size(count - 1)]
    guard prediction.dims == expected else { throw .shape(expected: expected) }
  }

  func build(
    prediction: Value, isProbability: Bool, label: Value, in graph: inout Graph
  ) throws(TypeMismatch) -> Value {
    try graph.emit(CrossEntropy(), graph.logProbabilitiesOfRanks(prediction), label)
  }

  func transform(isProbability: Bool, label: ValueType) -> PredictionTransform { .ranks }
}

extension Graph {
  /// `log P(rank > k)` for each rank k but the last, from the logits of `P(rank > k | rank >= k)`.
  mutating func logProbabilitiesOfMore(_ logits: Value) throws(TypeMismatch) -> Value {
    let missed = try emit(Softplus(), emit(Negate(), logits))
    return try emit(RunningSum(), emit(Negate(), missed))
  }

  /// The logarithms of the probabilities of all K ranks, from K - 1 conditional logits:
  /// `log P(rank > k) - x_k`, and `log P(rank > K - 2)` for the last.
  mutating func logProbabilitiesOfRanks(_ logits: Value) throws(TypeMismatch) -> Value {
    let more = try logProbabilitiesOfMore(logits)
    let count = type(of: logits).dims.last?.size ?? 1
    let last = try emit(TakeColumns(offset: count - 1, count: 1), more)
    return try emit(JoinColumns(), subtract(more, logits), last)
  }

  /// The middle rank: how many ranks are exceeded with a probability above 1/2.
  mutating func middleRank(_ logits: Value) throws(TypeMismatch) -> Value {
    let more = try logProbabilitiesOfMore(logits)
    return try sumOverLastAxis(isPositive(offset(more, by: 0.6931471805599453)))
  }
}
