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

  /// Carries out a range of one lane of the instruction and those that follow it in its sweep.
  func run(lane: Int, begin: Int, end: Int, worker: Int) {
    let scratch = scratch + worker * scratchStride
    for index in 0...instruction.pointee.followers {
      Stroke(region: self, instruction: instruction + index, lane: lane, scratch: scratch)
        .run(Int64(begin), Int64(end))
    }
  }

  /// Carries out all of one lane on the calling thread; a sweep chunk by chunk, for the cache's sake.
  func runAll(lane: Int, units: Int) {
    guard instruction.pointee.followers > 0 else {
      return run(lane: lane, begin: 0, end: units, worker: 0)
    }
    var begin = 0
    while begin < units {
      let end = min(begin + instruction.pointee.unitsPerChunk, units)
      run(lane: lane, begin: begin, end: end, worker: 0)
      begin = end
    }
  }
}
