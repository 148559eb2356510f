import MTLCompiler
import MTLGraph
import MTLKernels

/// A number of elements whose rows are looked up in a table.
struct BoundExtent {
  private let perRow: Int
  private let rows: Int?

  init(_ extent: Extent) {
    perRow = extent.perRow
    rows = extent.rows?.index
  }

  func count(_ rowCounts: UnsafePointer<Int>) -> Int {
    guard let rows else { return perRow }
    return perRow * rowCounts[rows]
  }
}

/// An operand or result bound to memory.
struct BoundPlace {
  private let pointer: UnsafeMutablePointer<Float>
  private let laneStride: Int

  init(_ place: Place, in memory: Memory) {
    pointer = memory.base + place.offset
    laneStride = place.laneStride
  }

  func lane(_ lane: Int) -> UnsafeMutablePointer<Float> { pointer + lane * laneStride }

  /// The floats from one lane to the next.
  var stride: Int { laneStride }
}

/// An elementwise program as its kernel takes it; operands and results of one lane after another.
struct BoundProgram {
  let program: UnsafePointer<mtl_elementwise_program>
  let operands: UnsafePointer<mtl_operand>
  let operandCount: Int
  let results: UnsafePointer<UnsafeMutablePointer<Float>?>
  let resultCount: Int
}

/// A matrix product as its kernel takes it, but for sizes that depend on row counts.
struct BoundProduct {
  let template: mtl_matrix_product
  let m: BoundExtent
  let k: BoundExtent

  func shape(_ rowCounts: UnsafePointer<Int>) -> mtl_matrix_product {
    var shape = template
    shape.m = Int64(m.count(rowCounts))
    shape.k = Int64(k.count(rowCounts))
    shape.lda = shape.transpose_a == 0 ? shape.k : shape.m
    shape.ldb = shape.transpose_b == 0 ? shape.n : shape.k
    return shape
  }
}

/// Matrices that come to stand side by side; the operands of one lane after another.
struct BoundColumnJoin {
  let widths: UnsafePointer<Int>
  let operands: UnsafePointer<UnsafePointer<Float>?>
  let operandCount: Int
  /// The sum of the widths.
  let width: Int
}

/// Columns that are moved from one matrix into another.
struct BoundColumns {
  /// One copy of a block of columns.
  struct Block {
    let width: Int
    let offset: Int
  }

  /// The columns that are read of the operand, and where they come to stand in the result.
  let source: Block
  let target: Block
  let count: Int
  /// Whether the result's other columns are zero.
  let clears: Bool
}

/// Rows that go between a space that joins others and its parts; the operands of one lane after another.
struct BoundRowMove {
  let move: RowMove
  /// The elements of each part.
  let parts: UnsafePointer<BoundExtent>
  let partCount: Int
  let operands: UnsafePointer<UnsafePointer<Float>?>
  let operandCount: Int
}

/// A kernel over sequences; the operands of one lane after another.
struct BoundSequence {
  let kernel: SequenceKernel
  let shape: UnsafePointer<mtl_sequence>
  let operands: UnsafePointer<UnsafePointer<Float>?>
  let operandCount: Int
}

/// What a bound instruction does: the closed set that the executor switches on.
enum BoundBody {
  case program(BoundProgram)
  case matrixProduct(BoundProduct, hasBias: Bool)
  case sumColumns(rows: BoundExtent, columns: Int)
  case sumRows(columns: BoundExtent)
  case columnMoments(rows: BoundExtent, columns: Int)
  case standardize(columns: Int, relu: Int32)
  case standardizeSums(rows: BoundExtent, columns: Int)
  case softmax(columns: Int)
  case logSumExp(columns: Int)
  case crossEntropy(columns: Int)
  case crossEntropyGradient(columns: Int)
  case convolution(mtl_convolution, hasBias: Bool, relu: Int32)
  case convolutionInputGradient(mtl_convolution)
  case convolutionWeightGradient(mtl_convolution, images: BoundExtent, shares: Int)
  case maxPool(mtl_pooling)
  case maxPoolGradient(mtl_pooling)
  case averagePool(mtl_pooling)
  case averagePoolGradient(mtl_pooling)
  case rowPairs(RowComparison, rows: BoundExtent, columns: Int)
  case runningSum(columns: Int, isFromEnd: Bool)
  case joinColumns(BoundColumnJoin)
  case columns(BoundColumns)
  case lookUpRows(entries: BoundExtent, width: Int)
  case addToRows(places: BoundExtent, width: Int)
  case firstPlaces(places: BoundExtent, entries: Int)
  case keepFirst
  case replaceRows(places: BoundExtent, width: Int)
  case sumBlocks(UnsafePointer<mtl_block_map>)
  case moveRows(BoundRowMove)
  case sequence(BoundSequence)
  case layerNorm(LayerNormKernel, mtl_layer_norm)
  case gelu(isGradient: Bool)
  case laneProducts(parts: Int, lanes: Int, elements: BoundExtent)
  case solve(Unmanaged<BoundSolver>)
  case constants(UnsafePointer<Float>, count: Int)
  case rowCount(BoundExtent)
  case clear(UnsafePointer<Range<Int>>, count: Int)
}

/// An instruction bound to memory: plain data, made once.
struct BoundInstruction {
  let body: BoundBody
  let first: BoundPlace
  let second: BoundPlace
  let third: BoundPlace
  let fourth: BoundPlace
  let result: BoundPlace
  let lanes: Int
  let units: BoundExtent
  let unitsPerChunk: Int
  /// How many of the next instructions this one carries out as well.
  let followers: Int
}
