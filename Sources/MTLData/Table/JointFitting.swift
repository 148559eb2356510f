import MTLCatalogue
import MTLSemantics

extension DataTable {
  /// The tables, the columns that an input joins encoded alike: scales, classes and vocabularies are
  /// learnt over the training rows of all of them.
  package static func fittedTogether(
    _ tables: [DataTable], for joins: [CheckedJoin]
  ) -> [DataTable] {
    var facts = Dictionary(tables.map { ($0.name, $0.facts) }) { first, _ in first }
    let byName = Dictionary(tables.map { ($0.name, $0) }) { first, _ in first }
    for join in joins {
      for place in join.columns.first?.columns.indices ?? 0..<0 {
        let members = join.columns.compactMap { source in
          byName[source.data].map { (table: $0, column: source.columns[place]) }
        }
        guard let type = members.first.flatMap({ $0.table.type(of: $0.column) }) else { continue }
        let sample = members.map { $0.table.sample(of: $0.column) }.reduce(ColumnSample(), +)
        let encoding = type.fit(sample)
        for member in members { facts[member.table.name]?.encodings[member.column] = encoding }
      }
    }
    return tables.map { table in
      facts[table.name].map { table.adding([:], columns: [], facts: $0) } ?? table
    }
  }

  /// What the type of a column sees of the training rows.
  private func sample(of column: String) -> ColumnSample {
    has(column) ? Fitting.sample(values(of: column), rows: rows(of: .train)) : ColumnSample()
  }
}

extension ColumnSample {
  /// The sample of both columns' rows.
  static func + (lhs: ColumnSample, rhs: ColumnSample) -> ColumnSample {
    ColumnSample(
      numbers: lhs.numbers + rhs.numbers,
      textCounts: lhs.textCounts.merging(rhs.textCounts) { $0 + $1 })
  }
}
