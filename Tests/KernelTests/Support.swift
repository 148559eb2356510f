import MTLKernels
import Testing

/// The kernels of one instruction set; a name rather than a pointer, so that tests can take it as
/// an argument.
struct InstructionSet: Sendable, CustomTestStringConvertible {
  let isa: mtl_isa

  /// All that this processor and build have.
  static let available = [MTL_ISA_PORTABLE, MTL_ISA_AVX2, MTL_ISA_AVX512, MTL_ISA_AMX]
    .filter { mtl_kernels_for($0) != nil }
    .map { InstructionSet(isa: $0) }

  func kernels() throws -> mtl_kernels {
    try #require(mtl_kernels_for(isa)).pointee
  }

  var testDescription: String {
    mtl_kernels_for(isa).map { String(cString: $0.pointee.name) } ?? "none"
  }
}

/// SplitMix64: a small generator with a fixed sequence.
struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func uniform(_ low: Float, _ high: Float) -> Float {
    low + (high - low) * Float(next() >> 40) * 0x1p-24
  }

  mutating func floats(_ count: Int, in range: ClosedRange<Float> = -1...1) -> [Float] {
    (0..<count).map { _ in uniform(range.lowerBound, range.upperBound) }
  }
}

/// Marks memory that no kernel may write.
let guardValue: Float = 12345.5
let guardCount = 40

/// `count` floats for a kernel to fill, and beyond them some that it must leave alone.
func filled(
  _ count: Int, with start: [Float]? = nil, scratch: Int64 = 0,
  by body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) throws -> Void
) throws -> [Float] {
  var result = start ?? [Float](repeating: .nan, count: count)
  result += [Float](repeating: guardValue, count: guardCount)
  var work = [Float](repeating: .nan, count: Int(scratch))
  work += [Float](repeating: guardValue, count: guardCount)
  try result.withUnsafeMutableBufferPointer { result in
    try work.withUnsafeMutableBufferPointer { work in
      try body(#require(result.baseAddress), #require(work.baseAddress))
    }
  }
  #expect(result[count...].allSatisfy { $0 == guardValue }, "wrote beyond the result")
  #expect(work[Int(scratch)...].allSatisfy { $0 == guardValue }, "wrote beyond the scratch memory")
  return Array(result[..<count])
}

/// Whether two results have the same bits.
func sameBits(_ a: [Float], _ b: [Float]) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { $0.bitPattern == $1.bitPattern }
}

/// Cuts 0 ..< count at odd places, with an empty range among them.
func oddCuts(_ count: Int) -> [Range<Int64>] {
  var places: [Int] = [0]
  for step in [1, 0, 2, 5, 3, 11, 7, 16, 29, 64, 513, 100_000] {
    places.append(min((places.last ?? 0) + step, count))
  }
  return zip(places, places.dropFirst()).map { Int64($0)..<Int64($1) }
}

/// The first place where a result is further from the expected one than the tolerance allows.
func firstDifference(
  _ result: [Float], _ expected: [Double], absolute: Double, relative: Double = 0
) -> String? {
  guard result.count == expected.count else { return "\(result.count) != \(expected.count)" }
  for (index, (got, wanted)) in zip(result, expected).enumerated() {
    if wanted.isNaN && got.isNaN { continue }
    if Float(wanted) == got { continue }
    let difference = abs(Double(got) - wanted)
    if !(difference <= absolute + relative * abs(wanted)) {
      return "at \(index): \(got) instead of \(wanted)"
    }
  }
  return nil
}
