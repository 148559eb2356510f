import Foundation
import MTLKernels
import Testing

/// An operand with the memory it reads.
struct Operand {
  var data: [Float]
  var mode: mtl_operand_mode = MTL_FULL
  var length = 0

  subscript(index: Int) -> Float {
    switch mode {
    case MTL_SCALAR: data[0]
    case MTL_REPEAT: data[index % length]
    case MTL_STRETCH: data[index / length]
    default: data[index]
    }
  }
}

/// A step of a program.
func step(
  _ operation: mtl_elementwise_operation, _ target: Int, _ a: Int = 0, _ b: Int = 0,
  constant: Float = 0, stream: UInt32 = 0
) -> mtl_elementwise_step {
  mtl_elementwise_step(
    operation: UInt8(operation.rawValue), target: UInt8(target), a: UInt8(a), b: UInt8(b),
    constant: constant, stream: stream)
}

/// Makes a program of steps of which the last computes the result, in whatever register.
func program(_ steps: [mtl_elementwise_step], operands: Int) -> mtl_elementwise_program {
  let result = UInt8(operands)
  let last = steps.last?.target ?? result
  func renamed(_ register: UInt8) -> UInt8 {
    register == last ? result : register == result ? last : register
  }
  let renamed = steps.map { step in
    var step = step
    step.target = renamed(step.target)
    step.a = renamed(step.a)
    step.b = renamed(step.b)
    return step
  }
  var program = mtl_elementwise_program()
  mtl_elementwise_translate(renamed, Int32(renamed.count), Int32(operands), 1, &program)
  return program
}

/// Runs a program over `count` elements in the given cuts.
func run(
  _ set: InstructionSet, _ steps: [mtl_elementwise_step], _ operands: [Operand], count: Int,
  cuts: [Range<Int64>]? = nil, random: mtl_random = mtl_random(seed: 0, step: 0)
) throws -> [Float] {
  let kernel = try #require(set.kernels().elementwise)
  // One array holds all operands, so that one pointer keeps them all in place.
  let memory = operands.flatMap(\.data)
  var program = program(steps, operands: operands.count)
  return try filled(count, scratch: mtl_elementwise_scratch()) { result, scratch in
    try memory.withUnsafeBufferPointer { memory in
      var offset = 0
      let described = try operands.map { operand in
        defer { offset += operand.data.count }
        let data = operand.data.isEmpty ? nil : try #require(memory.baseAddress) + offset
        return mtl_operand(
          data: data, mode: Int32(operand.mode.rawValue), length: Int64(operand.length))
      }
      var random = random
      for cut in cuts ?? [0..<Int64(count)] {
        kernel(&program, described, [result], &random, cut.lowerBound, cut.upperBound, scratch)
      }
    }
  }
}

@Suite struct ElementwiseTests {
  static let sizes = [0, 1, 2, 3, 7, 17, 33, 65, 511, 512, 513, 1100]

  static let ofTwo: [(mtl_elementwise_operation, @Sendable (Double, Double) -> Double)] = [
    (MTL_ADD, { $0 + $1 }), (MTL_SUBTRACT, { $0 - $1 }), (MTL_MULTIPLY, { $0 * $1 }),
    (MTL_DIVIDE, { $0 / $1 }), (MTL_MAXIMUM, { max($0, $1) }), (MTL_MINIMUM, { min($0, $1) }),
    (MTL_GREATER, { $0 > $1 ? 1 : 0 }), (MTL_EQUAL, { $0 == $1 ? 1 : 0 }),
  ]

  @Test(arguments: InstructionSet.available) func operationsOfTwo(set: InstructionSet) throws {
    var generator = Generator(state: 3)
    for size in Self.sizes {
      let a = generator.floats(size)
      var b = generator.floats(size)
      for index in stride(from: 0, to: size, by: 5) { b[index] = a[index] }
      for (operation, reference) in Self.ofTwo {
        let steps = [step(operation, 2, 0, 1)]
        let result = try run(set, steps, [Operand(data: a), Operand(data: b)], count: size)
        let expected = zip(a, b).map { reference(Double($0), Double($1)) }
        let difference = firstDifference(result, expected, absolute: 0, relative: 6e-8)
        #expect(difference == nil, "\(operation) of \(size)")
      }
    }
  }

