/// Where rows come from, as the reader of data sets sees it: a closed set that sources reduce to.
package enum RowOrigin: Hashable, Sendable {
  /// A table of text, one line a row.
  case table(path: String, hasHeader: Bool, missing: [String])
  /// Files of sentences whose words have fields, each of one part of the rows.
  case sentences([PartFile])
  /// Files that cannot be read yet.
  case pending
  /// Rows made up from the columns' types, and by a problem's rule where there is one.
  case generated(rows: Int, seed: UInt64, problem: SyntheticProblem? = nil)
}

/// A file that holds all rows of a part.
package struct PartFile: Hashable, Sendable {
  package let part: Split
  package let path: String

  package init(part: Split, path: String) {
    self.part = part
    self.path = path
  }
}

extension RowOrigin {
  /// Whether the first line of the file names the columns.
  package var hasHeader: Bool {
    if case .table(_, let hasHeader, _) = self { hasHeader } else { false }
  }
}

extension RowOrigin {
  /// How many rows there are, where that is known without reading.
  package var knownCount: Int? {
    if case .generated(let rows, _, _) = self { rows } else { nil }
  }

  /// Whether the rows are made up at random, with nothing to be learnt from them.
  package var isNoise: Bool {
    if case .generated(_, _, nil) = self { true } else { false }
  }

  /// Whether a file of its own holds the rows of a part.
  package func hasFile(for part: Split) -> Bool {
    if case .sentences(let files) = self { files.contains { $0.part == part } } else { false }
  }
}

/// A source of rows.
package protocol DataSource: CatalogueEntry {
  /// Where the rows come from.
  var origin: RowOrigin { get }

  /// Whether one column of the source can hold an array for each row.
  static var holdsArrays: Bool { get }

  /// The names of the fields that each row has besides the columns of the block.
  static var fields: [String] { get }

  /// What a field holds, by its name and what stands behind points; `nil` where there is none.
  static func field(_ path: [String]) -> CellKind?
}

extension DataSource {
  package static var holdsArrays: Bool { false }
  package static var fields: [String] { [] }
  /// Most sources have no fields.
  package static func field(_ path: [String]) -> CellKind? { nil }
}
