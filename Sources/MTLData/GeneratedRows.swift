import MTLCatalogue
import MTLGraph
import MTLSemantics
import MTLSource

/// Rows made up from the types of their columns.
///
/// Every column has random numbers of its own, so that a column that is added changes no other.
struct GeneratedRows {
  /// The texts of untyped columns and the classes of learnt categories.
  private static let letters = ["a", "b", "c", "d", "e", "f", "g", "h"]

  private let data: CheckedData
  private let rowCount: Int
  private let seed: UInt64
  private let problem: SyntheticProblem?
  /// The ranges of the tensors that columns of numbers are elements of.
  private let ranges: [String: ClosedRange<Double>]

  /// Makes the columns up that a file would have.
  static func make(
    rows: Int, seed: UInt64, problem: SyntheticProblem?, report: DataReport
  ) throws(DataFault) -> LoadedRows {
    let data = report.data
    if data.isTooLarge(rows: rows) {
      throw DataFault(
        report.tooLarge(
          rows: rows, columns: data.valuesPerRow, limit: CheckedData.valueLimit,
          code: .wrongArgument))
    }
    return GeneratedRows(data, rowCount: max(rows, 0), seed: seed, problem: problem).rows
  }

  private init(
    _ data: CheckedData, rowCount: Int, seed: UInt64, problem: SyntheticProblem?
  ) {
    self.data = data
    self.rowCount = rowCount
    self.seed = seed
    self.problem = problem
    var ranges: [String: ClosedRange<Double>] = [:]
    for column in data.columns {
      guard case .columns(let names) = column.source, let range = column.type?.elementRange else {
        continue
      }
      for name in names { ranges[name] = range }
    }
    self.ranges = ranges
  }

  private var rows: LoadedRows {
    let problem = problem.map {
      GeneratedProblem($0, data, rowCount: rowCount, seed: seed)
    }
    let ruled = problem?.columns() ?? [:]
    var columns: [String: ColumnValues] = [:]
    var contents = Array(repeating: UInt64(0), count: rowCount)
    for column in data.columns {
      guard case .file = column.source else { continue }
      let values = ruled[column.name] ?? values(of: column)
      values.addHashes(to: &contents, column: StableHash.of(column.name))
      columns[column.name] = values
    }
    return LoadedRows(
      rowCount: rowCount, columns: columns, contents: contents, digest: "",
      place: { "row \($0 + 1)" })
  }

  private func values(of column: CheckedColumn) -> ColumnValues {
    var random = RandomSequence(
      seed: seed, step: StableHash.of(column.name), stream: RandomStream.synthetic)
    switch column.cell {
    case .number:
      if let range = ranges[column.name] { return .numbers(spread(over: range, &random)) }
      return .numbers((0..<rowCount).map { _ in random.normal() })
    case .flag: return .flags((0..<rowCount).map { _ in Int8(random.below(2)) })
    case .classNumber(let count):
      return .classNumbers((0..<rowCount).map { _ in Int32(random.below(max(count, 1))) })
    case .text:
      if let form = column.type?.words { return .texts(texts(of: form, column, &random)) }
      return .texts(drawn(GeneratedRows.letters, &random))
    case .oneOf(let classes): return .texts(drawn(classes, &random))
    }
  }

  private func spread(
    over range: ClosedRange<Double>, _ random: inout RandomSequence
  ) -> [Double] {
    let width = range.upperBound - range.lowerBound
    return (0..<rowCount).map { _ in range.lowerBound + random.uniform() * width }
  }

  private func drawn(_ names: [String], _ random: inout RandomSequence) -> TextValues {
    guard !names.isEmpty else {
      return TextValues(codes: Array(repeating: -1, count: rowCount), names: [])
    }
    return TextValues(
      codes: (0..<rowCount).map { _ in Int32(random.below(names.count)) }, names: names)
  }

  /// Texts of as many words as are kept, drawn evenly.
  private func texts(
    of form: WordForm, _ column: CheckedColumn, _ random: inout RandomSequence
  ) -> TextValues {
    let declared = column.type?.fit(ColumnSample()).classes ?? []
    let words = declared.isEmpty ? GeneratedRows.letters : declared
    let length = form.limit ?? data.sequenceLength ?? 1
    return TextValues(
      codes: (0..<rowCount).map { Int32($0) },
      names: (0..<rowCount).map { _ in
        WordText.joined((0..<length).map { _ in words[random.below(words.count)] })
      })
  }
}

extension ColumnType {
  /// The numbers that become 0 and 1, where the type alone says which.
  fileprivate var elementRange: ClosedRange<Double>? {
    guard case .numbers(let offset, let scale, _) = fit(ColumnSample()), scale.isFinite else {
      return nil
    }
    return min(offset, offset + scale)...max(offset, offset + scale)
  }
}

extension ColumnValues {
  /// Adds what the values contribute to the hashes of their rows.
  fileprivate func addHashes(to contents: inout [UInt64], column: UInt64) {
    let cells: [UInt64]
    switch self {
    case .numbers(let values): cells = values.map(\.bitPattern)
    case .classNumbers(let values): cells = values.map { UInt64(truncatingIfNeeded: $0) }
    case .flags(let values): cells = values.map { UInt64(truncatingIfNeeded: $0) }
    case .texts(let values):
      let hashes = values.names.map { StableHash.of($0) }
      cells = values.codes.map { $0 < 0 ? 0 : hashes[Int($0)] }
    case .elements: return
    }
    for (row, cell) in cells.enumerated() {
      contents[row] &+= StableHash.cell(cell, column: column)
    }
  }
}
