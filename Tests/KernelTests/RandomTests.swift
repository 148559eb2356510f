import MTLKernels
import Testing

/// Philox4x32-10 as its authors define it, one block at a time.
private func philox(counter: [UInt32], key: [UInt32]) -> [UInt32] {
  var (c, k) = (counter, key)
  for _ in 0..<10 {
    let first = UInt64(c[0]) * 0xD251_1F53
    let second = UInt64(c[2]) * 0xCD9E_8D57
    c = [
      UInt32(second >> 32) ^ c[1] ^ k[0], UInt32(truncatingIfNeeded: second),
      UInt32(first >> 32) ^ c[3] ^ k[1], UInt32(truncatingIfNeeded: first),
    ]
    k = [k[0] &+ 0x9E37_79B9, k[1] &+ 0xBB67_AE85]
  }
  return c
}

@Suite struct RandomTests {
  /// The known answers that the authors publish.
  @Test func knownAnswers() {
    #expect(
      philox(counter: [0, 0, 0, 0], key: [0, 0])
        == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
    #expect(
      philox(
        counter: [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
        key: [0xa409_3822, 0x299f_31d0])
        == [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1])
  }

  private func expected(_ index: Int, random: mtl_random, stream: UInt32, keep: Float) -> Float {
    let block = UInt64(index) / 4
    let words = philox(
      counter: [
        UInt32(truncatingIfNeeded: block), UInt32(block >> 32),
        UInt32(truncatingIfNeeded: random.step), UInt32(random.step >> 32),
      ],
      key: [
        UInt32(truncatingIfNeeded: random.seed) ^ (stream &* 0x9E37_79B9),
        UInt32(random.seed >> 32),
      ])
    let uniform = Float(words[index % 4] >> 8) * 0x1p-24
    return uniform < keep ? 1 / keep : 0
  }

  @Test(arguments: InstructionSet.available) func keep(set: InstructionSet) throws {
    let random = mtl_random(seed: 0x0123_4567_89ab_cdef, step: 0xfedc_ba98_7654_3210)
    let count = 1500
    for (keep, stream) in [(Float(0.5), UInt32(3)), (0.9, 70_000), (1, 0)] {
      let steps = [step(MTL_RANDOM_KEEP, 0, constant: keep, stream: stream)]
      let wanted = (0..<count).map { expected($0, random: random, stream: stream, keep: keep) }
      let whole = try run(set, steps, [], count: count, random: random)
      #expect(sameBits(whole, wanted))
      let cut = try run(set, steps, [], count: count, cuts: oddCuts(count), random: random)
      #expect(sameBits(cut, wanted))
    }
  }

  /// The mask as one step of a longer program, and elements beyond the 34th bit of their number.
  @Test(arguments: InstructionSet.available) func dropout(set: InstructionSet) throws {
    let random = mtl_random(seed: 9, step: 1)
    let steps = [
      step(MTL_RANDOM_KEEP, 1, constant: 0.25, stream: 2), step(MTL_MULTIPLY, 2, 0, 1),
    ]
    let x = Operand(data: [3], mode: MTL_SCALAR)
    let count = 700
    let result = try run(set, steps, [x], count: count, cuts: oddCuts(count), random: random)
    #expect(
      sameBits(
        result, (0..<count).map { 3 * expected($0, random: random, stream: 2, keep: 0.25) }))

    let kernel = try #require(set.kernels().elementwise)
    let far = (1 << 36) + 3
    let distant = try filled(50, scratch: mtl_elementwise_scratch()) { result, scratch in
      var random = random
      let mask = [step(MTL_RANDOM_KEEP, 0, constant: 0.25)]
      let base = UnsafeMutablePointer<Float>(
        bitPattern: UInt(bitPattern: result) &- UInt(far * 4))
      var program = program(mask, operands: 0)
      kernel(&program, nil, [base], &random, Int64(far), Int64(far + 50), scratch)
    }
    #expect(
      sameBits(
        distant, (0..<50).map { expected(far + $0, random: random, stream: 0, keep: 0.25) }))
  }
}
