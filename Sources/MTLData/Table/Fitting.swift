import MTLCatalogue
import MTLFormats
import MTLSemantics

/// Learns from the training rows what the columns' types want to know.
enum Fitting {
  /// The facts of a data set; of what is known already nothing is learnt anew.
  static func facts(
    of rows: LoadedRows, data: CheckedData, parts: Parts, known: DataSetFacts?
  ) -> DataSetFacts {
    var encodings: [String: ColumnEncoding] = known?.encodings ?? [:]
    var missing: [String: Int] = [:]
    var smallest: [String: Double] = [:]
    for column in data.columns {
      guard let values = rows.columns[column.name] else { continue }
      missing[column.name] = missingCount(values, rows)
      if column.role == .label, case .numbers(let numbers) = values {
        smallest[column.name] = numbers.lazy.filter { !$0.isNaN }.min()
      }
      if known == nil, let type = column.type {
        encodings[column.name] = type.fit(sample(values, rows: parts.train))
      }
    }
    return DataSetFacts(
      rowCounts: parts.counts, encodings: encodings, missing: missing,
      smallest: smallest, digest: rows.digest)
  }

  /// Rejects labels of which no class was learnt: a head for them would have no outputs.
  static func checkLabels(_ facts: DataSetFacts, report: DataReport) throws(DataFault) {
    let empty = report.data.columns.filter {
      $0.role == .label && facts.encodings[$0.name]?.classes?.isEmpty == true
    }
    if !empty.isEmpty { throw DataFault(empty.map(report.noClasses)) }
  }

  /// What a column's type sees of the training rows.
  static func sample(_ values: ColumnValues, rows: [Int32]) -> ColumnSample {
    switch values {
    case .numbers(let numbers):
      return ColumnSample(numbers: rows.map { numbers[Int($0)] }.filter { !$0.isNaN })
    case .classNumbers(let numbers):
      return ColumnSample(
        numbers: rows.compactMap { numbers[Int($0)] < 0 ? nil : Double(numbers[Int($0)]) })
    case .flags(let flags):
      return ColumnSample(
        numbers: rows.compactMap { flags[Int($0)] < 0 ? nil : Double(flags[Int($0)]) })
    case .texts(let texts): return ColumnSample(textCounts: textCounts(texts, rows: rows))
    case .elements: return ColumnSample()
    }
  }

  private static func textCounts(_ texts: TextValues, rows: [Int32]) -> [String: Int] {
    var counts = Array(repeating: 0, count: texts.names.count)
    for row in rows where texts.codes[Int(row)] >= 0 { counts[Int(texts.codes[Int(row)])] += 1 }
    var byName: [String: Int] = [:]
    for (name, count) in zip(texts.names, counts) where count > 0 {
      byName[name, default: 0] += count
    }
    return byName
  }

  /// How many rows lack a value, or a part of it.
  private static func missingCount(_ values: ColumnValues, _ rows: LoadedRows) -> Int {
    guard case .elements(let names) = values else { return values.missingCount }
    var isMissing = Array(repeating: false, count: rows.rowCount)
    for name in names {
      guard let element = rows.columns[name] else { continue }
      for row in isMissing.indices where !element.isPresent(row) { isMissing[row] = true }
    }
    return isMissing.count { $0 }
  }

  /// Sentences on classes that held-out rows have and training rows do not.
  static func notes(
    on rows: LoadedRows, data: CheckedData, parts: Parts, facts: DataSetFacts
  ) -> [String] {
    data.columns.flatMap { column -> [String] in
      guard let type = column.type, type.words == nil,
        case .texts(let texts)? = rows.columns[column.name],
        let classes = facts.encodings[column.name]?.classes
      else { return [] }
      let known = Set(classes)
      let isNew = texts.names.map { !known.contains($0) }
      guard isNew.contains(true) else { return [] }
      return [Split.validation, .test].compactMap { part in
        let members = parts.rows[part] ?? []
        let count = members.count { row in
          let code = texts.codes[Int(row)]
          return code >= 0 && isNew[Int(code)]
        }
        guard count > 0 else { return nil }
        return "\(count) of \(members.count) \(part.rawValue) rows \(count == 1 ? "has" : "have") "
          + "a class of \(FormatError.quote(column.name)) that no training row has"
      }
    }
  }
}
