/// The SHA-256 digest (FIPS 180-4), by which a run recognises the files that it was made from.
package enum SHA256 {
  /// The digest of some bytes as 64 hexadecimal digits.
  package static func hexDigest(of bytes: [UInt8]) -> String {
    var state = initialState
    var words = [UInt32](repeating: 0, count: 64)
    let constants = Self.constants
    let span = bytes.span
    let wholeBlocks = span.count / 64
    for block in 0..<wholeBlocks {
      compress(
        &state, span.extracting(block * 64..<block * 64 + 64), constants.span, &words)
    }
    let tail = paddedTail(bytes[(wholeBlocks * 64)...], length: bytes.count)
    for start in stride(from: 0, to: tail.count, by: 64) {
      compress(&state, tail.span.extracting(start..<start + 64), constants.span, &words)
    }
    return hex(state)
  }

  /// The last bytes with the padding that brings them to whole blocks.
  private static func paddedTail(_ rest: ArraySlice<UInt8>, length: Int) -> [UInt8] {
    var tail = Array(rest)
    tail.append(0x80)
    while tail.count % 64 != 56 { tail.append(0) }
    let bitCount = UInt64(length) * 8
    for shift in stride(from: 56, through: 0, by: -8) {
      tail.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
    }
    return tail
  }

  /// Takes one block of 64 bytes into the state; the words are scratch of 64.
  private static func compress(
    _ state: inout SIMD8<UInt32>, _ block: Span<UInt8>, _ constants: Span<UInt32>,
    _ words: inout [UInt32]
  ) {
    var schedule = words.mutableSpan
    extend(block, into: &schedule)
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for round in 0..<64 {
      let choice = (e & f) ^ (~e & g)
      let majority = (a & b) ^ (a & c) ^ (b & c)
      let first = h &+ bigSigma1(e) &+ choice &+ constants[round] &+ schedule[round]
      let second = bigSigma0(a) &+ majority
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    state &+= SIMD8(a, b, c, d, e, f, g, h)
  }

  /// Makes the words of all rounds from the bytes of a block.
  @inline(__always)
  private static func extend(_ block: Span<UInt8>, into words: inout MutableSpan<UInt32>) {
    for index in 0..<16 {
      let start = index &* 4
      words[index] =
        UInt32(block[start]) << 24 | UInt32(block[start &+ 1]) << 16
        | UInt32(block[start &+ 2]) << 8 | UInt32(block[start &+ 3])
    }
    for round in 16..<64 {
      let (early, late) = (words[round &- 15], words[round &- 2])
      let small0 = rotated(early, 7) ^ rotated(early, 18) ^ (early &>> 3)
      let small1 = rotated(late, 17) ^ rotated(late, 19) ^ (late &>> 10)
      words[round] = words[round &- 16] &+ small0 &+ words[round &- 7] &+ small1
    }
  }

  @inline(__always)
  private static func bigSigma0(_ word: UInt32) -> UInt32 {
    rotated(word, 2) ^ rotated(word, 13) ^ rotated(word, 22)
  }

  @inline(__always)
  private static func bigSigma1(_ word: UInt32) -> UInt32 {
    rotated(word, 6) ^ rotated(word, 11) ^ rotated(word, 25)
  }

  /// A word turned to the right.
  @inline(__always)
  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word &>> count | word &<< (32 &- count)
  }

  /// The state as hexadecimal digits.
  private static func hex(_ state: SIMD8<UInt32>) -> String {
    var text = ""
    for index in 0..<8 {
      let digits = String(state[index], radix: 16)
      text += String(repeating: "0", count: 8 - digits.count) + digits
    }
    return text
  }

  private static let initialState = SIMD8<UInt32>(
    0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB,
    0x5BE0_CD19)

  private static let constants: [UInt32] = [
    0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5, 0x3956_C25B, 0x59F1_11F1, 0x923F_82A4,
    0xAB1C_5ED5, 0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3, 0x72BE_5D74, 0x80DE_B1FE,
    0x9BDC_06A7, 0xC19B_F174, 0xE49B_69C1, 0xEFBE_4786, 0x0FC1_9DC6, 0x240C_A1CC, 0x2DE9_2C6F,
    0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA, 0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7,
    0xC6E0_0BF3, 0xD5A7_9147, 0x06CA_6351, 0x1429_2967, 0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC,
    0x5338_0D13, 0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85, 0xA2BF_E8A1, 0xA81A_664B,
    0xC24B_8B70, 0xC76C_51A3, 0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070, 0x19A4_C116,
    0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5, 0x391C_0CB3, 0x4ED8_AA4A, 0x5B9C_CA4F, 0x682E_6FF3,
    0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208, 0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7,
    0xC671_78F2,
  ]
}
