import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// MTL104: a feature that no body reads.
enum UnusedFeature: Rule {
  static let identity = DiagnosticIdentity(104, "unused-feature")
  static let severity = Diagnostic.Severity.warning
  static let page = RulePage(
    what: """
      A `feature` that no body reads, by itself or in a record, and that no expression, label, mask, weight or \
      split uses.
      """,
    why: """
      Either a body has been meant to read it, or it is read from the file and scaled for nothing. A column of \
      the file that is there and not used is no mistake as a `column`.
      """,
    bad: """
      data houses from csv("houses.csv") {
          feature photo: pixels(height: 16, width: 16) = pixel_0..pixel_255
          feature rooms: number
          column  pixel_0..pixel_255: number
          label   price: number
      }

      task price(houses.photo) {
          flatten -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """,
    good: """
      data houses from csv("houses.csv") {
          feature photo: pixels(height: 16, width: 16) = pixel_0..pixel_255
          column  rooms
          column  pixel_0..pixel_255: number
          label   price: number
      }

      task price(houses.photo) {
          flatten -> dense(1)
          loss   mse(houses.price)
          metric mae
      }
      """)

  static func check(_ spec: LintedSpec, _ findings: inout Findings) {
    guard !spec.model.tasks.isEmpty else { return }
    var read = ColumnReaders(spec)
    read.addSplits(spec)
    var unused: [SourceRange: [String]] = [:]
    var used: Set<SourceRange> = []
    for data in spec.model.dataSets {
      let isRead = spec.names.contains(data.name)
      let names = read.columns[data.name] ?? []
      for column in data.columns where column.role == .feature {
        if !isRead || names.contains(column.name) || hasRule(data) {
          used.insert(column.range)
        } else {
          unused[column.range, default: []].append(column.name)
        }
      }
    }
    for (range, names) in unused where !used.contains(range) {
      let isOne = Set(names).count == 1
      findings.report(
        isOne
          ? "no body reads the feature `\(names[0])`"
          : "no body reads the features `\(spec.text(range))`", at: range,
        fix: Fix(
          "let a body read \(isOne ? "it" : "them"), or declare \(isOne ? "it" : "each") as `column`"
        ))
    }
  }

  /// Whether made-up labels follow a rule in the features, whether they are read or not.
  private static func hasRule(_ data: CheckedData) -> Bool {
    if case .generated(_, _, .some) = data.origin { true } else { false }
  }
}

/// The columns that something reads, by data set.
struct ColumnReaders {
  private(set) var columns: [String: Set<String>] = [:]

  /// What bodies, results, other columns and constants read.
  init(_ spec: LintedSpec) {
    let model = spec.model
    for shared in model.shared { add(shared.inputs) }
    var heads: Set<String> = []
    // The members of a family read what its first one reads.
    for task in model.tasks where heads.insert(task.family ?? task.name).inserted {
      add(task.inputs)
    }
    for join in model.joins { join.columns.forEach { add($0.columns, of: $0.data) } }
    for data in model.dataSets {
      add(data.columns.flatMap { $0.madeOf }, of: data.name)
      let members = spec.names.members(of: data.name)
      add(members, of: data.name)
      if members.contains("features"), spec.runsThroughFeatures(of: data.name) {
        add(data.columns.filter { $0.role == .feature }.map { $0.name }, of: data.name)
      }
    }
    for task in model.tasks {
      // Most lines of a task name one label again and again.
      var last: Target?
      for loss in task.losses {
        if loss.target != last { add(loss.target) }
        if let weight = loss.weight { add(weight, of: loss.target.data) }
        last = loss.target
      }
      for metric in task.metrics where metric.target != last {
        add(metric.target)
        last = metric.target
      }
    }
  }

  private mutating func add(_ target: Target) {
    add(target.label, of: target.data)
    if let mask = target.mask { add(mask, of: target.data) }
  }

  /// The columns that bodies read, of some inputs.
  init(_ inputs: [CheckedInput]) { add(inputs) }

  /// What splits go by; which data set a split is of does not matter here.
  mutating func addSplits(_ spec: LintedSpec) {
    let named = spec.uses(of: .split).flatMap { $0.arguments.values.values }
      .compactMap { value in if case .column(let name) = value { name } else { nil } }
    for data in spec.model.dataSets { add(named, of: data.name) }
  }

  mutating func add(_ inputs: [CheckedInput]) {
    for input in inputs {
      switch input.reference {
      case .record(let record): record.sources.forEach { add($0.columns, of: $0.data) }
      case .column(let data, let column): add(column, of: data)
      case .declaration: break
      }
    }
  }

  private mutating func add(_ name: String, of data: String) {
    columns[data, default: []].insert(name)
  }

  private mutating func add(_ names: some Sequence<String>, of data: String) {
    columns[data, default: []].formUnion(names)
  }
}

extension CheckedColumn {
  /// The columns of its row that its value is made of.
  var madeOf: [String] {
    switch source {
    case .file: []
    case .expression(let expression): Array(expression.columns)
    case .columns(let names): names
    }
  }
}

extension LintedSpec {
  /// Whether a family of tasks runs through the features of a data set.
  func runsThroughFeatures(of data: String) -> Bool {
    program.declarations.contains { declaration in
      guard case .task(let task) = declaration.kind else { return false }
      return task.iterations.contains { iteration in
        guard case .member(let base, let name) = iteration.domain.kind,
          case .name(let owner) = base.kind
        else { return false }
        return owner.text == data && name.text == "features"
      }
    }
  }
}
