import Foundation
import MTLKernels
import Testing

@Suite struct TranscendentalTests {
  /// A function, the range it is tested in, and the error that is allowed: units in the last place
  /// or an absolute error, whichever is larger.
  private struct Limit: Sendable {
    let operation: mtl_elementwise_operation
    let range: ClosedRange<Float>
    let places: Double
    let absolute: Double
    let reference: @Sendable (Double) -> Double
  }

  private static let limits = [
    Limit(operation: MTL_EXPONENTIAL, range: -87.3...88.7, places: 1.1, absolute: 0) { exp($0) },
    Limit(operation: MTL_EXPONENTIAL, range: -1...1, places: 1.1, absolute: 0) { exp($0) },
    Limit(operation: MTL_LOGARITHM, range: 1e-30...1e30, places: 1.1, absolute: 0) { log($0) },
    Limit(operation: MTL_LOGARITHM, range: 0.01...4, places: 1.1, absolute: 0) { log($0) },
    Limit(operation: MTL_TANH, range: -12...12, places: 6, absolute: 0) { tanh($0) },
    Limit(operation: MTL_TANH, range: -0.1...0.1, places: 6, absolute: 0) { tanh($0) },
    Limit(operation: MTL_SIGMOID, range: -87...87, places: 3.5, absolute: 0) { 1 / (1 + exp(-$0)) },
    Limit(operation: MTL_SOFTPLUS, range: -85...85, places: 3.5, absolute: 0) { log1p(exp($0)) },
    Limit(operation: MTL_SOFTPLUS, range: -4...4, places: 3.5, absolute: 0) { log1p(exp($0)) },
    Limit(operation: MTL_ERROR_FUNCTION, range: -5...5, places: 0, absolute: 4e-7) { erf($0) },
    Limit(operation: MTL_POWER, range: 1e-4...50, places: 40, absolute: 0) { pow($0, 2.5) },
  ]

  @Test(arguments: InstructionSet.available) func accuracy(set: InstructionSet) throws {
    var generator = Generator(state: 11)
    for limit in Self.limits {
      let x = generator.floats(6000, in: limit.range)
      let steps = [step(limit.operation, 1, constant: 2.5)]
      let result = try run(set, steps, [Operand(data: x)], count: x.count)
      var worst = 0.0
      for (got, argument) in zip(result, x) {
        let wanted = limit.reference(Double(argument))
        let difference = abs(Double(got) - wanted)
        if difference <= limit.absolute { continue }
        worst = max(worst, difference / Double(Float(wanted).ulp))
      }
      #expect(worst <= limit.places, "\(limit.operation) in \(limit.range)")
    }
  }

  private func check(
    _ set: InstructionSet, _ operation: mtl_elementwise_operation, _ pairs: [(Float, Float)],
    constant: Float = 0, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let x = Operand(data: pairs.map(\.0))
    let result = try run(
      set, [step(operation, 1, constant: constant)], [x], count: pairs.count)
    for (got, (argument, wanted)) in zip(result, pairs) {
      #expect(
        got == wanted || (got.isNaN && wanted.isNaN), "\(operation)(\(argument))",
        sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: InstructionSet.available) func extremes(set: InstructionSet) throws {
    let infinity = Float.infinity
    let huge = Float.greatestFiniteMagnitude
    try check(
      set, MTL_EXPONENTIAL,
      [
        (0, 1), (-0.0, 1), (89, infinity), (1000, infinity), (huge, infinity),
        (infinity, infinity), (-104, 0), (-1e10, 0), (-infinity, 0), (.nan, .nan),
      ])
    try check(
      set, MTL_LOGARITHM,
      [
        (0, -infinity), (-0.0, -infinity), (1, 0), (-1, .nan), (-0x1p-133, .nan),
        (-infinity, .nan), (infinity, infinity), (.nan, .nan),
      ])
    try check(
      set, MTL_TANH,
      [
        (0, 0), (9.1, 1), (-9.1, -1), (huge, 1), (infinity, 1), (-infinity, -1), (.nan, .nan),
        (1e-10, 1e-10),
      ])
    try check(
      set, MTL_SIGMOID,
      [(0, 0.5), (100, 1), (infinity, 1), (-infinity, 0), (-200, 0), (.nan, .nan)])
    try check(
      set, MTL_SOFTPLUS,
      [
        (100, 100), (huge, huge), (infinity, infinity), (-infinity, 0), (-200, 0), (.nan, .nan),
      ])
    try check(
      set, MTL_ERROR_FUNCTION,
      [(0, 0), (4, 1), (-4, -1), (infinity, 1), (-infinity, -1), (.nan, .nan)])
    try check(set, MTL_POWER, [(0, 0), (1, 1), (infinity, infinity), (-1, .nan)], constant: 0.5)
    try check(set, MTL_POWER, [(0, infinity), (1, 1), (infinity, 0)], constant: -2)
    try check(set, MTL_POWER, [(0, 1), (3, 1), (infinity, 1)], constant: 0)
    try check(
      set, MTL_SQUARE_ROOT, [(0, 0), (4, 2), (infinity, infinity), (-1, .nan), (.nan, .nan)])
    try check(set, MTL_RECIPROCAL, [(0, infinity), (infinity, 0), (4, 0.25)])
    try check(set, MTL_RECIPROCAL_SQUARE_ROOT, [(0, infinity), (infinity, 0), (4, 0.5)])
  }

  /// Subnormal arguments and results keep their value where denormals are not flushed.
  @Test(arguments: InstructionSet.available) func subnormals(set: InstructionSet) throws {
    let x: [Float] = [0x1p-133, 0x1.8p-138, 0x1p-149]
    let logarithms = try run(set, [step(MTL_LOGARITHM, 1)], [Operand(data: x)], count: 3)
    #expect(firstDifference(logarithms, x.map { log(Double($0)) }, absolute: 1e-5) == nil)
    let y: [Float] = [-88, -95, -103]
    let exponentials = try run(set, [step(MTL_EXPONENTIAL, 1)], [Operand(data: y)], count: 3)
    #expect(firstDifference(exponentials, y.map { exp(Double($0)) }, absolute: 3e-45) == nil)
  }
}
