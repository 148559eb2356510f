import MTLCatalogue
import MTLFormats
import MTLGraph
import Testing

/// Metrics against scikit-learn.
struct MetricTests {
  static let cases = Recording.cases("metrics.json", "cases")

  @Test func thereAreCases() {
    #expect(Self.cases.count > 15)
  }

  @Test(arguments: cases)
  func metricsAgree(_ recorded: RecordedCase) throws {
    let predictions = try predictions(of: recorded)
    for (name, expected) in try metrics(of: recorded) {
      let entry = try #require(Registry.metrics.first { $0.name == name })
      let value = entry.init(Arguments(defaultsOf: entry.parameters)).value(of: predictions)
      #expect(abs(try #require(value) - expected) <= 1e-12 * max(1, abs(expected)), "\(name)")
    }
  }

  /// Where a class never occurs, scikit-learn has no area either.
  @Test(arguments: cases.filter { $0.json["kind"]?.string == "multiclass" })
  func areaIsUndefinedWhereItIsThere(_ recorded: RecordedCase) throws {
    let entry = try #require(Registry.metrics.first { $0.name == "auc" })
    let value = entry.init(Arguments()).value(of: try predictions(of: recorded))
    #expect((value == nil) == (recorded.json["metrics"]?["auc"] == nil))
  }

  /// Of classes in an order the middle one counts as predicted, else the most probable one.
  @Test func ordersDecideTheClass() {
    let probabilities: ArraySlice<Double> = [9, 0.35, 0.1, 0.15, 0.4].dropFirst()
    #expect(Predictions.predictedClass(of: probabilities, isOrdered: false) == 3)
    #expect(Predictions.predictedClass(of: probabilities, isOrdered: true) == 2)
    #expect(Predictions.predictedClass(of: [0.5, 0.5], isOrdered: true) == 0)
    #expect(Predictions.predictedClass(of: [0.2, 0.2], isOrdered: true) == 1)
    #expect(Predictions.predictedClass(of: [], isOrdered: true) == 0)
  }

  /// The recorded metrics by our names: our `macro_f1` is over the classes that occur.
  private func metrics(of recorded: RecordedCase) throws -> [String: Double] {
    var metrics: [String: Double] = [:]
    for member in try #require(recorded.json["metrics"]?.members) {
      let value: Double = try #require(member.value.number)
      metrics[member.key] = value
    }
    if let seen = metrics.removeValue(forKey: "macro_f1_seen") { metrics["macro_f1"] = seen }
    return metrics
  }

  private func predictions(of recorded: RecordedCase) throws -> Predictions {
    let inputs = try #require(recorded.json["inputs"])
    let labels = try #require(ReferenceTensor(recorded: inputs["labels"]))
    let values = try #require(
      ReferenceTensor(recorded: inputs["scores"] ?? inputs["predictions"]))
    let width = values.shape.count > 1 ? values.lastDim : 1
    let labelWidth = labels.shape.count > 1 ? labels.lastDim : 1
    var predictions = Predictions(
      width: width, label: try type(of: recorded, inputs, width), labelWidth: labelWidth)
    predictions.values = values.values
    predictions.labels = labels.values
    return predictions
  }

  private func type(
    of recorded: RecordedCase, _ inputs: JSONValue, _ width: Int
  ) throws -> ValueType {
    switch recorded.json["kind"]?.string {
    case "binary": .flag([.size(1)])
    case "multiclass":
      .category(places: [], classes: .size(try #require(inputs["classes"]?.integer)))
    default: .number([.size(width)])
    }
  }
}
