import MTLGraph

/// A picture, channels last, its numbers mapped to 0..1.
struct PixelsColumn: ColumnType {
  static let name = "pixels"
  static let summary = "A picture, channels last, its numbers mapped to 0..1"
  static let details = """
    The numbers stand row by row, the channels of a pixel together. `range` is what maps to 0..1, whatever \
    the training rows hold.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("height", .integer(1...65_536), required: true, "rows of the picture"),
    .named("width", .integer(1...65_536), required: true, "columns of the picture"),
    .named("channels", .integer(1...4096), default: .integer(1), "numbers of a pixel"),
    .named("range", .range, default: .range(0, 255), "the numbers that map to 0 and 1"),
  ]
  static let example =
    "feature image: pixels(height: 8, width: 8, range: 0..16) = pixel_0..pixel_63"
  static let isTensor = true

  let dims: [Int]
  let range: (low: Double, high: Double)

  init(_ arguments: Arguments) {
    dims = ["height", "width", "channels"].map { arguments.integer($0) }
    range = arguments.range("range") ?? (0, 255)
  }

  var cell: CellKind { .number }

  var isScaled: Bool { range != (0, 1) }

  var elementCount: Int { dims.product }

  func valueType(in context: ColumnContext) -> ValueType {
    .number(dims.map { .size($0) })
  }

  func fit(_ sample: ColumnSample) -> ColumnEncoding {
    let width = range.high - range.low
    return .numbers(offset: range.low, scale: width == 0 ? 1 : width, missing: range.low)
  }
}

extension [Int] {
  /// The product of sizes; `Int.max` where it is larger.
  fileprivate var product: Int {
    reduce(1) { product, size in
      let (result, overflow) = product.multipliedReportingOverflow(by: size)
      return overflow ? Int.max : result
    }
  }
}
