import MTLCatalogue
import MTLGraph
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL211: a normalization over the batch that goes by a few numbers.
enum BatchNormTinyBatch: Rule {
  static let identity = DiagnosticIdentity(211, "batch-norm-tiny-batch")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A normalization over the batch computes the mean and the variance of each channel from \
      fewer than 8 numbers.
      """,
    why: """
      They are so rough that training is noisy, and the running ones that the model is used with \
      are others. Each place of a picture or of a sequence counts as a number.
      """,
    bad: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64, bias: false) -> batch_norm -> relu -> dense(1)
          loss   mse(houses.price)
          metric mae
      }

      train { batch 4 }
      """,
    good: """
      \(Houses.prices)

      task price(houses.features) {
          encode -> dense(64, bias: false) -> batch_norm -> relu -> dense(1)
          loss   mse(houses.price)
          metric mae
      }

      train { batch 64 }
      """,
    references: ["Wu and He, Group Normalization, ECCV 2018, arXiv:1803.08494"])

  /// The fewest numbers that a mean and a variance are taken of.
  private static let fewest = 8

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let batch = spec.model.training.batch
    guard batch < fewest else { return }
    let clause = spec.clauses(.train, "batch").first
    for place in spec.flow.places where place.nature.isOverBatch {
      guard let places = Array(spec.flow.type(of: place.result).dims.dropLast()).knownProduct,
        places < fewest, batch * places < fewest
      else { continue }
      findings.report(
        "`\(place.name)` goes by \(batch * places) numbers of each channel", at: place.range,
        secondary: clause.map { [($0.range, "so many rows are a batch")] } ?? [],
        fix: Fix("take a larger batch, or a normalization within the row"))
    }
  }
}
