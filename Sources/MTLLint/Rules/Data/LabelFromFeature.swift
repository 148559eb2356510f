import MTLCatalogue
import MTLSemantics
import MTLSource

/// MTL551: a label that is computed from what the model reads.
enum LabelFromFeature: Rule {
  static let identity = DiagnosticIdentity(551, "label-from-feature")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A task learns a label that an expression makes of features alone, and the task reads these features.
      """,
    why: """
      The label is known where the features are: the model learns the expression that stands in the file, and \
      its scores say nothing of other data. An auxiliary task may well do so, and made-up rows are there to \
      try things.
      """,
    bad: """
      data houses from csv("houses.csv") {
          feature rooms, area: number
          label   price: number
          label   large: flag = area > 120
      }

      \(Houses.trunk)

      \(Houses.priceHead)

      task large(trunk) {
          dense(1)
          loss   binary_cross_entropy(houses.large)
          metric auc
      }
      """,
    good: """
      data houses from csv("houses.csv") {
          feature rooms: number
          column  area: number
          label   price: number
          label   large: flag = area > 120
      }

      \(Houses.trunk)

      \(Houses.priceHead)

      task large(trunk) {
          dense(1)
          loss   binary_cross_entropy(houses.large)
          metric auc
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard spec.model.dataSets.contains(where: { $0.columns.contains { $0.isComputed } }) else {
      return
    }
    var read: [[String]: Set<String>] = [:]
    for task in spec.mainTasks {
      for target in Set(task.losses.map { $0.target }) {
        guard let data = spec.model.dataSet(target.data), let label = data.column(target.label),
          case .expression(let expression) = label.source, !expression.columns.isEmpty,
          !data.isMadeUp
        else { continue }
        // The members of a family read what its first one reads.
        let reader = [task.family ?? task.name, data.name]
        let columns = read[reader] ?? spec.columnsRead(by: task, of: data.name)
        read[reader] = columns
        var known = KnownColumns(data, read: columns)
        guard expression.columns.allSatisfy({ known.contains($0) }) else { continue }
        let sources = data.columns.filter { expression.columns.contains($0.name) }
        let name = label.role == .computed ? "the label" : "the label `\(label.name)`"
        findings.report(
          "\(name) is computed from what `\(task.family ?? task.name)` reads", at: label.range,
          secondary: sources.prefix(3).map { ($0.range, "the task reads it") },
          notes: ["the model learns an expression that is known already"],
          fix: Fix("let the model not read it, or make the task `auxiliary`"))
      }
    }
  }
}

extension CheckedColumn {
  /// Whether an expression gives its values.
  fileprivate var isComputed: Bool { if case .expression = source { true } else { false } }
}

/// The columns of a row whose values follow from those that a task reads.
private struct KnownColumns {
  private let data: CheckedData
  private var answers: [String: Bool] = [:]

  init(_ data: CheckedData, read: Set<String>) {
    self.data = data
    for name in read {
      answers[name] = true
      // What a feature holds as it is can be read from it.
      switch data.column(name)?.source {
      case .columns(let names)?: for part in names { answers[part] = true }
      case .expression(.column(let part))?: answers[part] = true
      case .expression, .file, nil: break
      }
    }
  }

  /// Whether the value of a column follows from what is read.
  mutating func contains(_ name: String) -> Bool {
    if let answer = answers[name] { return answer }
    answers[name] = false
    guard case .expression(let expression)? = data.column(name)?.source,
      !expression.columns.isEmpty
    else { return false }
    var isKnown = true
    for column in expression.columns where isKnown { isKnown = contains(column) }
    answers[name] = isKnown
    return isKnown
  }
}

extension LintedSpec {
  /// The columns of a data set that a task reads, by itself or through other declarations.
  fileprivate func columnsRead(by task: CheckedTask, of data: String) -> Set<String> {
    let names = declarationsReached(from: [task.name])
    var readers = ColumnReaders(task.inputs)
    for shared in model.shared where names.contains(shared.name) { readers.add(shared.inputs) }
    for other in model.tasks where names.contains(other.name) { readers.add(other.inputs) }
    for join in model.joins where names.contains(join.name) { readers.add(join.sources) }
    return readers.columns[data] ?? []
  }
}
