import MTLGraph

extension Plan {
  /// The floating-point operations of one step: two for each multiply-add of a product, one for each
  /// step and element of elementwise work.
  package func operations(rowCounts: [Int]) -> Int {
    instructions.reduce(0) { $0 + $1.operations(rowCounts: rowCounts) }
  }
}

extension Instruction {
  /// The floating-point operations of this instruction.
  package func operations(rowCounts: [Int]) -> Int {
    let count = units.count(rowCounts) * lanes
    switch body {
    case .program(let steps, _): return count * steps.count
    case .kernel(let kernel, _, _): return count * kernel.operationsPerUnit(rowCounts)
    case .clear: return 0
    }
  }
}

extension Kernel {
  /// The multiply-adds of a product or a convolution; 0 for all others.
  func multiplyAdds(rowCounts: [Int]) -> Int {
    isProduct ? units.count(rowCounts) * operationsPerUnit(rowCounts) / 2 : 0
  }

  /// Whether its operations are multiply-adds.
  private var isProduct: Bool {
    switch self {
    case .matrixProduct, .convolution, .convolutionInputGradient, .convolutionWeightGradient,
      .sequence:
      true
    default: false
    }
  }

  /// The floating-point operations of one unit.
  func operationsPerUnit(_ rowCounts: [Int]) -> Int {
    switch self {
    case .matrixProduct(let shape): return 2 * shape.n * shape.k.count(rowCounts)
    case .sumColumns(let rows, _): return rows.count(rowCounts)
    case .sumRows(_, let columns): return columns.count(rowCounts)
    case .columnMoments(let rows, _), .standardizeSums(let rows, _):
      return 4 * rows.count(rowCounts)
    case .standardize(_, let columns): return 3 * columns
    case .softmax(_, let columns), .logSumExp(_, let columns), .crossEntropy(_, let columns),
      .crossEntropyGradient(_, let columns):
      return 4 * columns
    case .convolution(let shape, _), .convolutionInputGradient(let shape, _):
      return 2 * shape.multiplyAddsPerWeight * shape.weightCount
    case .sequence(let kernel, let shape): return 2 * kernel.multiplyAdds(of: shape)
    case .convolutionWeightGradient(let shape, let images, let shares):
      return 2 * shape.multiplyAddsPerWeight * shape.outChannels * images.count(rowCounts) / shares
    case .maxPool(let shape, _), .maxPoolGradient(let shape, _), .averagePool(let shape, _),
      .averagePoolGradient(let shape, _):
      return shape.outHeight * shape.outWidth * shape.channels * shape.windowHeight
        * shape.windowWidth
    case .runningSum(_, let columns, _): return columns
    case .joinColumns(_, let widths): return widths.reduce(0, +)
    case .takeColumns(_, _, _, let count): return count
    case .placeColumns(_, let width, _, _): return width
    case .lookUpRows(_, _, let width), .replaceRows(_, _, let width): return width
    case .firstPlaces, .keepFirst: return 1
    case .sumBlocks(let map, _): return max(map.sources.count, map.targetCount) * map.blockSize
    case .addToRows(let rows, let entries, let width):
      return width + rows.count(rowCounts) * width / max(entries.count(rowCounts), 1)
    case .moveRows(_, let parts, let perRow):
      return parts.reduce(0) { $0 + rowCounts[$1.index] * perRow }
    case .rowPairs(_, let rows, let columns): return 2 * rows.count(rowCounts) * columns
    case .layerNorm(.scaleGradient, let shape): return 4 * shape.places * shape.width
    case .layerNorm(_, let shape): return 4 * shape.width
    case .gelu: return 4
    case .laneProducts(let parts, let lanes, let elements):
      return (lanes + 1) * lanes * elements.count(rowCounts) / parts
    case .solve, .constants, .rowCount: return 0
    }
  }
}

extension ConvolutionShape {
  /// The places of the output: how often each weight is used for one picture, padding aside.
  fileprivate var multiplyAddsPerWeight: Int { outHeight * outWidth }

  fileprivate var weightCount: Int {
    kernelHeight * kernelWidth * inChannels * outChannels / groups
  }
}

extension SequenceKernel {
  /// Whether the places are gone through one after another.
  var isRecurrence: Bool {
    switch self {
    case .gatedRecurrence, .gatedRecurrenceStates, .gatedRecurrenceGradient, .memoryRecurrence,
      .memoryRecurrenceGradient:
      true
    case .gatedProductGradient, .attention, .attentionGradient: false
    }
  }

  /// The multiply-adds of one sequence.
  fileprivate func multiplyAdds(of shape: SequenceShape) -> Int {
    let (square, width) = (shape.width * shape.width, shape.width)
    return switch self {
    case .gatedRecurrence, .gatedRecurrenceStates, .gatedRecurrenceGradient:
      shape.length * 3 * square
    case .gatedProductGradient: shape.length * width
    case .memoryRecurrence, .memoryRecurrenceGradient: shape.length * 4 * square
    case .attention: 2 * shape.length * shape.length * width
    case .attentionGradient: 5 * shape.length * shape.length * width
    }
  }
}
