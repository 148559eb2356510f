import MTLGraph

/// How an instruction is divided into chunks: by the problem's size at full capacity alone.
struct Cut {
  /// Elements of elementwise work that one chunk has at most.
  static let elements = 16384
  /// The elements that a chunk has a multiple of: a block of the kernel, so that only the last is partial.
  static let elementwiseBlock = 512
  /// Multiply-adds of products that one chunk has at least.
  static let multiplyAdds = 1 << 20
  /// The rows of a product that a chunk has at least: each packs the matrix anew, or reads it with less use.
  static let productRows = 64
  /// The chunks that are enough for any number of threads, unless each has many rows still.
  static let productChunks = 8
  /// What it costs to read from a place that the cache does not have, in elements.
  static let missCost = 64
  /// The pictures that a chunk of a convolution has a multiple of, where there are more.
  static let images = 16
  /// The rows of a recurrence that a chunk has.
  static let recurrentRows = 16

  let units: Extent
  let unitsPerChunk: Int

  init(_ work: Work, rowCapacities: [Int]) {
    switch work.body {
    case .program:
      units = Extent(of: work.type)
      unitsPerChunk = Self.elements(of: units.count(rowCapacities))
    case .clear:
      units = Extent(1)
      unitsPerChunk = 1
    case .kernel(let kernel, _, _):
      units = kernel.units
      unitsPerChunk = kernel.unitsPerChunk(
        of: kernel.units.count(rowCapacities), rowCapacities: rowCapacities)
    }
  }
}

extension Cut {
  /// The elements of one of an even number of chunks, equal but for whole blocks.
  ///
  /// Where one thread is done with two chunks before another has woken, there is but one.
  private static func elements(of count: Int) -> Int {
    guard count > 2 * elements else { return max(count, elements) }
    let chunks = 2 * ((count + 2 * elements - 1) / (2 * elements))
    let blocks = chunks * elementwiseBlock
    return (count + blocks - 1) / blocks * elementwiseBlock
  }
}

extension ConvolutionShape {
  /// The rows of the weights' gradient as a matrix `[rows, out]`.
  fileprivate var gradientRows: Int { kernelHeight * kernelWidth * inChannels / groups }
}

extension Kernel {
  /// What the kernel's ranges count.
  var units: Extent {
    switch self {
    case .matrixProduct(let shape): shape.m
    case .sumColumns(_, let columns), .columnMoments(_, let columns),
      .standardizeSums(_, let columns):
      Extent(columns)
    case .sumRows(let rows, _), .standardize(let rows, _), .softmax(let rows, _),
      .logSumExp(let rows, _),
      .runningSum(let rows, _, _), .crossEntropy(let rows, _),
      .crossEntropyGradient(let rows, _), .joinColumns(let rows, _),
      .takeColumns(let rows, _, _, _), .placeColumns(let rows, _, _, _),
      .lookUpRows(let rows, _, _), .rowPairs(_, let rows, _):
      rows
    case .addToRows(_, let entries, _), .replaceRows(_, let entries, _): entries
    case .firstPlaces: Extent(1)
    case .keepFirst(let places): places
    case .convolution(_, let images), .convolutionInputGradient(_, let images),
      .maxPool(_, let images), .maxPoolGradient(_, let images), .averagePool(_, let images),
      .averagePoolGradient(_, let images):
      images
    case .convolutionWeightGradient(let shape, _, let shares):
      Extent(shares * shape.gradientRows)
    case .sumBlocks(_, let rows): rows
    // The rows of several spaces are moved by one thread: there is little to do.
    case .moveRows: Extent(1)
    case .sequence(_, let shape): shape.rows
    case .layerNorm(.scaleGradient, let shape): shape.rows
    case .layerNorm(_, let shape): shape.vectors
    case .gelu(_, let elements): elements
    case .laneProducts(let parts, _, _): Extent(parts)
    case .solve, .constants, .rowCount: Extent(1)
    }
  }

  /// How many of `count` units one chunk has.
  func unitsPerChunk(of count: Int, rowCapacities: [Int]) -> Int {
    let cost = max(operationsPerUnit(rowCapacities), 1)
    switch self {
    case .matrixProduct:
      let byRows = max(min(count / Cut.productRows, Cut.productChunks), min(count / 32, 2))
      let chunks = max(byRows, count / (Cut.productRows * Cut.productChunks))
      return share(
        of: count, among: min(count * cost / (2 * Cut.multiplyAdds), chunks), multiple: 4)
    case .sequence(.gatedProductGradient, _): return max(1, Cut.elements * 4 / cost)
    case .sequence(let kernel, _):
      // Rows of a recurrence share each step's product with the weights.
      return kernel.isRecurrence ? Cut.recurrentRows : max(1, 2 * Cut.multiplyAdds / cost)
    case .convolution(let shape, _), .convolutionInputGradient(let shape, _):
      // Where channels are few, the kernels take pictures side by side.
      let images = max(1, 2 * Cut.multiplyAdds / cost)
      let takesSeveral = shape.inChannels < 64 && shape.outChannels < 64 && count >= 2 * Cut.images
      return takesSeveral ? (images + Cut.images - 1) / Cut.images * Cut.images : images
    case .convolutionWeightGradient(let shape, _, let shares):
      if shares > 1 { return shape.gradientRows }
      return share(of: count, among: min(count * cost / (2 * Cut.multiplyAdds), 8), multiple: 1)
    case .sumColumns, .columnMoments, .standardizeSums:
      return max(1, (Cut.elements * 4 / cost + 15) / 16) * 16
    // Each chunk goes through all numbers of the batch.
    case .addToRows(let places, _, let width), .replaceRows(let places, _, let width):
      let moved = places.count(rowCapacities) * width
      return share(of: count, among: min(moved / Cut.elements, 8), multiple: 1)
    case .lookUpRows: return max(1, Cut.elements * 2 / (cost + Cut.missCost))
    case .sumRows: return max(1, Cut.elements * 4 / cost)
    case .gelu: return Cut.elements
    case .laneProducts: return max(1, Cut.multiplyAdds / cost)
    case .standardize, .softmax, .logSumExp, .layerNorm, .runningSum, .crossEntropy,
      .crossEntropyGradient, .maxPool, .maxPoolGradient, .averagePool, .averagePoolGradient,
      .joinColumns, .takeColumns,
      .placeColumns, .firstPlaces, .keepFirst, .sumBlocks, .rowPairs, .constants, .solve, .moveRows,
      .rowCount:
      return max(1, Cut.elements * 2 / cost)
    }
  }

  /// An equal share among the largest power of two of chunks.
  private func share(of count: Int, among chunks: Int, multiple: Int) -> Int {
    var parts = 1
    while parts * 2 <= chunks { parts *= 2 }
    let size = (count + parts - 1) / parts
    return max(1, (size + multiple - 1) / multiple * multiple)
  }
}
