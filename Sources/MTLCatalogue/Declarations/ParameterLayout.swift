/// Where every parameter lies in the vector of all of them, aligned to 16 elements.
///
/// First come the parameters that are updated as one flat vector; behind them, each a variable of its
/// own, the tables of which a step updates the rows that it has read. What is kept beside the
/// parameters, such as an optimizer's moments, is laid out alike.
package struct ParameterLayout: Sendable {
  /// The first element of each parameter.
  package let offsets: [String: Int]
  /// The number of elements of the flat vector.
  package let length: Int
  /// The parameters that are variables of their own, in their order.
  package let tables: [String]
  /// The number of elements of all, tables included.
  package let total: Int
  private let counts: [String: Int]
  private let areTables: Set<String>

  /// Lays parameters out.
  ///
  /// - Parameter tables: The names of those that are variables of their own.
  package init(_ parameters: [ParameterSpec], tables: Set<String> = []) {
    var offsets: [String: Int] = [:]
    var counts: [String: Int] = [:]
    var end = 0
    func place(_ parameter: ParameterSpec) {
      offsets[parameter.name] = end
      counts[parameter.name] = parameter.count
      end = (end + parameter.count + 15) / 16 * 16
    }
    for parameter in parameters where !tables.contains(parameter.name) { place(parameter) }
    end = max(end, 16)
    length = end
    for parameter in parameters where tables.contains(parameter.name) { place(parameter) }
    self.offsets = offsets
    self.counts = counts
    areTables = tables
    self.tables = parameters.map(\.name).filter(tables.contains)
    total = end
  }

  /// Whether a parameter is a variable of its own.
  package func isTable(_ parameter: String) -> Bool { areTables.contains(parameter) }

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
