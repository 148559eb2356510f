import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL519: rows of different times that are drawn at random.
enum ShuffledTime: Rule {
  static let identity = DiagnosticIdentity(519, "shuffled-time")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: "The rows have a time, and those that are held out are drawn at random.",
    why: """
      The model has then seen what came after a test row, and neighbours of it on both sides. In use it knows \
      the past alone, and does worse than the test said.
      """,
    bad: """
      data trips from csv("trips.csv") {
          column  start: time
          feature distance, passengers: number
          label   fare: number
          split   random(validation: 10%, test: 10%)
      }

      task fare(trips.features) {
          encode -> dense(1)
          loss   mse(trips.fare)
          metric mae
      }
      """,
    good: """
      data trips from csv("trips.csv") {
          column  start: time
          feature distance, passengers: number
          label   fare: number
          split   time(start, validation: 10%, test: 10%)
      }

      task fare(trips.features) {
          encode -> dense(1)
          loss   mse(trips.fare)
          metric mae
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for data in spec.model.dataSets
    where type(of: data.split).drawsAtRandom && data.heldOutShare > 0 {
      let times = data.columns.filter { column in column.type.map { type(of: $0).isTime } ?? false }
      guard let time = times.first else { continue }
      findings.report(
        "the rows of `\(data.name)` have a time, and those held out are drawn at random",
        at: data.splitRange, secondary: [(time.range, "when a row is from")],
        fix: Fix("hold out the latest rows: `split time(\(Name(time.name, time.range).spelling))`"))
    }
  }
}
