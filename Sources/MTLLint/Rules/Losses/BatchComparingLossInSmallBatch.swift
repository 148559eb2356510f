import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL328: a comparison of rows with few to compare.
enum BatchComparingLossInSmallBatch: Rule {
  static let identity = DiagnosticIdentity(328, "batch-comparing-loss-in-small-batch")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A loss compares the rows of a batch with each other, and a batch has fewer than 16.
      """,
    why: """
      A row finds few others of its class, or none, and few of other classes: most rows of most \
      batches teach nothing. Such losses are known to want large batches.
      """,
    bad: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   kind: category(4)
      }

      task kind(houses.features) {
          encode -> dense(64) -> relu -> dense(16)
          loss contrastive(houses.kind)
      }

      train { batch 8 }
      """,
    good: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   kind: category(4)
      }

      task kind(houses.features) {
          encode -> dense(64) -> relu -> dense(16)
          loss contrastive(houses.kind)
      }

      train { batch 256 }
      """,
    references: ["Khosla et al., Supervised Contrastive Learning, NeurIPS 2020, arXiv:2004.11362"])

  /// The fewest rows of a batch.
  private static let fewest = 16

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let batch = spec.model.training.batch
    guard batch < fewest else { return }
    let clause = spec.clauses(.train, "batch").first
    for loss in spec.model.tasks.flatMap({ $0.losses }) where type(of: loss.loss).comparesRows {
      findings.report(
        "`\(type(of: loss.loss).name)` compares the rows of a batch, which has \(batch)",
        at: loss.range, secondary: clause.map { [($0.range, "set here")] } ?? [],
        fix: Fix("take a larger batch"))
    }
  }
}