  static let ofOne: [(mtl_elementwise_operation, @Sendable (Double) -> Double)] = [
    (MTL_COPY, { $0 }), (MTL_NEGATE, { -$0 }), (MTL_ABSOLUTE, { abs($0) }),
    (MTL_SIGN, { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }), (MTL_SQUARE, { $0 * $0 }),
    (MTL_SQUARE_ROOT, { $0.squareRoot() }), (MTL_RECIPROCAL, { 1 / $0 }),
    (MTL_RECIPROCAL_SQUARE_ROOT, { 1 / $0.squareRoot() }), (MTL_RELU, { max($0, 0) }),
    (MTL_STEP, { $0 > 0 ? 1 : 0 }), (MTL_SCALE, { $0 * 1.75 }), (MTL_OFFSET, { $0 + 1.75 }),
    (MTL_MAXIMUM_CONSTANT, { max($0, 1.75) }), (MTL_MINIMUM_CONSTANT, { min($0, 1.75) }),
    (MTL_CONSTANT, { _ in 1.75 }),
  ]

  @Test(arguments: InstructionSet.available) func operationsOfOne(set: InstructionSet) throws {
    var generator = Generator(state: 4)
    for size in Self.sizes {
      var x = generator.floats(size, in: -4...4)
      if size > 3 { x[2] = 0 }
      for (operation, reference) in Self.ofOne {
        let steps = [step(operation, 1, constant: 1.75)]
        let result = try run(set, steps, [Operand(data: x)], count: size)
        let expected = x.map { reference(Double($0)) }
        let difference = firstDifference(result, expected, absolute: 0, relative: 2e-7)
        #expect(difference == nil, "\(operation) of \(size)")
      }
    }
  }

  @Test(arguments: InstructionSet.available) func notANumberPasses(set: InstructionSet) throws {
    let x = Operand(data: [.nan, 1, .nan])
    let y = Operand(data: [1, .nan, .nan])
    for operation in [MTL_ADD, MTL_MULTIPLY, MTL_MAXIMUM, MTL_MINIMUM] {
      let result = try run(set, [step(operation, 2, 0, 1)], [x, y], count: 3)
      #expect(result.allSatisfy { $0.isNaN }, "\(operation)")
    }
    for operation in [
      MTL_RELU, MTL_SIGN, MTL_EXPONENTIAL, MTL_LOGARITHM, MTL_TANH, MTL_SIGMOID, MTL_SOFTPLUS,
      MTL_ERROR_FUNCTION, MTL_POWER, MTL_MAXIMUM_CONSTANT, MTL_MINIMUM_CONSTANT,
    ] {
      let result = try run(set, [step(operation, 1, constant: 2)], [x], count: 3)
      #expect(result[0].isNaN && !result[1].isNaN && result[2].isNaN, "\(operation)")
    }
  }

  /// Every mode of operand, with lengths below, at and above a block, from every odd cut.
  @Test(arguments: InstructionSet.available) func operandModes(set: InstructionSet) throws {
    let count = 1700
    var generator = Generator(state: 5)
    let full = Operand(data: generator.floats(count))
    var others = [Operand(data: [0.75], mode: MTL_SCALAR)]
    for length in [1, 2, 3, 7, 16, 64, 300, 511, 512, 513, 700, 3000] {
      others.append(Operand(data: generator.floats(length), mode: MTL_REPEAT, length: length))
      let rows = (count + length - 1) / length
      others.append(Operand(data: generator.floats(rows), mode: MTL_STRETCH, length: length))
    }
    for other in others {
      let steps = [step(MTL_ADD, 2, 0, 1)]
      let expected = (0..<count).map { full[$0] + other[$0] }
      let whole = try run(set, steps, [full, other], count: count)
      #expect(sameBits(whole, expected), "\(other.mode) \(other.length)")
      let cut = try run(set, steps, [full, other], count: count, cuts: oddCuts(count))
      #expect(sameBits(cut, expected), "\(other.mode) \(other.length) cut")
    }
  }

