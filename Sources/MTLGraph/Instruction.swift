/// How an operation is carried out by a plan.
package enum Lowering: Sendable {
  /// One step of an elementwise program; its operands have the result's shape.
  case elementwise(ElementwiseOperation, constant: Double = 0, stream: UInt32 = 0)
  /// No work of its own: programs read the operand in a mode, other instructions read a copy.
  case broadcast(OperandMode)
  /// The result is the operand's memory, from an offset (in elements) on, under another shape.
  case alias(offset: Int = 0)
  /// The operands stand one after another in the result, from these offsets on, with zeros between;
  /// where it can, the planner lets them be computed in place.
  case pack(offsets: [Int])
  /// Operand i is lane i of the result; where it can, the planner lets it be computed in place.
  case stack
  /// The result is the memory of one lane of the operand.
  case lane(Int)
  /// An instruction of its own.
  case kernel(Kernel)
  /// The first operand, of which an instruction that reads the others changes some elements: in the
  /// operand's own memory where a variable gets the result as its next value, else in a copy.
  case overwrite(Kernel)
}

/// The steps of elementwise programs.
package enum ElementwiseOperation: String, Sendable, CaseIterable {
  case add, subtract, multiply, divide, maximum, minimum, greater, equal
  case copy, negate, absolute, sign, square, squareRoot, reciprocal, reciprocalSquareRoot
  case exponential, logarithm, tanh, sigmoid, softplus, relu, step, errorFunction
  case scale, offset, power, maximumConstant, minimumConstant
  /// A number; 1 / p with probability p, else 0, or for a p of 0 a uniform number.
  case constant, randomKeep
}

/// How an elementwise program reads an operand for element `i` of its result.
package enum OperandMode: Hashable, Sendable {
  /// `data[i]`
  case full
  /// `data[0]`
  case scalar
  /// `data[i % length]`: a bias over rows.
  case `repeat`(Int)
  /// `data[i / length]`: one number for each row.
  case stretch(Int)
}

/// The instructions that are no elementwise program: a closed set that the executor switches on.
package enum Kernel: Hashable, Sendable {
  case matrixProduct(MatrixProductShape)
  /// Sums a matrix `[rows, columns]` over its rows.
  case sumColumns(rows: Extent, columns: Int)
  /// Sums a matrix `[rows, columns]` over its columns; a total is the case of one row.
  case sumRows(rows: Extent, columns: Extent)
  /// The means of the columns of a matrix `[rows, columns]`, then their variances.
  case columnMoments(rows: Extent, columns: Int)
  /// `(x - mean) * factor + shift` with one mean, factor and shift for each column.
  case standardize(rows: Extent, columns: Int)
  /// Column by column the sums of a cotangent, then those of it times the distance from the mean.
  case standardizeSums(rows: Extent, columns: Int)
  case softmax(rows: Extent, columns: Int)
  case logSumExp(rows: Extent, columns: Int)
  case crossEntropy(rows: Extent, columns: Int)
  case crossEntropyGradient(rows: Extent, columns: Int)
  case convolution(ConvolutionShape, images: Extent)
  case convolutionInputGradient(ConvolutionShape, images: Extent)
  /// One gradient for each equal share of the images.
  case convolutionWeightGradient(ConvolutionShape, images: Extent, shares: Int)
  case maxPool(PoolingShape, images: Extent)
  case maxPoolGradient(PoolingShape, images: Extent)
  case averagePool(PoolingShape, images: Extent)
  case averagePoolGradient(PoolingShape, images: Extent)
  /// The sums along the rows of a matrix `[rows, columns]`, up to each element or from each on.
  case runningSum(rows: Extent, columns: Int, isFromEnd: Bool)
  /// Matrices `[rows, width]` of several widths side by side.
  case joinColumns(rows: Extent, widths: [Int])
  /// `count` columns of a matrix `[rows, width]`, from `offset` on.
  case takeColumns(rows: Extent, width: Int, offset: Int, count: Int)
  /// A matrix `[rows, count]` as the columns from `offset` on of one `[rows, width]`, zeros elsewhere.
  case placeColumns(rows: Extent, width: Int, offset: Int, count: Int)
  /// The rows of a table `[entries, width]` that `rows` numbers stand for.
  case lookUpRows(rows: Extent, entries: Extent, width: Int)
  /// A table `[entries, width]` of sums of the vectors whose numbers stand for its rows.
  case addToRows(rows: Extent, entries: Extent, width: Int)
  /// For each number the first place that has it.
  case firstPlaces(places: Extent, entries: Int)
  /// Numbers where they stand at their first place, -1 elsewhere.
  case keepFirst(places: Extent)
  /// Vectors in the place of the rows of a table `[entries, width]` that `rows` numbers stand for.
  case replaceRows(rows: Extent, entries: Extent, width: Int)
  /// Blocks of each row moved, repeated and added up.
  case sumBlocks(BlockMap, rows: Extent)
  /// Rows of spaces that another space joins, `perRow` elements each: the parts lie one after another.
  case moveRows(RowMove, parts: [RowSpace], perRow: Int)
  /// A recurrence or attention over sequences.
  case sequence(SequenceKernel, SequenceShape)
  /// The rows of a matrix `[rows, columns]`, compared with each other.
  case rowPairs(RowComparison, rows: Extent, columns: Int)
  /// The layer normalisation of vectors, or a gradient of it.
  case layerNorm(LayerNormKernel, LayerNormShape)
  /// `x * Phi(x)` of each element, or the cotangent times its slope.
  case gelu(isGradient: Bool, elements: Extent)
  /// The inner products of all lanes of a value, of `parts` equal parts of a lane's elements.
  case laneProducts(parts: Int, lanes: Int, elements: Extent)
  /// What a small solver makes of operands of some numbers of elements.
  case solve(AnySmallSolver, operandCounts: [Int])
  /// Numbers that are always the same.
  case constants([Double])
  /// The number of rows of a space, as a number.
  case rowCount(RowSpace)
}

