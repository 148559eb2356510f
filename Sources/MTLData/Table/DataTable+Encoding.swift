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

  /// The class number of each place of each row: negative where there is no word, or none that counts;
  /// a word of no class that counts has the number after the last.
  private func wordNumbers(of column: String, _ form: WordForm) -> [Int32] {
    let texts = values(of: column).asTexts(count: rowCount)
    let classes = knownEncoding(of: column).classes ?? []
    let numbers = Dictionary(zip(classes, Int32(0)...)) { first, _ in first }
    let unseen = form.keepsUnseenWords ? Int32(classes.count) : -1
    let length = elementCount(of: column)
    let rowsOfTexts = texts.names.map { text in
      form.words(of: text, length: length).map { word in
        word.isEmpty ? (form.keepsUnseenWords ? unseen : -1) : numbers[String(word)] ?? unseen
      }
    }
    var result = Array(repeating: Int32(-1), count: rowCount * length)
    for (row, code) in texts.codes.enumerated() where code >= 0 {
      for (place, number) in rowsOfTexts[Int(code)].enumerated() {
        result[row * length + place] = number
      }
    }
    return result
  }

  /// The number of words of each row that are kept, where the data set has tokens.
  package var wordCounts: [Int]? {
    guard let column = wordColumn, let form = words(of: column) else { return nil }
    let texts = values(of: column).asTexts(count: rowCount)
    let counts = texts.names.map { form.words(of: $0, length: sequenceLength).count }
    return texts.codes.map { $0 < 0 ? 0 : counts[Int($0)] }
  }

  /// The numbers of a column or of the columns that it is made of, each not a number where missing.
  private func elements(of column: String) -> [[Double]] {
    let values = values(of: column)
    if case .elements(let names) = values {
      return names.map { self.values(of: $0).asNumbers(count: rowCount) }
    }
    guard case .classes = knownEncoding(of: column) else {
      return [values.asNumbers(count: rowCount)]
    }
    return [classNumbers(of: column).map { $0 < 0 ? .nan : Double($0) }]
  }

  /// The values of a column in the file's units, one row after another, not a number where missing.
  ///
  /// Classes are their numbers and flags 0 or 1.
  func plainValues(of column: String) -> [Double] {
    if let form = words(of: column) {
      return wordNumbers(of: column, form).map { $0 < 0 ? .nan : Double($0) }
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
      let substitute = isLabel ? 0 : hasPlaces(column) ? -1 : Float(classes.count)
      return values.map { $0.isNaN ? substitute : Float($0) }
    }
  }

  /// The encoded labels of a target; 0 in all of a row, or at a place, that does not have it, whatever
  /// the cells of a masked row hold, so that its loss is a finite number that a mask can take out.
  func encodedLabels(of target: Target) -> [Float] {
    var values = encodedValues(of: target.label, isLabel: true)
    let width = elementCount(of: target.label) / presenceWidth(of: target.label)
    for (part, isPresent) in presence(target).enumerated() where !isPresent {
      for place in part * width..<(part + 1) * width { values[place] = 0 }
    }
    return values
  }

  /// How many parts of a row's label can be missing by themselves: its places, or 1 for all of it.
  package func presenceWidth(of label: String) -> Int {
    hasPlaces(label) ? elementCount(of: label) : 1
  }

  /// Whether each row, or each place of a label with places, has the label of a target, and the row's
  /// mask holds.
  func presence(_ target: Target) -> [Bool] {
    let values = plainValues(of: target.label)
    let parts = presenceWidth(of: target.label)
    let width = elementCount(of: target.label) / parts
    var isPresent = Array(repeating: true, count: rowCount * parts)
    for (place, value) in values.enumerated() where value.isNaN { isPresent[place / width] = false }
    if let mask = target.mask {
      let flags = self.values(of: mask).asFlags(count: rowCount)
      for part in isPresent.indices where flags[part / parts] != 1 { isPresent[part] = false }
    }
    return isPresent
  }

  /// The labels of a target for metrics, of all rows: values in the file's units, class numbers or
  /// 0 and 1, one row after another, and whether each row, or each place of it, has one.
  ///
  /// A value that a row does not have is 0.
  package func labels(_ target: Target) -> (values: [Double], isPresent: [Bool]) {
    let values = plainValues(of: target.label).map { $0.isNaN ? 0 : $0 }
    return (values, presence(target))
  }
}
