import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL112: two tasks that learn different labels with the very same value.
enum DuplicateHead: Rule {
  static let identity = DiagnosticIdentity(112, "duplicate-head")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      Two tasks have no parameters of their own, make the same of the same value, and compare it with \
      different labels of one data set.
      """,
    why: """
      One number cannot be two things: the value settles between the labels. Most often the heads have been \
      put into the `shared` declaration, or a line has been copied.
      """,
    bad: """
      \(Houses.pricesAndRents)

      shared trunk(houses.features) {
          encode -> dense(32) -> relu
          dense(1)
      }

      task price(trunk) {
          loss   mse(houses.price)
          metric mae
      }

      task rent(trunk) {
          loss   mse(houses.rent)
          metric mae
      }
      """,
    good: """
      \(Houses.pricesAndRents)

      \(Houses.trunk)

      \(Houses.priceHead)

      \(Houses.rentHead)
      """)

  /// What a task without parameters of its own makes, and of what.
  private struct Head: Hashable {
    let inputs: [InputReference]
    let steps: [String]
    let prediction: String?
    let data: String
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard spec.isWhollyBuilt else { return }
    let owners = Set(spec.built.parameters.map { $0.owner })
    let heads = spec.model.tasks.filter { !owners.contains($0.name) }
    guard heads.count > 1 else { return }
    let bodies = Dictionary(
      spec.program.declarations.compactMap { declaration in
        declaration.body.flatMap { body in declaration.name.map { ($0.text, body) } }
      }, uniquingKeysWith: { first, _ in first })
    var first: [Head: (task: CheckedTask, label: String)] = [:]
    for task in heads {
      guard let body = bodies[task.family ?? task.name] else { continue }
      let steps = body.items.compactMap { item in
        if case .chain(let chain) = item { spec.text(chain.range) } else { nil }
      }
      for loss in task.losses {
        let head = Head(
          inputs: task.inputs.map { $0.reference }, steps: steps, prediction: loss.prediction,
          data: loss.target.data)
        guard let other = first[head] else {
          first[head] = (task, loss.target.label)
          continue
        }
        guard other.task.name != task.name, other.label != loss.target.label else { continue }
        findings.report(
          "`\(other.task.name)` and `\(task.name)` compare the same value with different labels",
          at: task.range, secondary: [(other.task.range, "the same value, and another label")],
          notes: ["neither of them has a parameter of its own"],
          fix: Fix("give each a layer of its own, such as `dense(1)`"))
      }
    }
  }
}
