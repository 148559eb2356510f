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
  /// Tells the regions of an executor from each other, and lanes with operands of their own.
  var number = 1
  /// The number of what each worker did last, on lines of the cache of their own.
  let lastNumbers: UnsafeMutablePointer<Int>
  static let numberStride = 16

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

  /// Carries out a range of one lane of the instruction.
  func run(lane: Int, begin: Int, end: Int, worker: Int) {
    let scratch = scratch + worker * scratchStride
    let last = lastNumbers + worker * Self.numberStride
    // What a product keeps is made of its second operand, which lanes may share.
    let current = instruction.pointee.second.stride == 0 ? number : number + lane
    let repeats = last.pointee == current
    last.pointee = current
    Stroke(
      region: self, instruction: instruction, lane: lane, scratch: scratch, repeats: repeats
    ).run(Int64(begin), Int64(end))
  }
}