  /// relu((x + bias) * row + 0.5) through four registers, then the same in place.
  @Test(arguments: InstructionSet.available) func programs(set: InstructionSet) throws {
    let (rows, columns) = (37, 29)
    let count = rows * columns
    var generator = Generator(state: 6)
    let x = Operand(data: generator.floats(count))
    let bias = Operand(data: generator.floats(columns), mode: MTL_REPEAT, length: columns)
    let row = Operand(data: generator.floats(rows), mode: MTL_STRETCH, length: columns)
    let steps = [
      step(MTL_ADD, 3, 0, 1), step(MTL_MULTIPLY, 4, 3, 2), step(MTL_OFFSET, 5, 4, constant: 0.5),
      step(MTL_RELU, 6, 5),
    ]
    let expected = (0..<count).map {
      max((Double(x[$0]) + Double(bias[$0])) * Double(row[$0]) + 0.5, 0)
    }
    let whole = try run(set, steps, [x, bias, row], count: count)
    #expect(firstDifference(whole, expected, absolute: 3e-7) == nil)
    let cut = try run(set, steps, [x, bias, row], count: count, cuts: oddCuts(count))
    #expect(sameBits(cut, whole))
  }

  /// Sums and differences of products and scaled operands, which are carried out as one, with the
  /// parts in either order, computed right before or earlier, and read once or twice.
  @Test(arguments: InstructionSet.available) func sumsOfProducts(set: InstructionSet) throws {
    let count = 300
    var generator = Generator(state: 9)
    let operands = (0..<3).map { _ in Operand(data: generator.floats(count)) }
    let parts = [
      step(MTL_MULTIPLY, 4, 0, 1), step(MTL_SCALE, 4, 0, constant: 0.9), step(MTL_SQUARE, 4, 0),
    ]
    let others = [
      step(MTL_COPY, 5, 2), step(MTL_MULTIPLY, 5, 1, 2), step(MTL_SCALE, 5, 1, constant: 3),
    ]
    for (part, other) in parts.flatMap({ part in others.map { (part, $0) } }) {
      for sum in [
        step(MTL_ADD, 6, 4, 5), step(MTL_ADD, 6, 5, 4), step(MTL_SUBTRACT, 6, 4, 5),
        step(MTL_SUBTRACT, 6, 5, 4), step(MTL_OFFSET, 6, 4, constant: 0.7),
        step(MTL_DIVIDE, 6, 4, 5), step(MTL_DIVIDE, 6, 5, 4), step(MTL_GREATER, 6, 4, 5),
        step(MTL_GREATER, 6, 5, 4), step(MTL_ADD, 6, 4, 4), step(MTL_SUBTRACT, 6, 2, 4),
      ] {
        for steps in [
          [part, other, sum], [other, part, sum], [part, other, sum, step(MTL_MULTIPLY, 7, 6, 4)],
        ] {
          let result = try run(set, steps, operands, count: count)
          let expected = (0..<count).map { index in
            reference(steps, operands.map { Double($0.data[index]) })
          }
          let difference = firstDifference(result, expected, absolute: 3e-7, relative: 3e-7)
          #expect(difference == nil, "\(steps.map { ($0.operation, $0.a, $0.b) })")
        }
      }
    }
  }

  /// The value of a program's last step, of these numbers in its first registers.
  private func reference(_ steps: [mtl_elementwise_step], _ operands: [Double]) -> Double {
    var registers = operands + Array(repeating: 0, count: 16)
    for step in steps {
      let operation = mtl_elementwise_operation(UInt32(step.operation))
      let (a, b) = (registers[Int(step.a)], registers[Int(step.b)])
      registers[Int(step.target)] =
        switch operation {
        case MTL_SCALE: a * Double(step.constant)
        case MTL_OFFSET: a + Double(step.constant)
        default:
          Self.ofTwo.first { $0.0 == operation }?.1(a, b)
            ?? Self.ofOne.first { $0.0 == operation }?.1(a) ?? .nan
        }
    }
    return registers[Int(steps.last?.target ?? 0)]
  }

