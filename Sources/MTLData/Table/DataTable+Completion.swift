import MTLCatalogue
import MTLSemantics

extension DataTable {
  /// The table with the columns that tasks compute from what the data say, such as a mask for each
  /// class of a learnt category; the table itself where none is lacking.
  package func completed(for data: CheckedData) -> DataTable {
    let lacking = data.columns.filter { $0.role == .computed && !has($0.name) }
    guard !lacking.isEmpty else { return self }
    var added: [String: ColumnValues] = [:]
    var facts = facts
    let evaluator = RowEvaluator(rowCount: rowCount, columns: allValues)
    for column in lacking {
      guard case .expression(let expression) = column.source else { continue }
      let typed = TypedValues(
        evaluator.evaluate(expression), column: column, rowCount: rowCount)
      added[column.name] = typed.values
      facts.encodings[column.name] = column.type?.fit(ColumnSample())
    }
    return adding(added, columns: lacking, facts: facts)
  }
}
