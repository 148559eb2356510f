/// What keys the random numbers of one training step.
package struct RandomKey: Hashable, Sendable {
  package var seed: UInt64
  package var step: UInt64

  package init(seed: UInt64, step: UInt64) {
    self.seed = seed
    self.step = step
  }
}

/// Counter-based random numbers: Philox4x32-10 (Salmon et al., SC 2011).
///
/// A number depends on its key, stream and position alone, never on what was drawn before, so any
/// thread can draw any part of a stream, and a resumed run draws what the unbroken run would have.
package enum Philox {
  /// The four words of one block.
  package static func block(
    counter: SIMD4<UInt32>, key: SIMD2<UInt32>
  ) -> SIMD4<UInt32> {
    var counter = counter
    var key = key
    for _ in 0..<10 {
      let first = UInt64(counter.x) * 0xD251_1F53
      let second = UInt64(counter.z) * 0xCD9E_8D57
      counter = SIMD4(
        UInt32(truncatingIfNeeded: second >> 32) ^ counter.y ^ key.x,
        UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ counter.w ^ key.y,
        UInt32(truncatingIfNeeded: first))
      key.x = key.x &+ 0x9E37_79B9
      key.y = key.y &+ 0xBB67_AE85
    }
    return counter
  }

  /// Word `position` of a stream.
  package static func word(at position: UInt64, stream: UInt32, key: RandomKey) -> UInt32 {
    block(at: position / 4, stream: stream, key: key)[Int(position % 4)]
  }

  /// The words from `4 * index` on of a stream.
  package static func block(at index: UInt64, stream: UInt32, key: RandomKey) -> SIMD4<UInt32> {
    block(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: index), UInt32(truncatingIfNeeded: index >> 32),
        UInt32(truncatingIfNeeded: key.step), UInt32(truncatingIfNeeded: key.step >> 32)),
      key: SIMD2(
        UInt32(truncatingIfNeeded: key.seed) ^ (stream &* 0x9E37_79B9),
        UInt32(truncatingIfNeeded: key.seed >> 32)))
  }

  /// The uniform number in [0, 1) at `position` of a stream, with 24 random bits.
  package static func uniform(at position: UInt64, stream: UInt32, key: RandomKey) -> Double {
    Double(word(at: position, stream: stream, key: key) >> 8) * 0x1p-24
  }
}

/// A sequence of random numbers from one stream, for shuffles and initial values.
package struct RandomSequence: RandomNumberGenerator, Sendable {
  private let key: RandomKey
  private let stream: UInt32
  private var position: UInt64 = 0
  /// The block of the position, where some of it has been drawn.
  private var block = SIMD4<UInt32>()

  /// Creates the sequence of a stream; equal arguments give equal numbers.
  package init(seed: UInt64, step: UInt64 = 0, stream: UInt32) {
    key = RandomKey(seed: seed, step: step)
    self.stream = stream
  }

  /// The next 64 random bits.
  package mutating func next() -> UInt64 {
    let isFirstHalf = position % 4 == 0
    if isFirstHalf { block = Philox.block(at: position / 4, stream: stream, key: key) }
    position += 2
    let half = isFirstHalf ? block.lowHalf : block.highHalf
    return UInt64(half.y) << 32 | UInt64(half.x)
  }

  /// The next uniform number in [0, 1), with 53 random bits.
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// The next whole number in 0 ..< bound, by multiplication (bias below 2^-32 for small bounds).
  package mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}

extension RandomSequence {
  /// Brings the elements of a part of an array into random order, by Fisher and Yates.
  package mutating func shuffle(_ elements: inout [Int], _ range: Range<Int>) {
    for last in stride(from: range.count - 1, to: 0, by: -1) {
      elements.swapAt(range.lowerBound + last, range.lowerBound + below(last + 1))
    }
  }

  /// Writes the numbers 0 ..< count into an array of as many in random order, by Fisher and Yates.
  package mutating func permute(_ order: inout [Int]) {
    for index in order.indices { order[index] = index }
    for last in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(last, below(last + 1))
    }
  }
}
