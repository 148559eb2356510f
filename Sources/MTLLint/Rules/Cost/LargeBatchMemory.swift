import MTLCatalogue
import MTLGraph
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL904: a value that takes gigabytes for each batch.
enum LargeBatchMemory: Rule {
  static let identity = DiagnosticIdentity(904, "large-batch-memory")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what:
      "The value of one step, for all rows of a batch, takes more than 2 GiB. The largest one is named.",
    why: """
      It is kept for the gradients, and so are those of other steps. A smaller batch needs proportionally \
      less; so does a picture that is made smaller before its channels become many.
      """,
    bad: """
      data scans from csv("scans.csv") {
          column  pixel_0..pixel_4095: number
          feature scan: pixels(height: 64, width: 64) = pixel_0..pixel_4095
          label   severe: flag
      }

      task severe(scans.scan) {
          conv(256, kernel: 3, padding: same) -> relu
          max_pool(2)
          average_pool(all) -> dense(1)
          loss   binary_cross_entropy(scans.severe)
          metric auc
      }

      train { batch 1024 }
      """,
    good: """
      data scans from csv("scans.csv") {
          column  pixel_0..pixel_4095: number
          feature scan: pixels(height: 64, width: 64) = pixel_0..pixel_4095
          label   severe: flag
      }

      task severe(scans.scan) {
          conv(256, kernel: 3, padding: same) -> relu
          max_pool(2)
          average_pool(all) -> dense(1)
          loss   binary_cross_entropy(scans.severe)
          metric auc
      }

      train { batch 64 }
      """)

  /// The most bytes that are no reason to ask: 2 GiB.
  private static let limit = 2.0 * 1024 * 1024 * 1024
  private static let bytesPerNumber = 4.0

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    var largest: (step: CheckedStep, bytes: Double)?
    for built in spec.built.steps {
      guard let step = built.step, let value = built.value else { continue }
      let type = spec.flow.type(of: value)
      guard type.rows != nil else { continue }
      let bytes =
        Double(type.elementsPerRow) * Double(spec.model.training.batch) * bytesPerNumber
      if bytes > max(limit, largest?.bytes ?? 0) { largest = (step, bytes) }
    }
    guard let largest else { return }
    let gibibytes = (largest.bytes / limit * 20).rounded() / 10
    let batch = spec.clauses(.train, "batch").first
    findings.report(
      "the value of `\(largest.step.name)` takes \(ConstantValue.plain(gibibytes)) GiB for a batch",
      at: largest.step.range,
      secondary: batch.map { [($0.range, "so many rows")] } ?? [],
      fix: Fix("take a smaller batch, or make the value smaller"))
  }
}
