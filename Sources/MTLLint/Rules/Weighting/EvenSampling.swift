import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL414: a small data set that is drawn as often as one a hundred times as large.
enum EvenSampling: Rule {
  static let identity = DiagnosticIdentity(414, "even-sampling")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: """
      A sampling that draws all data sets alike though one of them has a hundred times the rows of another. \
      The spec tells the rows of `synthetic` sources alone; of files the data have to.
      """,
    why: """
      The rows of the small set are gone through hundreds of times while those of the large one are drawn \
      once: the small one is learnt by heart. `temperature` lies between.
      """,
    bad: spec("round_robin"), good: spec("temperature(2)"))

  private static func spec(_ sampling: String) -> String {
    """
    columns survey {
        feature age, income: number
        label   health: number
    }

    data city from synthetic(rows: 500_000) { use survey }
    data village from synthetic(rows: 2000) { use survey }

    input person from city.features, village.features

    shared trunk(person) {
        encode -> dense(64) -> relu
    }

    task city_health(trunk) {
        dense(1)
        loss   mse(city.health)
        metric mae
    }

    task village_health(trunk) {
        dense(1)
        loss   mse(village.health)
        metric mae
    }

    train {
        optimizer adam(learning_rate: 0.003)
        sampling  \(sampling)
    }
    """
  }

  /// How many times as large a set has to be.
  private static let ratio = 100

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let known = spec.model.dataSets.compactMap { data in
      data.origin.knownCount.map { (data, $0) }
    }
    guard known.count == spec.model.dataSets.count,
      let small = known.min(by: { $0.1 < $1.1 }), let large = known.max(by: { $0.1 < $1.1 }),
      large.1 / ratio >= small.1, drawsAlike(small.1, large.1, by: spec.model.training.sampling),
      let clause = spec.clauses(.train, "sampling").first
    else { return }
    findings.report(
      "`\(small.0.name)` is drawn as often as `\(large.0.name)`, which has \(large.1 / small.1) "
        + "times its rows", at: clause.range,
      secondary: [
        (small.0.range, "\(small.1) rows"), (large.0.range, "\(large.1) rows"),
      ], fix: Fix("draw by size, or by a power of it: `sampling temperature(2)`"))
  }

  /// Whether a set is drawn about as often as another one, tried with few rows in their ratio.
  private static func drawsAlike(_ small: Int, _ large: Int, by sampling: any Sampling) -> Bool {
    let rows = 10
    let counts = sampling.draw(rowCounts: [rows, min(large / small, 10_000) * rows], batch: 1)
      .counts
    return counts.count == 2 && counts[0] >= counts[1] / 2
  }
}
