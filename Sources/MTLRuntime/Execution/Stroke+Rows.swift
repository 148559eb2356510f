extension Stroke {
  /// The work on rows of tables that numbers of a batch stand for.
  func runTable(_ begin: Int, _ end: Int) {
    switch instruction.pointee.body {
    case .lookUpRows(let entries, let width):
      lookUp(entries: entries.count(region.rowCounts), width: width, begin, end)
    case .addToRows(let rows, let width):
      addToRows(rows.count(region.rowCounts), width: width, begin, end)
    case .firstPlaces(let places, let entries):
      findFirstPlaces(places.count(region.rowCounts), entries: entries)
    case .keepFirst:
      for place in begin..<end { result[place] = second[place] == Float(place) ? first[place] : -1 }
    case .replaceRows(let rows, let width):
      replaceRows(rows.count(region.rowCounts), width: width, begin, end)
    default: break
    }
  }

  /// Copies the rows of the first operand, a table, that numbers of the second stand for.
  private func lookUp(entries: Int, width: Int, _ begin: Int, _ end: Int) {
    let (table, numbers, result) = (first, second, result)
    let limit = Float(entries)
    for place in begin..<end {
      let number = numbers[place]
      let target = result + place * width
      if number >= 0, number < limit {
        target.update(from: table + Int(number) * width, count: width)
      } else {
        target.update(repeating: 0, count: width)
      }
    }
  }

  /// Sums the vectors of the second operand into the rows `begin ..< end` of a table.
  private func addToRows(_ count: Int, width: Int, _ begin: Int, _ end: Int) {
    let (numbers, vectors, result) = (first, second, result)
    (result + begin * width).update(repeating: 0, count: (end - begin) * width)
    let (least, limit) = (Float(begin), Float(end))
    for place in 0..<count {
      let number = numbers[place]
      guard number >= least, number < limit else { continue }
      let target = result + Int(number) * width
      let vector = vectors + place * width
      for column in 0..<width { target[column] += vector[column] }
    }
  }

  /// Finds the first place of each number.
  ///
  /// Going backwards, each number leaves its place in scratch memory; what it finds there going forwards
  /// is the first one. What the memory holds before does not matter.
  private func findFirstPlaces(_ count: Int, entries: Int) {
    let (numbers, result, places) = (first, result, scratch)
    let limit = Float(entries)
    for place in (0..<count).reversed() where numbers[place] >= 0 && numbers[place] < limit {
      places[Int(numbers[place])] = Float(place)
    }
    for place in 0..<count {
      let number = numbers[place]
      result[place] = number >= 0 && number < limit ? places[Int(number)] : -1
    }
  }

  /// Copies the vectors of the second operand to those of the rows `begin ..< end` of a table that
  /// numbers of the first stand for.
  private func replaceRows(_ count: Int, width: Int, _ begin: Int, _ end: Int) {
    let (numbers, vectors, result) = (first, second, result)
    let (least, limit) = (Float(begin), Float(end))
    for place in 0..<count {
      let number = numbers[place]
      guard number >= least, number < limit else { continue }
      (result + Int(number) * width).update(from: vectors + place * width, count: width)
    }
  }

  // MARK: Columns

  /// Copies the rows of matrices side by side.
  func run(_ join: BoundColumnJoin, _ begin: Int, _ end: Int) {
    let operands = join.operands + lane * join.operandCount
    for row in begin..<end {
      var target = result + row * join.width
      for index in 0..<join.operandCount {
        let width = join.widths[index]
        if let operand = operands[index] {
          target.update(from: operand + row * width, count: width)
        }
        target += width
      }
    }
  }

  /// Copies columns row by row.
  func run(_ columns: BoundColumns, _ begin: Int, _ end: Int) {
    let (source, target) = (columns.source, columns.target)
    for row in begin..<end {
      let place = result + row * target.width
      if columns.clears { place.update(repeating: 0, count: target.width) }
      (place + target.offset).update(
        from: first + row * source.width + source.offset, count: columns.count)
    }
  }
}
