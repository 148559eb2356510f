import MTLSemantics

extension RowEvaluator {
  /// Compares two columns row by row: texts with texts, flags with flags, all else as numbers.
  func compared(
    _ sign: RowExpression.Operator, _ lhs: ColumnValues, _ rhs: ColumnValues
  ) -> [Int8] {
    if case .texts(let left) = lhs, case .texts(let right) = rhs {
      return compared(sign, left, right)
    }
    return compared(sign, lhs.asNumbers(count: rowCount), rhs.asNumbers(count: rowCount))
  }

  private func compared(
    _ sign: RowExpression.Operator, _ lhs: [Double], _ rhs: [Double]
  ) -> [Int8] {
    switch sign {
    case .equal: compared(lhs, rhs) { $0 == $1 }
    case .notEqual: compared(lhs, rhs) { $0 != $1 }
    case .less: compared(lhs, rhs) { $0 < $1 }
    case .lessOrEqual: compared(lhs, rhs) { $0 <= $1 }
    case .greater: compared(lhs, rhs) { $0 > $1 }
    case .greaterOrEqual: compared(lhs, rhs) { $0 >= $1 }
    default: Array(repeating: -1, count: rowCount)
    }
  }

  @inline(__always)
  private func compared(
    _ lhs: [Double], _ rhs: [Double], _ body: (Double, Double) -> Bool
  ) -> [Int8] {
    zip(lhs, rhs).map { $0.isNaN || $1.isNaN ? -1 : body($0, $1) ? 1 : 0 }
  }

  /// Compares texts by the ranks of the distinct ones, which are far fewer than the rows.
  private func compared(
    _ sign: RowExpression.Operator, _ lhs: TextValues, _ rhs: TextValues
  ) -> [Int8] {
    let needsOrder = sign != .equal && sign != .notEqual
    let rank = RowEvaluator.ranks(lhs.names + rhs.names, areOrdered: needsOrder)
    return compared(
      sign, lhs.codes.map { $0 < 0 ? .nan : rank[Int($0)] },
      rhs.codes.map { $0 < 0 ? .nan : rank[lhs.names.count + Int($0)] })
  }

  /// A number for each text, the same for equal texts, growing in the order of their bytes.
  private static func ranks(_ names: [String], areOrdered: Bool) -> [Double] {
    let order = areOrdered ? names.sorted { precedes($0, $1) } : names
    var ranks: [String: Double] = [:]
    for name in order where ranks[name] == nil { ranks[name] = Double(ranks.count) }
    return names.map { ranks[$0] ?? .nan }
  }

  private static func precedes(_ lhs: String, _ rhs: String) -> Bool {
    lhs.utf8.lexicographicallyPrecedes(rhs.utf8)
  }
}
