import MTLGraph
import MTLKernels

/// One lane of one instruction, to be carried out in ranges: the calls of the kernels.
struct Stroke {
  let region: Region
  let instruction: UnsafePointer<BoundInstruction>
  let lane: Int
  let scratch: UnsafeMutablePointer<Float>
  /// Whether the scratch memory is as another range of the same instruction and lane left it.
  let repeats: Bool

  var kernels: UnsafePointer<mtl_kernels> { region.kernels }
  var first: UnsafeMutablePointer<Float> { instruction.pointee.first.lane(lane) }
  var second: UnsafeMutablePointer<Float> { instruction.pointee.second.lane(lane) }
  var third: UnsafeMutablePointer<Float> { instruction.pointee.third.lane(lane) }
  var fourth: UnsafeMutablePointer<Float> { instruction.pointee.fourth.lane(lane) }
  var result: UnsafeMutablePointer<Float> { instruction.pointee.result.lane(lane) }

  /// Carries out a range of the instruction's units.
  func run(_ begin: Int64, _ end: Int64) {
    switch instruction.pointee.body {
    case .program(let program): run(program, begin, end)
    case .matrixProduct(let product, let hasBias): run(product, hasBias: hasBias, begin, end)
    case .convolution, .convolutionInputGradient, .convolutionWeightGradient:
      runConvolution(begin, end)
    case .maxPool, .maxPoolGradient, .averagePool, .averagePoolGradient: runPooling(begin, end)
    case .columnMoments, .standardize, .standardizeSums: runStandardization(begin, end)
    case .sumColumns, .sumRows, .softmax, .logSumExp, .crossEntropy, .crossEntropyGradient:
      runRows(begin, end)
    case .sumBlocks(let map): kernels.pointee.sum_blocks?(map, begin, end, first, result)
    case .moveRows(let rows): run(rows)
    case .sequence(let sequence): run(sequence, begin, end)
    case .runningSum(let columns, let isFromEnd):
      sumAlong(columns: columns, isFromEnd: isFromEnd, Int(begin), Int(end))
    case .joinColumns(let join): run(join, begin, end)
    case .columns(let columns): run(columns, begin, end)
    case .lookUpRows, .addToRows, .firstPlaces, .keepFirst, .replaceRows:
      runTable(begin, end)
    case .rowPairs(let comparison, let rows, let columns):
      compare(comparison, Int64(rows.count(region.rowCounts)), Int64(columns), begin, end)
    case .layerNorm(let kernel, let shape): run(kernel, shape, begin, end)
    case .gelu(isGradient: false): kernels.pointee.gelu?(first, begin, end, result)
    case .gelu(isGradient: true): kernels.pointee.gelu_gradient?(first, second, begin, end, result)
    case .laneProducts(let parts, let lanes, let elements):
      kernels.pointee.lane_products?(
        first, Int64(instruction.pointee.first.stride), Int64(lanes), Int64(parts),
        Int64(elements.count(region.rowCounts)), begin, end, result)
    case .solve(let solver):
      solver._withUnsafeGuaranteedRef { $0.solve(into: result, region.random) }
    case .constants(let values, let count): result.update(from: values, count: count)
    case .rowCount(let rows): result[0] = Float(rows.count(region.rowCounts))
    case .clear(let ranges, let count):
      for index in 0..<count {
        (result + ranges[index].lowerBound).update(repeating: 0, count: ranges[index].count)
      }
    }
  }

  private func run(_ program: BoundProgram, _ begin: Int64, _ end: Int64) {
    withUnsafePointer(to: region.random) { random in
      kernels.pointee.elementwise?(
        program.program, program.operands + lane * program.operandCount,
        program.results + lane * program.resultCount, random, begin, end, scratch)
    }
  }

  private func run(_ product: BoundProduct, hasBias: Bool, _ begin: Int64, _ end: Int64) {
    var shape = product.shape(region.rowCounts)
    shape.repeats = repeats ? 1 : 0
    withUnsafePointer(to: shape) { shape in
      kernels.pointee.matrix_product?(
        shape, begin, end, first, second, hasBias ? third : nil, result, scratch)
    }
  }

  private func run(_ sequence: BoundSequence, _ begin: Int64, _ end: Int64) {
    let kernel =
      switch sequence.kernel {
      case .gatedRecurrence: kernels.pointee.gated_recurrence
      case .gatedRecurrenceStates: kernels.pointee.gated_recurrence_states
      case .gatedRecurrenceGradient: kernels.pointee.gated_recurrence_gradient
      case .gatedProductGradient: kernels.pointee.gated_product_gradient
      case .memoryRecurrence: kernels.pointee.memory_recurrence
      case .memoryRecurrenceGradient: kernels.pointee.memory_recurrence_gradient
      case .attention: kernels.pointee.attention
      case .attentionGradient: kernels.pointee.attention_gradient
      }
    kernel?(
      sequence.shape, begin, end, sequence.operands + lane * sequence.operandCount, result, scratch)
  }

  /// Copies the rows of the parts of a joined space, or those of one.
  private func run(_ rows: BoundRowMove) {
    let operands = rows.operands + lane * rows.operandCount
    var start = 0
    for part in 0..<rows.partCount {
      let count = rows.parts[part].count(region.rowCounts)
      switch rows.move {
      case .join:
        if let operand = operands[part] { (result + start).update(from: operand, count: count) }
      case .select(part):
        if let operand = operands[0] { result.update(from: operand + start, count: count) }
      case .place(part):
        if let operand = operands[0] { (result + start).update(from: operand, count: count) }
      case .place: (result + start).update(repeating: 0, count: count)
      case .select: break
      }
      start += count
    }
  }

