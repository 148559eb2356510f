import MTLCompiler
import MTLGraph
import MTLKernels

// The kernels' C structures from the plan's values.

extension mtl_matrix_product {
  init(_ shape: MatrixProductShape, relu: Int32) {
    self.init(
      m: 0, n: Int64(shape.n), k: 0, transpose_a: shape.transposesA ? 1 : 0,
      transpose_b: shape.transposesB ? 1 : 0, accumulate: 0, relu: relu, repeats: 0, lda: 0,
      ldb: 0, ldc: Int64(shape.n))
  }
}

extension mtl_operand {
  init(_ data: UnsafeMutablePointer<Float>, mode: OperandMode) {
    let (kind, length) =
      switch mode {
      case .full: (MTL_FULL, 0)
      case .scalar: (MTL_SCALAR, 0)
      case .repeat(let length): (MTL_REPEAT, length)
      case .stretch(let length): (MTL_STRETCH, length)
      }
    self.init(data: UnsafePointer(data), mode: Int32(kind.rawValue), length: Int64(length))
  }
}

extension mtl_elementwise_step {
  init(_ step: ProgramStep) {
    self.init(
      operation: UInt8(step.operation.code.rawValue), target: UInt8(step.target), a: UInt8(step.a),
      b: UInt8(step.b), constant: Float(step.constant), stream: step.stream)
  }
}

extension ElementwiseOperation {
  var code: mtl_elementwise_operation {
    switch self {
    case .add: MTL_ADD
    case .subtract: MTL_SUBTRACT
    case .multiply: MTL_MULTIPLY
    case .divide: MTL_DIVIDE
    case .maximum: MTL_MAXIMUM
    case .minimum: MTL_MINIMUM
    case .greater: MTL_GREATER
    case .equal: MTL_EQUAL
    case .copy: MTL_COPY
    case .negate: MTL_NEGATE
    case .absolute: MTL_ABSOLUTE
    case .sign: MTL_SIGN
    case .square: MTL_SQUARE
    case .squareRoot: MTL_SQUARE_ROOT
    case .reciprocal: MTL_RECIPROCAL
    case .reciprocalSquareRoot: MTL_RECIPROCAL_SQUARE_ROOT
    case .exponential: MTL_EXPONENTIAL
    case .logarithm: MTL_LOGARITHM
    case .tanh: MTL_TANH
    case .sigmoid: MTL_SIGMOID
    case .softplus: MTL_SOFTPLUS
    case .relu: MTL_RELU
    case .step: MTL_STEP
    case .errorFunction: MTL_ERROR_FUNCTION
    case .scale: MTL_SCALE
    case .offset: MTL_OFFSET
    case .power: MTL_POWER
    case .maximumConstant: MTL_MAXIMUM_CONSTANT
    case .minimumConstant: MTL_MINIMUM_CONSTANT
    case .constant: MTL_CONSTANT
    case .randomKeep: MTL_RANDOM_KEEP
    }
  }
}

extension mtl_convolution {
  init(_ shape: ConvolutionShape) {
    self.init(
      height: Int32(shape.height), width: Int32(shape.width),
      in_channels: Int32(shape.inChannels), out_channels: Int32(shape.outChannels),
      kernel_height: Int32(shape.kernelHeight), kernel_width: Int32(shape.kernelWidth),
      stride_height: Int32(shape.stride), stride_width: Int32(shape.stride),
      dilation_height: Int32(shape.dilation), dilation_width: Int32(shape.dilation),
      groups: Int32(shape.groups), pad_top: Int32(shape.padTop), pad_left: Int32(shape.padLeft),
      out_height: Int32(shape.outHeight), out_width: Int32(shape.outWidth))
  }
}

extension mtl_pooling {
  init(_ shape: PoolingShape) {
    self.init(
      height: Int32(shape.height), width: Int32(shape.width), channels: Int32(shape.channels),
      window_height: Int32(shape.windowHeight), window_width: Int32(shape.windowWidth),
      stride_height: Int32(shape.strideHeight), stride_width: Int32(shape.strideWidth),
      pad_top: Int32(shape.padTop), pad_left: Int32(shape.padLeft),
      out_height: Int32(shape.outHeight), out_width: Int32(shape.outWidth))
  }
}

extension SequenceKernel {
  /// How many operands it reads.
  var operandCount: Int {
    switch self {
    case .gatedRecurrence, .gatedRecurrenceStates, .gatedRecurrenceGradient: 4
    case .gatedProductGradient: 2
    case .memoryRecurrence: 3
    case .memoryRecurrenceGradient: 5
    case .attention: 2
    case .attentionGradient: 3
    }
  }
}

extension mtl_layer_norm {
  init(_ shape: LayerNormShape) {
    self.init(
      width: Int64(shape.width), places: Int64(shape.places), epsilon: Float(shape.epsilon))
  }
}

extension mtl_sequence {
  init(_ shape: SequenceShape) {
    self.init(
      length: Int32(shape.length), width: Int32(shape.width), heads: Int32(shape.heads),
      reversed: shape.isReversed ? 1 : 0)
  }
}
