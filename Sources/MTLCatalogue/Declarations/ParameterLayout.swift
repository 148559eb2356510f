/// Where every parameter lies in the vector of all of them, aligned to 16 elements.
///
/// First come the parameters that are updated as one flat vector; behind them, each a variable of its
/// own, the tables of which a step updates the rows that it has read. What is kept beside the
/// parameters, such as their average, is laid out alike. At the end of the flat vector stand those of
/// which the optimizer's vectors are kept for each task apart.
package struct ParameterLayout: Sendable {
  /// The first element of each parameter.
  package let offsets: [String: Int]
  /// The number of elements of the flat vector.
  package let length: Int
  /// The number of elements of the flat vector before those kept apart: that of an optimizer's vectors.
  package let ownLength: Int
  /// The parameters that are variables of their own, in their order.
  package let tables: [String]
  /// The number of elements of all, tables included.
  package let total: Int
  private let counts: [String: Int]
  private let areTables: Set<String>
  private let areApart: Set<String>

  /// Lays parameters out.
  ///
  /// - Parameters:
  ///   - tables: The names of those that are variables of their own.
  ///   - apart: The names of those that the optimizer moves for each task apart; none is a table.
  package init(
    _ parameters: [ParameterSpec], tables: Set<String> = [], apart: Set<String> = []
  ) {
    var offsets: [String: Int] = [:]
    var counts: [String: Int] = [:]
    var end = 0
    func place(_ parameter: ParameterSpec) {
      offsets[parameter.name] = end
      counts[parameter.name] = parameter.count
      end = (end + parameter.count + 15) / 16 * 16
    }
    for parameter in parameters
    where !tables.contains(parameter.name) && !apart.contains(parameter.name) { place(parameter) }
    end = max(end, 16)
    ownLength = end
    for parameter in parameters where apart.contains(parameter.name) { place(parameter) }
    length = end
    for parameter in parameters where tables.contains(parameter.name) { place(parameter) }
    self.offsets = offsets
    self.counts = counts
    areTables = tables
    areApart = apart
    self.tables = parameters.map(\.name).filter(tables.contains)
    total = end
  }

  /// Whether a parameter is a variable of its own.
  package func isTable(_ parameter: String) -> Bool { areTables.contains(parameter) }

  /// Whether the optimizer moves a parameter for each task apart.
  package func isApart(_ parameter: String) -> Bool { areApart.contains(parameter) }

  /// The number of elements of the flat vector that are kept apart, at its end.
  package var apartLength: Int { length - ownLength }

  /// The number of elements that parameters take at the end of the flat vector.
  package static func apartLength(of parameters: [ParameterSpec]) -> Int {
    ParameterLayout(parameters, apart: Set(parameters.map(\.name))).apartLength
  }

  /// The variables of one of the optimizer's vectors, which leaves out what is kept apart.
  package func optimizerVariables(of vector: String) -> [(name: String, count: Int)] {
    [(name: vector, count: ownLength)] + variables(of: vector).dropFirst()
  }

  /// The variables of a vector laid out so: its flat part, then one for each table.
  package func variables(of vector: String) -> [(name: String, count: Int)] {
    [(name: vector, count: length)]
      + tables.map { (name: Self.variable(vector, table: $0), count: counts[$0] ?? 0) }
  }

  /// The name of the variable that a table has in a vector.
  package static func variable(_ vector: String, table: String) -> String {
    "\(vector) of \(table)"
  }
}
