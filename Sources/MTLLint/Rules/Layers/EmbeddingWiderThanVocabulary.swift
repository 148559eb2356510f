import MTLCatalogue
import MTLGraph
import MTLSemantics
import MTLSource

/// MTL210: learnt vectors that are longer than there are classes.
enum EmbeddingWiderThanVocabulary: Rule {
  static let identity = DiagnosticIdentity(210, "embedding-wider-than-vocabulary")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: """
      The learnt vectors of a step are all longer than their columns have classes or words.
      """,
    why: """
      As many numbers as there are classes tell them apart already, as one-hot vectors do: the \
      others add weights and no power.
      """,
    bad: """
      data trips from csv("trips.csv") {
          feature weekday: category(7)
          feature hour: category(24)
          label   fare: number
      }

      task fare(trips.features) {
          encode(embedding: 64) -> dense(32) -> relu -> dense(1)
          loss   mse(trips.fare)
          metric mae
      }
      """,
    good: """
      data trips from csv("trips.csv") {
          feature weekday: category(7)
          feature hour: category(24)
          label   fare: number
      }

      task fare(trips.features) {
          encode(embedding: 6) -> dense(32) -> relu -> dense(1)
          loss   mse(trips.fare)
          metric mae
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    for reader in spec.built.steps {
      guard let step = reader.step, step.readsTables else { continue }
      let tables = spec.built.parameters[reader.parameters].filter { $0.dims.count == 2 }
      guard tables.allSatisfy({ isWide($0) }),
        let widest = tables.compactMap({ classes($0) }).max(),
        let width = tables.first?.dims.last?.size
      else { continue }
      findings.report(
        "`\(step.name)` learns \(width) numbers for each of \(widest) classes", at: step.range,
        notes: ["one-hot vectors of \(widest) numbers tell them apart already"],
        fix: Fix("let the vectors be shorter, or the classes stay one-hot"))
    }
  }

  private static func isWide(_ table: ParameterSpec) -> Bool {
    guard let width = table.dims.last?.size, let count = classes(table) else { return false }
    return width > count
  }

  /// The number of classes of a table, which has one row more for those that are unknown.
  private static func classes(_ table: ParameterSpec) -> Int? {
    table.dims.first?.size.map { $0 - 1 }
  }
}
