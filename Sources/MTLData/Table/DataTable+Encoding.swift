import MTLCatalogue
import MTLSemantics

extension DataTable {
  /// The class number of each row; negative where it has none or one that is not known.
  func classNumbers(of column: String) -> [Int32] {
    let values = values(of: column)
    let classes = knownEncoding(of: column).classes ?? []
    if case .classNumbers(let numbers) = values {
      return numbers.map { $0 < classes.count ? $0 : -1 }
    }
    let texts = values.asTexts(count: rowCount)
    let numberOfClass = Dictionary(zip(classes, Int32(0)...)) { first, _ in first }
    let numbers = texts.names.map { numberOfClass[$0] ?? -1 }
    return texts.codes.map { $0 < 0 ? -1 : numbers[Int($0)] }
  }

  /// The numbers of a column or of the columns that it is made of, each not a number where missing.
  private func elements(of column: String) -> [[Double]] {
    let values = values(of: column)
    guard case .elements(let names) = values else { return [values.asNumbers(count: rowCount)] }
    return names.map { self.values(of: $0).asNumbers(count: rowCount) }
  }

  /// The values of a column in the file's units, one row after another, not a number where missing.
  ///
  /// Classes are their numbers and flags 0 or 1.
  func plainValues(of column: String) -> [Double] {
    if case .classes = knownEncoding(of: column) {
      return classNumbers(of: column).map { $0 < 0 ? .nan : Double($0) }
    }
    let elements = elements(of: column)
    if elements.count == 1 { return elements[0] }
    var values = Array(repeating: Double.nan, count: rowCount * elements.count)
    for (place, element) in elements.enumerated() {
      for row in 0..<rowCount { values[row * elements.count + place] = element[row] }
    }
    return values
  }

  /// The values of a column as a model sees them, one row after another.
  ///
  /// - Parameter isLabel: Whether a missing value is 0; else it is what the encoding puts in its place.
  func encodedValues(of column: String, isLabel: Bool) -> [Float] {
    let values = plainValues(of: column)
    switch knownEncoding(of: column) {
    case .numbers(let offset, let scale, let missing):
      let substitute = isLabel ? 0 : Float((missing - offset) / scale)
      return values.map { $0.isNaN ? substitute : Float(($0 - offset) / scale) }
    case .flags: return values.map { $0.isNaN ? 0 : Float($0) }
    case .classes(let classes):
      let substitute = isLabel ? 0 : Float(classes.count)
      return values.map { $0.isNaN ? substitute : Float($0) }
    }
  }

  /// The encoded labels of a target; 0 in all of a row that does not have it, whatever the cells of
  /// a masked row hold, so that its loss is a finite number that a mask can take out.
  func encodedLabels(of target: Target) -> [Float] {
    var values = encodedValues(of: target.label, isLabel: true)
    let width = elementCount(of: target.label)
    for (row, isPresent) in presence(target).enumerated() where !isPresent {
      for place in row * width..<(row + 1) * width { values[place] = 0 }
    }
    return values
  }

  /// Whether each row has the label of a target and its mask holds.
  func presence(_ target: Target) -> [Bool] {
    let values = plainValues(of: target.label)
    let width = elementCount(of: target.label)
    var isPresent = Array(repeating: true, count: rowCount)
    for (place, value) in values.enumerated() where value.isNaN { isPresent[place / width] = false }
    if let mask = target.mask {
      let flags = self.values(of: mask).asFlags(count: rowCount)
      for row in isPresent.indices where flags[row] != 1 { isPresent[row] = false }
    }
    return isPresent
  }

  /// The labels of a target for metrics, of all rows: values in the file's units, class numbers or
  /// 0 and 1, one row after another, and whether each row has one.
  ///
  /// A value that a row does not have is 0.
  package func labels(_ target: Target) -> (values: [Double], isPresent: [Bool]) {
    let values = plainValues(of: target.label).map { $0.isNaN ? 0 : $0 }
    return (values, presence(target))
  }
}
