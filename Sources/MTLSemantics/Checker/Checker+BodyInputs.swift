import MTLCatalogue
import MTLGraph
import MTLSource
import MTLSyntax

extension Checker {
  /// What a path of a header refers to, or `nil` after a report.
  func resolveInput(_ path: Path) -> CheckedInput? {
    let first = path.names[0]
    let known = declared[first.text]
    if poisoned.contains(first.text), known?.kind != .data || path.isWholeRecord { return nil }
    guard let known else {
      if path.names.count == 1, let owner = owner(ofColumn: first.text) {
        reportBareColumn(first, of: owner)
        return nil
      }
      report(
        .unknownName, "there is no `\(first.text)` to read", at: first.range,
        helps: inputHelps(path))
      poisoned.insert(first.text)
      return nil
    }
    switch known.kind {
    case .data:
      return resolveColumns(path).map {
        CheckedInput(name: path.text, reference: $0, range: path.range)
      }
    case .shared, .task, .input:
      return resolveDeclaration(path).map {
        CheckedInput(name: path.text, reference: $0, range: path.range)
      }
    case .constant, .block, .columns:
      report(
        .wrongReference,
        "a body reads data, shared declarations and tasks; `\(first.text)` is "
          + known.kind.description, at: path.range, secondary: [(known.range, "declared here")],
        helps: nameHelps(
          for: first, among: names(of: .data, .shared, .task), plural: "what can be read"))
      return nil
    }
  }

  private func inputHelps(_ path: Path) -> [Diagnostic.Help] {
    if let help = importHelp(for: path.names[0]) { return [help] }
    if path.names.count > 1 {
      return nameHelps(
        for: path.names[0], among: owners(of: path.names[1].text), plural: "what has such a value")
    }
    let all = names(of: .data, .shared, .task, .input)
    let isNear = NearName.best(for: path.names[0].text, among: all) != nil
    if !isNear, path.names.count == 1, dataSets.count == 1,
      dataSets[0].columns.contains(where: { $0.role == .feature })
    {
      let written = "\(spelled(dataSets[0].name)).features"
      return [.init("read the features", edits: [.init(path.range, written)])]
    }
    return nameHelps(for: path.names[0], among: all, plural: "what can be read")
  }

  /// The declarations that have a column or a named value.
  private func owners(of name: String) -> [String] {
    let data = dataSets.filter { data in
      ["features", "labels"].contains(name) || data.column(name) != nil
        || data.columnSets[name] != nil || data.openColumns != nil
    }
    let bodies = aliases.filter { $0.value.contains { $0.text == name } }.keys.sorted()
    return data.map { $0.name } + bodies
  }

  private func resolveColumns(_ path: Path) -> InputReference? {
    guard let data = dataSet(named: path.names[0].text) else { return nil }
    guard path.names.count > 1 else {
      report(
        .wrongReference, "`\(data.name)` is a whole data set; a body reads columns of it",
        at: path.range,
        helps: [
          .init(
            "read its features", edits: [.init(path.range, "\(spelled(data.name)).features")])
        ])
      return nil
    }
    if path.names.count == 2, path.names[1].text == "labels" {
      report(
        .wrongReference, "`\(path.text)` are labels; a body reads features", at: path.range,
        notes: ["a model that reads its label learns nothing else"],
        helps: [
          .init("read the features", edits: [.init(path.names[1].range, "features")])
        ])
      return nil
    }
    if path.names.count == 2, path.names[1].text == "features" {
      let names = data.columns.filter { $0.role == .feature }.map { $0.name }
      let isOpen = data.openColumns?.role == .feature
      if names.isEmpty, !isOpen {
        report(
          .wrongReference, "`\(data.name)` has no feature that a body could read", at: path.range,
          secondary: declared[data.name].map { [($0.range, "the data set")] } ?? [],
          helps: [.init("declare what the model may read as `feature`")])
        return nil
      }
      return record(data, names, isOpen: isOpen)
    }
    if path.names.count == 2, let names = data.columnSets[path.names[1].text],
      data.column(path.names[1].text) == nil
    {
      return record(data, names)
    }
    guard let (_, column) = resolveColumn(path) else { return nil }
    guard column.role == .feature, let type = column.type else {
      report(
        .wrongReference, "`\(path.text)` is a \(column.role.rawValue); a body reads features",
        at: path.range, secondary: [(column.range, "declared here")],
        notes: column.role == .label ? ["a model that reads its label learns nothing else"] : [],
        helps: column.role == .label
          ? [
            .init(
              "read the features", edits: [.init(path.range, "\(spelled(data.name)).features")])
          ]
          : [.init("declare the column as `feature` if the model may read it")])
      return nil
    }
    return Swift.type(of: type).isTensor
      ? .column(data: data.name, column: column.name)
      : record(data, [column.name])
  }

  private func record(
    _ data: CheckedData, _ columns: [String], isOpen: Bool = false
  ) -> InputReference {
    .record(
      ColumnRecord(
        name: data.name, sources: [.init(data: data.name, columns: columns)], rows: data.rows,
        isOpen: isOpen))
  }

  private func resolveDeclaration(_ path: Path) -> InputReference? {
    let name = path.names[0].text
    if families.contains(name) {
      report(
        .wrongReference, "`\(name)` is a family of tasks, and other bodies do not read its members",
        at: path.range, secondary: declared[name].map { [($0.range, "the family")] } ?? [],
        helps: [
          .init("read what the family reads, or put what is common into a `shared` declaration")
        ])
      return nil
    }
    guard path.names.count > 1 else { return .declaration(name, alias: nil) }
    let alias = path.names[1]
    if isMixed(name) {
      reportMixedAlias(path)
      return nil
    }
    let known = (aliases[name] ?? []).map { $0.text }
    if path.names.count == 2, known.contains(alias.text) {
      return .declaration(name, alias: alias.text)
    }
    report(
      .unknownName, "`\(name)` names no value `\(alias.text)`", at: alias.range,
      notes: ["a step names its value with `as`"],
      helps: nameHelps(for: alias, among: known, plural: "its named values"))
    return nil
  }

  /// Whether a declaration has several copies of its body, mixed at the end.
  private func isMixed(_ name: String) -> Bool {
    shared.first { $0.name == name }.map { type(of: $0.sharing).givesViews } ?? false
  }

  private func reportMixedAlias(_ path: Path) {
    let name = path.names[0].text
    report(
      .valueOfCopy, "`\(path.text)` is a value of each copy of the body, and there are several",
      at: path.range, secondary: declared[name].map { [($0.range, "copied by its scheme")] } ?? [],
      notes: ["a sharing scheme copies its body and mixes the copies at the end"],
      helps: [.init("read `\(name)`, or make the value in a `shared` declaration before it")])
  }
}

extension Path {
  /// Whether it may stand for all columns of a role, `data.features`.
  fileprivate var isWholeRecord: Bool {
    names.count != 2 || names[1].text == "features" || names[1].text == "labels"
  }
}
