import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL203: a head that reads fewer numbers than it tells classes apart.
enum BottleneckBelowClasses: Rule {
  static let identity = DiagnosticIdentity(203, "bottleneck-below-classes")
  static let severity = Diagnostic.Severity.note
  static let page = RulePage(
    what: """
      The last layer before a loss over many classes reads fewer numbers than there are classes, \
      less one.
      """,
    why: """
      All logits then lie in a plane of as many dimensions as the layer reads, so that most \
      distributions over the classes cannot be told. It may be meant, to save weights.
      """,
    bad: """
      data songs from csv("songs.csv") {
          feature tempo, loudness, energy: number
          label   artist: category(100)
      }

      task artist(songs.features) {
          encode -> dense(16) -> relu -> dense(100)
          loss   cross_entropy(songs.artist)
          metric accuracy
      }
      """,
    good: """
      data songs from csv("songs.csv") {
          feature tempo, loudness, energy: number
          label   artist: category(100)
      }

      task artist(songs.features) {
          encode -> dense(128) -> relu -> dense(100)
          loss   cross_entropy(songs.artist)
          metric accuracy
      }
      """,
    references: ["Yang et al., Breaking the Softmax Bottleneck, ICLR 2018, arXiv:1711.03953"])

  /// The fewest classes for which a narrow value is looked at.
  private static let fewestClasses = 32

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    let readings = spec.lossReadings.filter { reading in
      guard case .category? = reading.label, let layer = reading.layer else { return false }
      return layer.nature.isAffine && (spec.flow.width(of: layer) ?? 0) >= fewestClasses
    }
    guard !readings.isEmpty else { return }
    for reading in readings where reading.takesLogits {
      guard let layer = reading.layer, case .affine(let hasBias) = layer.nature,
        let classes = spec.flow.width(of: layer), let count = spec.parameterCount(of: layer),
        count > 0
      else { continue }
      let width = count / classes - (hasBias ? 1 : 0)
      guard width < classes - 1 else { continue }
      findings.report(
        "`\(layer.name)` makes logits of \(classes) classes from \(width) numbers",
        at: layer.range, secondary: [(reading.loss.range, "this loss tells the classes apart")],
        notes: ["logits of \(classes) classes have up to \(classes - 1) independent directions"],
        fix: Fix("let what it reads be wider"))
    }
  }
}
