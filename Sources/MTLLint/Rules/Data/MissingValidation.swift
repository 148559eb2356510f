import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL564: training that goes by rows that nobody holds out.
enum MissingValidation: Rule {
  static let identity = DiagnosticIdentity(564, "missing-validation")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A stop, a monitor, a schedule or a weighting goes by the validation rows, and no row is held out for \
      validation.
      """,
    why: """
      There is nothing to observe: the run goes on to its last epoch, rate and weights stay as they are, and \
      the last epoch is kept for the best.
      """,
    bad: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   price: number
          split   random(validation: 0%, test: 20%)
      }

      \(Houses.linearPrice)

      train {
          optimizer adam(learning_rate: 0.001)
          epochs    100
          stop      early(patience: 5)
      }
      """,
    good: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   price: number
          split   random(validation: 10%, test: 20%)
      }

      \(Houses.linearPrice)

      train {
          optimizer adam(learning_rate: 0.001)
          epochs    100
          stop      early(patience: 5)
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let training = spec.model.training
    let observers = [
      ("stop", training.stopping != nil), ("monitor", training.monitor != nil),
      ("schedule", training.schedule.waitingEpochs != nil),
    ]
    let words = observers.filter { $0.1 }.map { $0.0 }
    let places =
      words.flatMap { spec.clauses(.train, $0) }.map { (name: $0.word.text, range: $0.range) }
      + spec.weightingStages.filter { $0.weighting is any MetricWeighting }
      .map { (name: $0.name, range: $0.range) }
    guard !places.isEmpty else { return }
    let data = observedData(spec)
    guard !data.isEmpty, data.allSatisfy({ !$0.holdsOut(.validation) }) else { return }
    for place in places {
      findings.report(
        "`\(place.name)` goes by the validation rows, and there are none",
        at: place.range,
        secondary: data.prefix(3).map { ($0.splitRange, "holds out none for validation") },
        fix: Fix("hold some out, such as `split random(validation: 10%, test: 10%)`"))
    }
  }

  /// The data sets whose rows are observed: those of the monitored task, else of all main tasks.
  private static func observedData(_ spec: LintedSpec) -> [CheckedData] {
    var tasks = spec.mainTasks
    if let monitor = spec.model.training.monitor {
      tasks = spec.model.tasks.filter { $0.name == monitor.task || $0.family == monitor.task }
    }
    let names = Set(tasks.flatMap { $0.losses.map { $0.target.data } })
    return spec.model.dataSets.filter { names.contains($0.name) }
  }
}
