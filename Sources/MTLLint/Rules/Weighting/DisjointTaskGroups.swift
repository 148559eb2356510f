import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL418: one gradient scheme over groups of tasks that share nothing with each other.
enum DisjointTaskGroups: Rule {
  static let identity = DiagnosticIdentity(418, "disjoint-task-groups")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A scheme that combines gradients, and tasks that form several groups of two or more, none of which \
      has a parameter in common with another.
      """,
    why: """
      The gradients of two groups lie in different parameters and cannot pull against each other; the \
      scheme weighs problems against each other that have nothing to do with each other, and the weights of \
      one group move those of the other.
      """,
    bad: spec("pcgrad", "houses.features"), good: spec("pcgrad", "homes"))

  private static func spec(_ weighting: String, _ streets: String) -> String {
    """
    data houses from csv("houses.csv") {
        feature rooms, area: number
        label   price, rent, noise, traffic: number
    }

    shared homes(houses.features) {
        encode -> dense(64) -> relu
    }

    shared streets(\(streets)) {
        \(streets == "homes" ? "" : "encode -> ")dense(64) -> relu
    }

    \(HousesSpec.task("price", of: "homes"))

    \(HousesSpec.task("rent", of: "homes"))

    \(HousesSpec.task("noise", of: "streets"))

    \(HousesSpec.task("traffic", of: "streets"))

    weighting \(weighting)
    """
  }

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard let stage = spec.gradientStage, spec.model.tasks.count > 3, spec.model.pending == nil
    else { return }
    let groups = spec.taskParameters.groups(ofTasks: spec.model.tasks.count)
      .filter { $0.count > 1 }
    guard groups.count > 1 else { return }
    findings.report(
      "`\(stage.name)` combines the gradients of \(groups.count) groups of tasks that share no "
        + "parameter", at: stage.range,
      secondary: groups.prefix(3).map { group in
        (spec.model.tasks[group[0]].range, "in a group of \(group.count)")
      }, fix: Fix("train the groups apart, or let them share layers"))
  }
}
