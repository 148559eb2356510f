import MTLCompiler
import MTLKernels

extension UnsafeMutablePointer<Float> {
  /// Allocates numbers for the kernels, on large pages where there are enough of them.
  static func allocateForKernels(_ count: Int) -> Self {
    let bytes = count * MemoryLayout<Float>.stride
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: bytes < MTL_LARGE_PAGE ? 64 : MTL_LARGE_PAGE)
    mtl_prefer_large_pages(memory, bytes)
    return memory.bindMemory(to: Float.self, capacity: count)
  }
}

/// The memory of a run: the variables, then the arena that its plans share.
package final class Memory {
  /// The number of floats.
  package let count: Int
  let base: UnsafeMutablePointer<Float>

  /// Allocates memory of zeros for plans over one variable layout.
  package init(layout: VariableLayout, plans: [Plan] = []) {
    count = max(plans.map(\.arenaEnd).max() ?? 0, layout.size, 1)
    base = .allocateForKernels(count)
    base.initialize(repeating: 0, count: count)
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

  /// The numbers in a range, such as one variable's.
  package func floats(in range: Range<Int>) -> [Float] {
    withFloats(in: range) { Array($0) }
  }

  /// Writes numbers from an offset on.
  package func store(_ floats: [Float], at offset: Int) {
    withFloats(in: offset..<offset + floats.count) { target in
      for (index, value) in floats.enumerated() { target[index] = value }
    }
  }

  /// Calls `body` with the memory of a range, which it must not keep.
  package func withFloats<Result>(
    in range: Range<Int>, _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= count, "\(range) is not in 0..<\(count)")
    return try body(UnsafeMutableBufferPointer(start: base + range.lowerBound, count: range.count))
  }
}
