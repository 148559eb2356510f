import MTLKernels

extension Stroke {
  /// The work on rows of tables that numbers of a batch stand for.
  func runTable(_ begin: Int64, _ end: Int64) {
    let counts = region.rowCounts
    switch instruction.pointee.body {
    case .lookUpRows(let entries, let width):
      kernels.pointee.look_up_rows?(
        first, Int64(entries.count(counts)), Int64(width), second, begin, end, result)
    case .addToRows(let places, let width):
      kernels.pointee.add_to_rows?(
        first, second, Int64(places.count(counts)), Int64(width), begin, end, result)
    case .replaceRows(let places, let width):
      kernels.pointee.replace_rows?(
        first, second, Int64(places.count(counts)), Int64(width), begin, end, result)
    case .firstPlaces(let places, let entries):
      kernels.pointee.first_places?(
        first, Int64(places.count(counts)), Int64(entries), result, scratch)
    case .keepFirst: kernels.pointee.keep_first?(first, second, begin, end, result)
    default: break
    }
  }

  /// Copies the columns of matrices side by side, few rows at a time: those stay in the cache.
  func run(_ join: BoundColumnJoin, _ begin: Int64, _ end: Int64) {
    let operands = join.operands + lane * join.operandCount
    for row in stride(from: begin, to: end, by: 32) {
      var target = result
      for index in 0..<join.operandCount {
        let width = Int64(join.widths[index])
        kernels.pointee.copy_columns?(
          operands[index], width, width, row, min(row + 32, end), target, Int64(join.width))
        target += join.widths[index]
      }
    }
  }

  /// Copies columns from one matrix to another.
  func run(_ columns: BoundColumns, _ begin: Int64, _ end: Int64) {
    let (source, target) = (columns.source, columns.target)
    if columns.clears {
      (result + Int(begin) * target.width).update(
        repeating: 0, count: Int(end - begin) * target.width)
    }
    kernels.pointee.copy_columns?(
      first + source.offset, Int64(source.width), Int64(columns.count), begin, end,
      result + target.offset, Int64(target.width))
  }
}
