/// Decodes recorded bytes; characters that are not hexadecimal digits are passed over.
func bytes(hex text: String) -> [UInt8] {
  let digits = text.compactMap { $0.hexDigitValue }
  return stride(from: 0, to: digits.count - 1, by: 2).map {
    UInt8(digits[$0] << 4 | digits[$0 + 1])
  }
}

/// Damages bytes in the ways of broken disks and transfers: cuts, flipped bits, random bytes.
///
/// Every cut is made; the other two as often as told.
func damagedCopies(of bytes: [UInt8], count: Int, seed: UInt64) -> [[UInt8]] {
  var generator = SeededGenerator(seed: seed)
  var copies = bytes.indices.map { Array(bytes[..<$0]) }
  for _ in 0..<count {
    var flipped = bytes
    for _ in 0...Int.random(in: 0..<3, using: &generator) {
      let index = Int.random(in: bytes.indices, using: &generator)
      flipped[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    }
    copies.append(flipped)
    var replaced = bytes
    let index = Int.random(in: bytes.indices, using: &generator)
    replaced[index] = UInt8.random(in: .min ... .max, using: &generator)
    copies.append(replaced)
  }
  return copies
}
