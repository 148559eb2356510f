import MTLCatalogue
import MTLSemantics

extension LintedSpec {
  /// The columns of a role with what their cells are like, in the order of the spec.
  func profiledColumns(
    of role: CheckedColumn.Role
  ) -> [(column: CheckedColumn, profile: ColumnProfile)] {
    model.dataSets.flatMap { data in
      data.columns.filter { $0.role == role }.compactMap { column in
        profile(of: data.name)?.columns[column.name].map { (column, $0) }
      }
    }
  }

  private func profile(of name: String) -> DataSetProfile? { data?.dataSets[name] }

  /// The terms of losses that learn a label.
  func losses(of label: String) -> [CheckedLoss] {
    model.tasks.flatMap { $0.losses }.filter { $0.target.label == label }
  }

  /// Whether a loss of a label takes counts, which are never scaled.
  func takesCounts(_ label: String) -> Bool {
    losses(of: label).contains { type(of: $0.loss).takesCounts }
  }

  /// Whether a loss of a label has been given weights for its rows or its classes.
  func weighsClasses(of label: String) -> Bool {
    losses(of: label).contains { $0.weight != nil || $0.loss.weighsClasses }
  }
}

extension DataSetProfile {
  /// Whether so large a share of rows with equal features may well come by chance.
  ///
  /// A feature repeats itself in one minus the share of its distinct values; all of them do in the
  /// product of these, where they have nothing to do with each other.
  func comesByChance(share: Double, _ data: CheckedData) -> Bool {
    let chance = data.columns.filter { $0.role == .feature }.reduce(1.0) { chance, column in
      guard let profile = columns[column.name] else { return chance }
      let rows = max(profile.count + profile.missing, 1)
      return chance * (1 - Double(profile.distinct) / Double(rows))
    }
    return share < 10 * chance
  }
}

extension Double {
  /// The number with three digits that count, as messages show it.
  var brief: String {
    guard isFinite, self != 0 else { return ConstantValue.plain(self) }
    var unit = 1.0
    while abs(self) * unit < 100, unit < 1e12 { unit *= 10 }
    return ConstantValue.plain((self * unit).rounded() / unit)
  }
}
