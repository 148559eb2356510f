import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL332: a loss in the units of the file beside losses near 1.
enum LossScaleDisparity: Rule {
  static let identity = DiagnosticIdentity(332, "loss-scale-disparity")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      The losses of several tasks are added up as they are, and one of them compares numbers \
      that are not scaled, while others are near 1 by themselves. Where the data are not read it \
      is a note, and where they are it is silent if the numbers are scaled already.
      """,
    why: """
      The square of a price is millions of times as large as a cross entropy: the sum is that \
      one loss, and the other tasks are not learnt. With a scale the label's loss begins near 1, \
      and metrics and predictions stay in the file's units.
      """,
    bad: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   price: number(scale: none)
          label   sold: flag
      }

      \(Houses.wideTrunk)

      \(Houses.priceHead)

      task sold(trunk) {
          dense(1)
          loss   binary_cross_entropy(houses.sold)
          metric auc
      }
      """,
    good: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   price: number
          label   sold: flag
      }

      \(Houses.wideTrunk)

      \(Houses.priceHead)

      task sold(trunk) {
          dense(1)
          loss   binary_cross_entropy(houses.sold)
          metric auc
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard spec.model.tasks.count > 1, spec.model.hasPlainSum else { return }
    let readings = spec.lossReadings
    let unscaled = readings.filter { $0.isUnscaled && $0.loss.factor == 1 && !isNearOne($0, spec) }
    guard !unscaled.isEmpty else { return }
    for reading in unscaled {
      let other = readings.first { $0.task.name != reading.task.name && hasUsualSize($0) }
      guard let other else { continue }
      findings.report(
        "this loss is in the units of the file, and is added to others that are near 1",
        at: reading.loss.range,
        label: "`\(reading.loss.target.data).\(reading.loss.target.label)` is not scaled",
        secondary: [(other.loss.range, "one of the others")],
        fix: Fix("scale the label, or give the loss a factor or the tasks a weighting"),
        // Without the data it is not known whether the file has scaled numbers.
        severity: spec.data == nil ? .note : nil)
    }
  }

  /// Whether a loss is near 1 when training begins, whatever the data.
  private static func hasUsualSize(_ reading: LossReading) -> Bool {
    switch reading.label {
    case .category, .flag: true
    case .number: reading.isOfNumbers && (reading.column?.isScaled ?? false)
    case .tokens, nil: false
    }
  }

  /// Whether the data say that the numbers are scaled already.
  private static func isNearOne(_ reading: LossReading, _ spec: LintedSpec) -> Bool {
    let target = reading.loss.target
    guard let numbers = spec.data?.dataSets[target.data]?.columns[target.label]?.numbers else {
      return false
    }
    return (0.1...10).contains(numbers.standardDeviation) && abs(numbers.mean) < 10
  }
}