  /// The kernels over rows of a matrix.
  private func runRows(_ begin: Int64, _ end: Int64) {
    switch instruction.pointee.body {
    case .sumColumns(let rows, let columns):
      kernels.pointee.sum_columns?(
        first, Int64(rows.count(region.rowCounts)), Int64(columns), begin, end, result)
    case .sumRows(let columns):
      kernels.pointee.sum_rows?(
        first, Int64(columns.count(region.rowCounts)), begin, end, result)
    case .softmax(let columns):
      kernels.pointee.softmax?(first, Int64(columns), begin, end, result)
    case .logSumExp(let columns):
      kernels.pointee.log_sum_exp?(first, Int64(columns), begin, end, result)
    case .crossEntropy(let columns):
      kernels.pointee.cross_entropy?(first, second, Int64(columns), begin, end, result)
    case .crossEntropyGradient(let columns):
      kernels.pointee.cross_entropy_gradient?(
        first, second, third, Int64(columns), begin, end, result)
    default: break
    }
  }

  private func run(
    _ kernel: LayerNormKernel, _ shape: mtl_layer_norm, _ begin: Int64, _ end: Int64
  ) {
    withUnsafePointer(to: shape) { shape in
      switch kernel {
      case .forward: kernels.pointee.layer_norm?(shape, begin, end, first, second, third, result)
      case .gradient:
        kernels.pointee.layer_norm_gradient?(shape, begin, end, first, second, third, result)
      case .scaleGradient:
        kernels.pointee.layer_norm_scale_gradient?(shape, begin, end, first, second, result)
      }
    }
  }

  /// The kernels that normalise columns.
  private func runStandardization(_ begin: Int64, _ end: Int64) {
    switch instruction.pointee.body {
    case .columnMoments(let rows, let columns):
      kernels.pointee.column_moments?(
        first, Int64(rows.count(region.rowCounts)), Int64(columns), begin, end, result)
    case .standardize(let columns, let relu):
      kernels.pointee.standardize?(
        first, second, third, fourth, Int64(columns), begin, end, relu, result)
    case .standardizeSums(let rows, let columns):
      kernels.pointee.standardize_sums?(
        first, second, third, Int64(rows.count(region.rowCounts)), Int64(columns), begin, end,
        result)
    default: break
    }
  }

  /// Compares rows of a batch with each other.
  private func compare(
    _ comparison: RowComparison, _ rows: Int64, _ columns: Int64, _ begin: Int64, _ end: Int64
  ) {
    switch comparison {
    case .logSumExp:
      kernels.pointee.pair_log_sum_exp?(first, second, rows, columns, begin, end, result)
    case .logSumExpGradient:
      kernels.pointee.pair_log_sum_exp_gradient?(
        first, second, third, fourth, rows, columns, begin, end, result)
    case .classMean:
      kernels.pointee.class_mean?(first, second, rows, columns, begin, end, result)
    case .farthestOfClass, .nearestOfOthers:
      kernels.pointee.hardest_row?(
        first, second, comparison == .farthestOfClass ? 1 : 0, rows, columns, begin, end, result)
    }
  }

  /// Sums along rows, up to each element or from each on.
  private func sumAlong(columns: Int, isFromEnd: Bool, _ begin: Int, _ end: Int) {
    for row in begin..<end {
      var sum: Float = 0
      for column in 0..<columns {
        let place = row * columns + (isFromEnd ? columns - 1 - column : column)
        sum += first[place]
        result[place] = sum
      }
    }
  }

  private func runConvolution(_ begin: Int64, _ end: Int64) {
    switch instruction.pointee.body {
    case .convolution(let shape, let hasBias, let relu):
      withUnsafePointer(to: shape) {
        kernels.pointee.convolution?(
          $0, begin, end, first, second, hasBias ? third : nil, relu, result, scratch)
      }
    case .convolutionInputGradient(let shape):
      withUnsafePointer(to: shape) {
        kernels.pointee.convolution_input_gradient?(
          $0, begin, end, first, second, result, scratch)
      }
    case .convolutionWeightGradient(let shape, let images, let shares):
      withUnsafePointer(to: shape) {
        kernels.pointee.convolution_weight_gradient?(
          $0, Int64(images.count(region.rowCounts)), Int64(shares), begin, end, first, second,
          result, scratch)
      }
    default: break
    }
  }

  private func runPooling(_ begin: Int64, _ end: Int64) {
    switch instruction.pointee.body {
    case .maxPool(let shape):
      withUnsafePointer(to: shape) { kernels.pointee.max_pool?($0, begin, end, first, result) }
    case .maxPoolGradient(let shape):
      withUnsafePointer(to: shape) {
        kernels.pointee.max_pool_gradient?($0, begin, end, first, second, result)
      }
    case .averagePool(let shape):
      withUnsafePointer(to: shape) { kernels.pointee.average_pool?($0, begin, end, first, result) }
    case .averagePoolGradient(let shape):
      withUnsafePointer(to: shape) {
        kernels.pointee.average_pool_gradient?($0, begin, end, first, result)
      }
    default: break
    }
  }
}
