import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL118: an imported name that nothing reads.
enum UnusedImport: Rule {
  static let identity = DiagnosticIdentity(118, "unused-import")
  static let severity = Diagnostic.Severity.warning
  static let fix: FixSafety? = .safe
  static let page = RulePage(
    what: """
      An `import` brings in a declaration that nothing reads. A task is read by being there, and in a file \
      without a task imports are there for others.
      """,
    why: """
      What an imported declaration needs comes along by itself, so the name is left over, or another one was \
      meant.
      """,
    bad: """
      import layer, wide_layer from "layers.mtl"

      data houses from synthetic(rows: 10_000) {
          feature rooms, area: number
          label   price: number
      }

      task price(houses.features) {
          encode -> layer(32) -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      import layer from "layers.mtl"

      data houses from synthetic(rows: 10_000) {
          feature rooms, area: number
          label   price: number
      }

      task price(houses.features) {
          encode -> layer(32) -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    files: [
      "layers.mtl": """
      block layer(width: Int) {
          dense(width) -> relu
      }

      block wide_layer(width: Int) {
          dense(4 * width) -> relu
      }
      """
    ])

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard !spec.model.tasks.isEmpty else { return }
    let tasks = Set(spec.model.tasks.map { $0.family ?? $0.name })
    for declaration in spec.tree.declarations {
      guard case .imported(let item) = declaration.kind else { continue }
      let unused = item.items.indices.filter { index in
        let name = item.items[index].seen.text
        return !tasks.contains(name) && !spec.names.contains(name)
      }
      for index in unused {
        let name = item.items[index].seen
        let edit =
          unused.count == item.items.count
          ? spec.removing(declaration) : removing(index, of: item.items)
        findings.report(
          "nothing reads `\(name.text)`, which is imported", at: name.range,
          fix: Fix("take it out", edits: [edit]))
      }
    }
  }

  /// An edit that takes one name out, with the comma beside it.
  private static func removing(
    _ index: Int, of items: [Declaration.Import.Item]
  ) -> Diagnostic.Edit {
    if index + 1 < items.count {
      let next = items[index + 1].name.range.start
      return Diagnostic.Edit(SourceRange(items[index].name.range.start, next), "")
    }
    let end = items[index].seen.range.end
    let start = index > 0 ? items[index - 1].seen.range.end : items[index].name.range.start
    return Diagnostic.Edit(SourceRange(start, end), "")
  }
}

extension Declaration.Import.Item {
  /// The name by which the file knows it.
  fileprivate var seen: Name { alias ?? name }
}
