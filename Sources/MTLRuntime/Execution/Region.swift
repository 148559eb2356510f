import MTLGraph
import MTLKernels

/// What the threads that work on one instruction share.
struct Region {
  let kernels: UnsafePointer<mtl_kernels>
  let rowCounts: UnsafePointer<Int>
  let scratch: UnsafeMutablePointer<Float>
  let scratchStride: Int
  var random = mtl_random(seed: 0, step: 0)
  var instruction: UnsafePointer<BoundInstruction>
  var units = 0
  var chunksPerLane = 0

  /// Carries out one chunk of the region that `context` points to, as the pool calls it.
  static let runChunk: mtl_pool_function = { context, chunk, worker in
    guard let region = context?.assumingMemoryBound(to: Region.self) else { return }
    let chunksPerLane = region.pointee.chunksPerLane
    let size = region.pointee.instruction.pointee.unitsPerChunk
    let begin = Int(chunk) % chunksPerLane * size
    let end = min(begin + size, region.pointee.units)
    region.pointee.run(
      lane: Int(chunk) / chunksPerLane, begin: begin, end: end, worker: Int(worker))
  }

  /// Carries out a range of one lane.
  func run(lane: Int, begin: Int, end: Int, worker: Int) {
    let (begin, end) = (Int64(begin), Int64(end))
    let scratch = scratch + worker * scratchStride
    switch instruction.pointee.body {
    case .program(let program): run(program, lane, begin, end, scratch)
    case .matrixProduct(let product, let hasBias):
      run(product, hasBias: hasBias, lane, begin, end, scratch)
    case .convolution, .convolutionInputGradient, .convolutionWeightGradient:
      runConvolution(lane, begin, end, scratch)
    case .maxPool, .maxPoolGradient, .averagePool, .averagePoolGradient:
      runPooling(lane, begin, end)
    case .rowCount(let rows):
      instruction.pointee.result.lane(lane)[0] = Float(rows.count(rowCounts))
    case .clear(let ranges, let count): clear(ranges, count, lane)
    case .sumColumns, .sumRows, .softmax, .crossEntropy, .crossEntropyGradient:
      runRows(lane, begin, end)
    }
  }

  private func clear(_ ranges: UnsafePointer<Range<Int>>, _ count: Int, _ lane: Int) {
    let result = instruction.pointee.result.lane(lane)
    for index in 0..<count {
      (result + ranges[index].lowerBound).update(repeating: 0, count: ranges[index].count)
    }
  }

  private func run(
    _ program: BoundProgram, _ lane: Int, _ begin: Int64, _ end: Int64,
    _ scratch: UnsafeMutablePointer<Float>
  ) {
    withUnsafePointer(to: random) { random in
      kernels.pointee.elementwise?(
        program.steps, program.stepCount, program.operands + lane * program.operandCount,
        Int32(program.operandCount), random, begin, end, instruction.pointee.result.lane(lane),
        scratch)
    }
  }

  private func run(
    _ product: BoundProduct, hasBias: Bool, _ lane: Int, _ begin: Int64, _ end: Int64,
    _ scratch: UnsafeMutablePointer<Float>
  ) {
    withUnsafePointer(to: product.shape(rowCounts)) { shape in
      kernels.pointee.matrix_product?(
        shape, begin, end, instruction.pointee.first.lane(lane),
        instruction.pointee.second.lane(lane),
        hasBias ? instruction.pointee.third.lane(lane) : nil,
        instruction.pointee.result.lane(lane), scratch)
    }
  }

  /// The kernels over rows of a matrix.
  private func runRows(_ lane: Int, _ begin: Int64, _ end: Int64) {
    let first = instruction.pointee.first.lane(lane)
    let second = instruction.pointee.second.lane(lane)
    let result = instruction.pointee.result.lane(lane)
    switch instruction.pointee.body {
    case .sumColumns(let rows, let columns):
      kernels.pointee.sum_columns?(
        first, Int64(rows.count(rowCounts)), Int64(columns), begin, end, result)
    case .sumRows(let columns):
      kernels.pointee.sum_rows?(first, Int64(columns.count(rowCounts)), begin, end, result)
    case .softmax(let columns):
      kernels.pointee.softmax?(first, Int64(columns), begin, end, result)
    case .crossEntropy(let columns):
      kernels.pointee.cross_entropy?(first, second, Int64(columns), begin, end, result)
    case .crossEntropyGradient(let columns):
      let third = instruction.pointee.third.lane(lane)
      kernels.pointee.cross_entropy_gradient?(
        first, second, third, Int64(columns), begin, end, result)
    default: break
    }
  }

  private func runConvolution(
    _ lane: Int, _ begin: Int64, _ end: Int64, _ scratch: UnsafeMutablePointer<Float>
  ) {
    let first = instruction.pointee.first.lane(lane)
    let second = instruction.pointee.second.lane(lane)
    let result = instruction.pointee.result.lane(lane)
    switch instruction.pointee.body {
    case .convolution(let shape, let hasBias, let relu):
      let bias = hasBias ? instruction.pointee.third.lane(lane) : nil
      withUnsafePointer(to: shape) {
        kernels.pointee.convolution?($0, begin, end, first, second, bias, relu, result, scratch)
      }
    case .convolutionInputGradient(let shape):
      withUnsafePointer(to: shape) {
        kernels.pointee.convolution_input_gradient?(
          $0, begin, end, first, second, result, scratch)
      }
    case .convolutionWeightGradient(let shape, let images):
      withUnsafePointer(to: shape) {
        kernels.pointee.convolution_weight_gradient?(
          $0, Int64(images.count(rowCounts)), begin, end, first, second, result, scratch)
      }
    default: break
    }
  }

  private func runPooling(_ lane: Int, _ begin: Int64, _ end: Int64) {
    let first = instruction.pointee.first.lane(lane)
    let second = instruction.pointee.second.lane(lane)
    let result = instruction.pointee.result.lane(lane)
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