/// How the blocks of a row come from those of another: each is the sum of some, in their order.
package struct BlockMap: Hashable, Sendable {
  /// The elements of a block.
  package let blockSize: Int
  /// The blocks of the operand's row.
  package let sourceCount: Int
  /// Where the sources of each block of the result begin, and where those of the last end.
  package let starts: [Int32]
  package let sources: [Int32]

  /// The blocks of the result's row.
  package var targetCount: Int { starts.count - 1 }

  /// Creates a map from the sources of each block of the result.
  package init(blockSize: Int, sourceCount: Int, sources: [[Int]]) {
    self.blockSize = blockSize
    self.sourceCount = sourceCount
    var starts: [Int32] = [0]
    for list in sources { starts.append(starts[starts.count - 1] + Int32(list.count)) }
    self.starts = starts
    self.sources = sources.joined().map { Int32($0) }
  }

  /// The sources of a block of the result.
  package func sources(of target: Int) -> ArraySlice<Int32> {
    sources[Int(starts[target])..<Int(starts[target + 1])]
  }

  /// The map that takes each block of the result back to its sources: what the gradient goes through.
  package var transposed: BlockMap {
    var targets = Array(repeating: [Int](), count: sourceCount)
    for target in 0..<targetCount {
      for source in sources(of: target) { targets[Int(source)].append(target) }
    }
    return BlockMap(blockSize: blockSize, sourceCount: targetCount, sources: targets)
  }
}

/// How rows go between a space that joins others and its parts.
package enum RowMove: Hashable, Sendable {
  /// Operand i becomes part i.
  case join
  /// The result is one part of the operand.
  case select(Int)
  /// The operand becomes one part of the result, whose other rows are zeros.
  case place(Int)
}

/// The kernels over sequences `[rows, length, ...]`.
package enum SequenceKernel: String, Hashable, Sendable {
  case gatedRecurrence, gatedRecurrenceStates, gatedRecurrenceGradient, gatedProductGradient
  case memoryRecurrence, memoryRecurrenceGradient
  case attention, attentionGradient
}

