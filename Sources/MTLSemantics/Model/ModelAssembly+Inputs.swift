import MTLCatalogue
import MTLGraph

extension ModelAssembly {
  /// The value of a column, its classes known where the data have been read.
  package func valueType(
    of column: CheckedColumn, in data: String, _ type: any ColumnType
  ) -> ValueType {
    if let known = valueTypes[ObjectIdentifier(column)] { return known.type }
    let found = valueType(of: column.name, type, in: [data], named: "\(data).\(column.name)")
    if dataSets[data] != nil { valueTypes[ObjectIdentifier(column)] = (column, found) }
    return found
  }

  /// The value of a column that several data sets have, its classes learnt over all of them.
  private func valueType(
    of column: String, _ type: any ColumnType, in sources: [String], named name: String
  ) -> ValueType {
    var classes: [String]?
    for data in sources {
      guard let known = facts?.encoding(data: data, column: column)?.classes else { continue }
      classes = (classes ?? []) + known.filter { !(classes ?? []).contains($0) }
    }
    return type.valueType(
      in: ColumnContext(
        column: name, classes: classes,
        sequenceLength: sources.first.flatMap { dataSets[$0]?.sequenceLength }.map { .size($0) }))
  }

  /// The graph's input that a feed fills.
  package func input(_ feed: Feed, dims: [Dim]) -> Value {
    if let value = feedValues[feed] { return value }
    let rows = dataSets[feed.data]?.rows ?? RowSpace(0)
    let value = builder.graph.input(feed.description, TensorType(rows: rows, dims: dims))
    feedValues[feed] = value
    feeds[feed.description] = feed
    return value
  }

  /// The value that an input of a body refers to.
  package func value(of reference: InputReference) -> BodyValue? {
    switch reference {
    case .record(let record): return .record(record)
    case .column(let data, let name):
      guard let column = dataSets[data]?.column(name), let type = column.type else { return nil }
      let valueType = valueType(of: column, in: data, type)
      let tensor = input(.feature(data: data, column: name), dims: valueType.predictionDims)
      origins.declare(tensor, at: column.range)
      if case .tokens(_, let vocabulary) = valueType {
        return .tokens(tensor, vocabulary: vocabulary)
      }
      return .tensor(tensor, isProbability: false)
    case .declaration(let name, let alias): return value(of: name, named: alias)
    }
  }

  /// The vector that an encoder makes of a record.
  func encode(
    _ record: ColumnRecord, with encoder: any RecordEncoder
  ) throws(TypeMismatch) -> Value {
    var columns: [(name: String, form: ColumnForm, type: ValueType)] = []
    for name in record.columns {
      guard let first = record.sources.first, let type = dataSets[first.data]?.column(name)?.type
      else { continue }
      let valueType = valueType(
        of: name, type, in: record.sources.map { $0.data }, named: "\(record.name).\(name)")
      let form = try encoder.encode(column: "\(record.name).\(name)", valueType)
      columns.append((name, form, valueType))
    }
    if record.isOpen {
      let width = columns.reduce(Dim.symbol("columns(\(record.name))")) { $0 + $1.form.width }
      return builder.pending(TensorType(rows: record.rows, dims: [width]))
    }
    var parts: [Value] = []
    for source in record.sources { parts.append(try encode(columns, of: source.data)) }
    guard let joined = joins[record.rows] else { return parts[0] }
    return try builder.graph.joinRows(parts, joined)
  }

  /// The encoded columns of one data set: those that the feed writes in runs, and learnt vectors.
  private func encode(
    _ columns: [(name: String, form: ColumnForm, type: ValueType)], of data: String
  ) throws(TypeMismatch) -> Value {
    var parts: [Value] = []
    var run: [EncodedColumn] = []
    var width = Dim.size(0)
    let endRun = { [self] in
      if !run.isEmpty { parts.append(input(.record(data: data, columns: run), dims: [width])) }
      (run, width) = ([], .size(0))
    }
    for (name, form, type) in columns {
      guard case .embedded(let updates) = form.kind, case .category(_, let classes) = type else {
        run.append(
          EncodedColumn(
            column: name, form: form.kind == .oneHot ? .oneHot : .value,
            width: form.width.size ?? 0))
        width = width + form.width
        continue
      }
      endRun()
      let number = EncodedColumn(column: name, form: .value, width: 1)
      let numbers = input(.record(data: data, columns: [number]), dims: [.size(1)])
      parts.append(
        try builder.embedding(
          of: numbers, column: name, classes: classes, width: form.width, updates: updates))
    }
    endRun()
    guard let vector = try builder.joined(parts) else {
      throw TypeMismatch("the record has no column to encode")
    }
    return vector
  }
}
