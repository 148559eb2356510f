import MTLCatalogue
import MTLGraph
import MTLSemantics
import MTLSource

/// MTL209: a layer behind a flattened picture that holds nearly all weights.
enum DenseAfterFlatten: Rule {
  static let identity = DiagnosticIdentity(209, "dense-after-flatten")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      One layer holds more than 80 % of a model's weights, and more than 20 million of them, \
      because it reads a picture or a sequence as one vector.
      """,
    why: """
      It has a weight for every place of every channel, most of which learn nothing but the \
      training rows by heart, and needs far more memory than the rest. Pooling before it, as \
      most networks have had since 2015, costs no accuracy.
      """,
    bad: """
      data photos from csv("photos.csv") {
          column  pixel_0..pixel_3071: number
          feature image: pixels(height: 32, width: 32, channels: 3) = pixel_0..pixel_3071
          label   kind: category(10)
      }

      task kind(photos.image) {
          conv(64, kernel: 3, padding: same) -> relu
          flatten -> dense(512) -> relu
          dense(10)
          loss   cross_entropy(photos.kind)
          metric accuracy
      }
      """,
    good: """
      data photos from csv("photos.csv") {
          column  pixel_0..pixel_3071: number
          feature image: pixels(height: 32, width: 32, channels: 3) = pixel_0..pixel_3071
          label   kind: category(10)
      }

      task kind(photos.image) {
          conv(64, kernel: 3, padding: same) -> relu
          average_pool(all) -> dense(512) -> relu
          dense(10)
          loss   cross_entropy(photos.kind)
          metric accuracy
      }
      """,
    references: ["Lin, Chen and Yan, Network in Network, ICLR 2014, arXiv:1312.4400"])

  /// The number of weights from which on a layer is large.
  private static let large = 20_000_000

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let total = spec.built.parameters.reduce(0) { $0 + $1.count }
    guard total > large else { return }
    for place in spec.flow.places where place.nature.isAffine {
      guard let count = spec.parameterCount(of: place), count > large,
        Double(count) > 0.8 * Double(total), let flat = spec.flow.before(place),
        case .linear = flat.nature, let source = flat.operands.first,
        spec.flow.type(of: flat.result).dims.count == 1, spec.flow.type(of: source).dims.count > 1
      else { continue }
      let share = Int(100 * Double(count) / Double(total))
      findings.report(
        "`\(place.name)` holds \(share) % of the model's \(total / 1_000_000) million weights",
        at: place.range, secondary: [(flat.range, "makes one vector of all places")],
        fix: Fix("pool the places first, such as with `average_pool(all)` or `mean_over(time)`"))
    }
  }
}