/// The sizes of a recurrence or of attention.
package struct SequenceShape: Hashable, Sendable {
  /// The number of sequences.
  package let rows: Extent
  /// The number of places of a sequence.
  package let length: Int
  /// The length of a recurrence's state, or of attention's result at a place.
  package let width: Int
  /// The heads of attention.
  package let heads: Int
  /// Whether a recurrence begins at the last place.
  package let isReversed: Bool

  package init(rows: Extent, length: Int, width: Int, heads: Int = 1, isReversed: Bool = false) {
    self.rows = rows
    self.length = length
    self.width = width
    self.heads = heads
    self.isReversed = isReversed
  }
}

/// The kernels of layer normalisation: of vectors, and its gradients with respect to them and to the scale.
package enum LayerNormKernel: String, Hashable, Sendable {
  case forward, gradient, scaleGradient
}

/// The sizes of a layer normalisation.
package struct LayerNormShape: Hashable, Sendable {
  /// The number of rows.
  package let rows: Extent
  /// The vectors of a row.
  package let places: Int
  /// The elements of a vector.
  package let width: Int
  /// What is added to the variance.
  package let epsilon: Double

  package init(rows: Extent, places: Int, width: Int, epsilon: Double) {
    self.rows = rows
    self.places = places
    self.width = width
    self.epsilon = epsilon
  }

  /// The number of all vectors.
  package var vectors: Extent { Extent(rows.perRow * places, rows: rows.rows) }
}

/// What is learnt by comparing each row of a batch with the others that have a class.
package enum RowComparison: String, Sendable {
  case logSumExp, logSumExpGradient, classMean, farthestOfClass, nearestOfOthers
}

/// `c[m, n] = a[m, k] * b[k, n]`, either operand possibly stored transposed.
package struct MatrixProductShape: Hashable, Sendable {
  package let m: Extent
  package let n: Int
  package let k: Extent
  package let transposesA: Bool
  package let transposesB: Bool

  package init(m: Extent, n: Int, k: Extent, transposesA: Bool, transposesB: Bool) {
    self.m = m
    self.n = n
    self.k = k
    self.transposesA = transposesA
    self.transposesB = transposesB
  }
}

/// The sizes of a two-dimensional convolution over `[height, width, channels]`.
package struct ConvolutionShape: Hashable, Sendable {
  package var height, width, inChannels, outChannels: Int
  package var kernelHeight, kernelWidth, stride, padTop, padLeft: Int
  package var outHeight, outWidth: Int
  /// The distance between the places of a window that are read.
  package var dilation: Int
  /// The parts that the channels are divided into, each seeing itself alone.
  package var groups: Int

  package init(
    height: Int, width: Int, inChannels: Int, outChannels: Int, kernelHeight: Int,
    kernelWidth: Int, stride: Int, padTop: Int, padLeft: Int, outHeight: Int, outWidth: Int,
    dilation: Int = 1, groups: Int = 1
  ) {
    self.dilation = dilation
    self.groups = groups
    self.height = height
    self.width = width
    self.inChannels = inChannels
    self.outChannels = outChannels
    self.kernelHeight = kernelHeight
    self.kernelWidth = kernelWidth
    self.stride = stride
    self.padTop = padTop
    self.padLeft = padLeft
    self.outHeight = outHeight
    self.outWidth = outWidth
  }
}

/// The sizes of a pooling over windows of `[height, width, channels]`.
package struct PoolingShape: Hashable, Sendable {
  package var height, width, channels: Int
  package var windowHeight, windowWidth, strideHeight, strideWidth: Int
  package var padTop, padLeft, outHeight, outWidth: Int

  package init(
    height: Int, width: Int, channels: Int, windowHeight: Int, windowWidth: Int,
    strideHeight: Int, strideWidth: Int, padTop: Int, padLeft: Int, outHeight: Int, outWidth: Int
  ) {
    self.height = height
    self.width = width
    self.channels = channels
    self.windowHeight = windowHeight
    self.windowWidth = windowWidth
    self.strideHeight = strideHeight
    self.strideWidth = strideWidth
    self.padTop = padTop
    self.padLeft = padLeft
    self.outHeight = outHeight
    self.outWidth = outWidth
  }
}
