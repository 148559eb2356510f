import MTLCatalogue
import MTLSemantics

/// Fills the columns in that are made from others of their row.
enum ComputedColumns {
  /// Evaluates all expressions, each after the columns that it reads.
  static func fill(_ rows: inout LoadedRows, report: DataReport) throws(DataFault) {
    var faults: [CellFaults] = []
    for column in report.data.columns {
      switch column.source {
      case .file: break
      case .columns(let names): rows.columns[column.name] = .elements(names)
      case .expression:
        rows.columns[column.name] = .missing(column.cell, count: rows.rowCount)
      }
    }
    for (column, expression) in ordered(report.data.columns) {
      let evaluator = RowEvaluator(rowCount: rows.rowCount, columns: rows.columns)
      let values = evaluator.evaluate(expression)
      let typed = TypedValues(values, column: column, rowCount: rows.rowCount)
      rows.columns[column.name] = typed.values
      if let row = typed.firstFault {
        faults.append(
          CellFaults(
            column: column, fault: .undeclared, text: values.text(at: row), place: rows.place(row),
            count: typed.faultCount))
      }
    }
    if !faults.isEmpty { throw DataFault(report.badCells(faults)) }
  }

  /// The columns with an expression, each behind those that it reads.
  ///
  /// The checker leaves no columns that need each other in a circle; such would stay missing.
  private static func ordered(
    _ columns: [CheckedColumn]
  ) -> [(column: CheckedColumn, expression: RowExpression)] {
    var open: [(column: CheckedColumn, expression: RowExpression)] = []
    for column in columns {
      if case .expression(let expression) = column.source { open.append((column, expression)) }
    }
    let places = Dictionary(open.enumerated().map { ($1.column.name, $0) }) { first, _ in first }
    var readers = Array(repeating: [Int](), count: open.count)
    var waiting = Array(repeating: 0, count: open.count)
    for (reader, entry) in open.enumerated() {
      for place in entry.expression.columns.compactMap({ places[$0] }) {
        readers[place].append(reader)
        waiting[reader] += 1
      }
    }
    var order = waiting.indices.filter { waiting[$0] == 0 }
    var next = 0
    while next < order.count {
      for reader in readers[order[next]] {
        waiting[reader] -= 1
        if waiting[reader] == 0 { order.append(reader) }
      }
      next += 1
    }
    return order.map { open[$0] }
  }
}

/// The values of an expression as its column's type wants them.
struct TypedValues {
  private(set) var values: ColumnValues
  /// The first row whose value is no class of the column.
  private(set) var firstFault: Int?
  private(set) var faultCount = 0

  init(_ computed: ColumnValues, column: CheckedColumn, rowCount: Int) {
    values = computed
    guard let type = column.type else { return }
    switch type.cell {
    case .number: values = .numbers(computed.asNumbers(count: rowCount))
    case .flag: values = .flags(computed.asFlags(count: rowCount))
    case .text: values = .texts(computed.asTexts(count: rowCount))
    case .classNumber(let count): takeClassNumbers(computed.asNumbers(count: rowCount), count)
    case .oneOf(let classes): takeClasses(computed.asTexts(count: rowCount), classes)
    }
  }

  private mutating func takeClassNumbers(_ numbers: [Double], _ count: Int) {
    var codes = Array(repeating: Int32(-1), count: numbers.count)
    for (row, number) in numbers.enumerated() where !number.isNaN {
      if let code = Int32(exactly: number), (0..<count).contains(Int(code)) {
        codes[row] = code
      } else {
        note(row)
      }
    }
    values = .classNumbers(codes)
  }

  private mutating func takeClasses(_ texts: TextValues, _ classes: [String]) {
    let codeOfClass = Dictionary(zip(classes, Int32(0)...)) { first, _ in first }
    let codeOfName = texts.names.map { codeOfClass[$0] ?? -1 }
    var codes = texts.codes
    for (row, code) in texts.codes.enumerated() where code >= 0 {
      codes[row] = codeOfName[Int(code)]
      if codes[row] < 0 { note(row) }
    }
    values = .texts(TextValues(codes: codes, names: classes))
  }

  private mutating func note(_ row: Int) {
    firstFault = firstFault ?? row
    faultCount += 1
  }
}

extension ColumnValues {
  /// The value of one row for a message.
  fileprivate func text(at row: Int) -> String {
    switch self {
    case .numbers(let values): ConstantValue.plain(values[row])
    case .classNumbers(let values): String(values[row])
    case .flags(let values): values[row] == 0 ? "false" : "true"
    case .texts(let values): values.codes[row] < 0 ? "" : values.names[Int(values.codes[row])]
    case .elements: ""
    }
  }
}
