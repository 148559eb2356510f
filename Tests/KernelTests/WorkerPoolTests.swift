import MTLKernels
import Synchronization
import Testing

/// Counts the calls for each chunk.
private final class Calls: Sendable {
  let total = Atomic<Int>(0)
  let sum = Atomic<Int>(0)
  let largestWorker = Atomic<Int>(0)
}

private func run(_ pool: OpaquePointer?, _ calls: Calls, chunks: Int64) {
  mtl_pool_run(
    pool,
    { context, chunk, worker in
      guard let context else { return }
      let calls = Unmanaged<Calls>.fromOpaque(context).takeUnretainedValue()
      calls.total.add(1, ordering: .relaxed)
      calls.sum.add(Int(chunk), ordering: .relaxed)
      calls.largestWorker.max(Int(worker), ordering: .relaxed)
    }, Unmanaged.passUnretained(calls).toOpaque(), chunks)
}

@Suite struct WorkerPoolTests {
  @Test(arguments: [1, 2, 3, 8]) func everyChunkOnce(threads: Int32) throws {
    let pool = try #require(mtl_pool_create(threads))
    defer { mtl_pool_destroy(pool) }
    for region in 0..<2000 {
      let chunks = region % 101
      let calls = Calls()
      run(pool, calls, chunks: Int64(chunks))
      #expect(calls.total.load(ordering: .relaxed) == chunks)
      #expect(calls.sum.load(ordering: .relaxed) == chunks * (chunks - 1) / 2)
      #expect(calls.largestWorker.load(ordering: .relaxed) < Int(threads))
    }
  }

  @Test func regionsAfterSleep() async throws {
    let pool = try #require(mtl_pool_create(4))
    defer { mtl_pool_destroy(pool) }
    let calls = Calls()
    for _ in 0..<20 {
      try await Task.sleep(for: .milliseconds(3))
      run(pool, calls, chunks: 10)
    }
    #expect(calls.total.load(ordering: .relaxed) == 200)
  }

  @Test func destroyed() async throws {
    for round in 0..<200 {
      let pool = try #require(mtl_pool_create(Int32(round % 5 + 1)))
      if round % 3 == 0 { run(pool, Calls(), chunks: Int64(round % 7)) }
      if round % 50 == 0 { try await Task.sleep(for: .milliseconds(5)) }
      mtl_pool_destroy(pool)
    }
    mtl_pool_destroy(nil)
  }

  /// The same product on one thread and on several, in chunks of five rows.
  @Test(arguments: InstructionSet.available) func sameBitsOnThreads(set: InstructionSet) throws {
    var shape = mtl_matrix_product()
    (shape.m, shape.n, shape.k) = (203, 70, 40)
    (shape.lda, shape.ldb, shape.ldc) = (40, 70, 70)
    var generator = Generator(state: 41)
    let work = Work(
      kernel: try #require(set.kernels().matrix_product), shape: shape,
      a: generator.floats(203 * 40), b: generator.floats(70 * 40))
    let results = try [1, 2, 4].map { try work.run(threads: $0) }
    #expect(sameBits(results[0], results[1]) && sameBits(results[0], results[2]))
  }
}

/// A product whose chunks the workers of a pool share.
private struct Work {
  typealias Kernel =
    @convention(c) (
      UnsafePointer<mtl_matrix_product>?, Int64, Int64, UnsafePointer<Float>?,
      UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafeMutablePointer<Float>?,
      UnsafeMutablePointer<Float>?
    ) -> Void

  let kernel: Kernel
  var shape: mtl_matrix_product
  let a: [Float]
  let b: [Float]

  /// What one region needs: plain pointers.
  struct Region {
    let kernel: Kernel
    var shape: mtl_matrix_product
    let a: UnsafePointer<Float>
    let b: UnsafePointer<Float>
    let c: UnsafeMutablePointer<Float>
    let scratch: UnsafeMutablePointer<Float>
    let scratchSize: Int
  }

  func run(threads: Int32) throws -> [Float] {
    var shape = shape
    let size = mtl_matrix_product_scratch(&shape)
    let pool = try #require(mtl_pool_create(threads))
    defer { mtl_pool_destroy(pool) }
    return try filled(Int(shape.m * shape.n), scratch: size * Int64(threads)) { c, scratch in
      try a.withUnsafeBufferPointer { a in
        try b.withUnsafeBufferPointer { b in
          var region = Region(
            kernel: kernel, shape: shape, a: try #require(a.baseAddress),
            b: try #require(b.baseAddress), c: c, scratch: scratch, scratchSize: Int(size))
          mtl_pool_run(
            pool,
            { context, chunk, worker in
              guard let context else { return }
              var region = context.load(as: Region.self)
              let end = min(chunk * 5 + 5, region.shape.m)
              region.kernel(
                &region.shape, chunk * 5, end, region.a, region.b, nil, region.c,
                region.scratch + Int(worker) * region.scratchSize)
            }, &region, (shape.m + 4) / 5)
        }
      }
    }
  }
}