  /// Adam: three results in place of operands, one of which is read after it was overwritten.
  @Test(arguments: InstructionSet.available) func severalResults(set: InstructionSet) throws {
    let kernel = try #require(set.kernels().elementwise)
    let steps = [
      step(MTL_SCALE, 9, 0, constant: 0.9), step(MTL_SCALE, 10, 1, constant: 0.1),
      step(MTL_ADD, 6, 9, 10), step(MTL_SCALE, 9, 2, constant: 0.99), step(MTL_SQUARE, 10, 1),
      step(MTL_SCALE, 10, 10, constant: 0.01), step(MTL_ADD, 7, 9, 10), step(MTL_SQUARE_ROOT, 9, 7),
      step(MTL_MULTIPLY, 9, 9, 3), step(MTL_OFFSET, 9, 9, constant: 1e-8),
      step(MTL_DIVIDE, 9, 6, 9),
      step(MTL_MULTIPLY, 9, 9, 4), step(MTL_SUBTRACT, 8, 5, 9),
    ]
    var program = mtl_elementwise_program()
    mtl_elementwise_translate(steps, Int32(steps.count), 6, 3, &program)
    let count = 1300
    var generator = Generator(state: 10)
    let (mean, gradient) = (generator.floats(count), generator.floats(count))
    let (square, weights) = (generator.floats(count, in: 0...1), generator.floats(count))
    for cuts in [[0..<Int64(count)], oddCuts(count)] {
      var values = mean + square + weights
      let scratch = UnsafeMutablePointer<Float>.allocate(capacity: Int(mtl_elementwise_scratch()))
      defer { scratch.deallocate() }
      var random = mtl_random()
      try values.withUnsafeMutableBufferPointer { values in
        let results = try (0..<3).map { try #require(values.baseAddress) + $0 * count }
        gradient.withUnsafeBufferPointer { gradient in
          withUnsafePointer(to: Float(2)) { correction in
            withUnsafePointer(to: Float(0.5)) { rate in
              let operands = [
                mtl_operand(data: results[0], mode: 0, length: 0),
                mtl_operand(data: gradient.baseAddress, mode: 0, length: 0),
                mtl_operand(data: results[1], mode: 0, length: 0),
                mtl_operand(data: correction, mode: Int32(MTL_SCALAR.rawValue), length: 0),
                mtl_operand(data: rate, mode: Int32(MTL_SCALAR.rawValue), length: 0),
                mtl_operand(data: results[2], mode: 0, length: 0),
              ]
              for cut in cuts {
                kernel(
                  &program, operands, results.map(Optional.some), &random, cut.lowerBound,
                  cut.upperBound, scratch)
              }
            }
          }
        }
      }
      let expected = (0..<count).map { index in
        let m = 0.9 * Double(mean[index]) + 0.1 * Double(gradient[index])
        let v = 0.99 * Double(square[index]) + 0.01 * pow(Double(gradient[index]), 2)
        return (m, v, Double(weights[index]) - 0.5 * m / (v.squareRoot() * 2 + 1e-8))
      }
      let wanted = expected.map(\.0) + expected.map(\.1) + expected.map(\.2)
      #expect(firstDifference(values, wanted, absolute: 1e-6, relative: 1e-6) == nil)
    }
  }

  @Test(arguments: InstructionSet.available) func inPlace(set: InstructionSet) throws {
    let kernel = try #require(set.kernels().elementwise)
    let count = 1300
    var generator = Generator(state: 8)
    let start = generator.floats(count)
    let steps = [step(MTL_SQUARE, 1, 0), step(MTL_ADD, 2, 1, 0)]
    let result = try filled(count, with: start, scratch: mtl_elementwise_scratch()) {
      var operand = mtl_operand(data: $0, mode: 0, length: 0)
      var random = mtl_random()
      var program = program(steps, operands: 1)
      kernel(&program, &operand, [$0], &random, 0, Int64(count), $1)
    }
    #expect(sameBits(result, start.map { $0 * $0 + $0 }))
  }

  /// Flushing denormals changes denormal results to zero and nothing else.
  @Test(arguments: InstructionSet.available) func flushedDenormals(set: InstructionSet) throws {
    let x = Operand(data: [-100, -90, -20, 0, 3, 80, 95, .infinity, -.infinity])
    let steps = [step(MTL_EXPONENTIAL, 1)]
    let before = try run(set, steps, [x], count: 9)
    let state = mtl_flush_denormals()
    defer { mtl_restore_denormals(state) }
    let after = try run(set, steps, [x], count: 9)
    #expect(before[0].isSubnormal && before[1].isSubnormal)
    // Compared as bits: with the flush on, comparisons take denormals for zeros.
    #expect(after[0].bitPattern == 0 && after[1].bitPattern == 0)
    #expect(sameBits(Array(before[2...]), Array(after[2...])))
  }
}
