import MTLKernels
import Testing

/// A matrix product with its operands, their rows padded where `padding` > 0.
private struct Product {
  var shape = mtl_matrix_product()
  var a: [Float] = []
  var b: [Float] = []
  var bias: [Float]?
  var start: [Float] = []

  init(
    _ m: Int, _ n: Int, _ k: Int, transposed: (a: Bool, b: Bool) = (false, false),
    accumulate: Bool = false, bias: Bool = false, relu: Bool = false, padding: Int = 0,
    lda: Int? = nil, seed: UInt64 = 1
  ) {
    var generator = Generator(state: seed)
    shape.m = Int64(m)
    shape.n = Int64(n)
    shape.k = Int64(k)
    shape.transpose_a = transposed.a ? 1 : 0
    shape.transpose_b = transposed.b ? 1 : 0
    shape.accumulate = accumulate ? 1 : 0
    shape.relu = relu ? 1 : 0
    shape.lda = Int64(lda ?? (transposed.a ? m : k) + padding)
    shape.ldb = Int64((transposed.b ? k : n) + padding)
    shape.ldc = Int64(n + padding)
    a = generator.floats(Int(shape.lda) * (transposed.a ? k : m))
    b = generator.floats(Int(shape.ldb) * (transposed.b ? n : k))
    self.bias = bias ? generator.floats(n) : nil
    start = generator.floats(Int(shape.ldc) * m)
  }

  func run(_ set: InstructionSet, cuts: [Range<Int64>]) throws -> [Float] {
    let kernel = try #require(set.kernels().matrix_product)
    var shape = shape
    let scratch = mtl_matrix_product_scratch(&shape)
    return try filled(start.count, with: start, scratch: scratch) { c, scratch in
      for cut in cuts {
        kernel(&shape, cut.lowerBound, cut.upperBound, a, b, bias, c, scratch)
        if !cut.isEmpty { shape.repeats = 1 }
      }
    }
  }

  func run(_ set: InstructionSet) throws -> [Float] { try run(set, cuts: [0..<shape.m]) }

  /// The plain sum in Double; what lies between the rows of c stays as it was.
  func expected() -> [Double] {
    let (m, n, k) = (Int(shape.m), Int(shape.n), Int(shape.k))
    let (lda, ldb, ldc) = (Int(shape.lda), Int(shape.ldb), Int(shape.ldc))
    let rowStep = shape.transpose_a != 0 ? (1, lda) : (lda, 1)
    let columnStep = shape.transpose_b != 0 ? (ldb, 1) : (1, ldb)
    var result = start.map(Double.init)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        for i in 0..<m {
          for j in 0..<n {
            var sum = shape.accumulate != 0 ? result[i * ldc + j] : 0
            for p in 0..<k {
              sum +=
                Double(a[i &* rowStep.0 &+ p &* rowStep.1])
                * Double(b[j &* columnStep.0 &+ p &* columnStep.1])
            }
            sum += Double(bias?[j] ?? 0)
            result[i * ldc + j] = shape.relu != 0 ? max(sum, 0) : sum
          }
        }
      }
    }
    return result
  }

  func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let expected = expected()
    let tolerance = 4e-7 * Double(shape.k + 2).squareRoot() * 4
    for set in InstructionSet.available {
      let result = try run(set)
      let difference = firstDifference(result, expected, absolute: tolerance)
      #expect(
        difference == nil, "\(set.testDescription) \(shape)", sourceLocation: sourceLocation)
      let cut = try run(set, cuts: oddCuts(Int(shape.m)))
      #expect(
        sameBits(result, cut), "\(set.testDescription) cut \(shape)",
        sourceLocation: sourceLocation)
    }
  }
}

@Suite struct MatrixProductTests {
  static let layouts = [(false, false), (false, true), (true, false), (true, true)]
  static let sizes = [1, 2, 3, 7, 17, 33, 65]

  @Test(arguments: 0..<4) func oddSizes(layout: Int) throws {
    let (a, b) = Self.layouts[layout]
    var seed: UInt64 = 0
    for m in Self.sizes {
      for n in Self.sizes {
        for k in [1, 3, 17, 33] {
          seed += 1
          try Product(
            m, n, k, transposed: (a, b), accumulate: seed % 3 == 0, bias: seed % 2 == 0,
            relu: seed % 3 == 1, padding: Int(seed % 4), seed: seed
          ).check()
        }
      }
    }
  }

  @Test func fewColumns() throws {
    for (a, b) in Self.layouts {
      for n in 1...8 {
        for k in [15, 16, 40] {
          try Product(29, n, k, transposed: (a, b), bias: true, relu: n % 2 == 0).check()
          try Product(70, n, k, transposed: (a, b), accumulate: true, padding: 1).check()
        }
      }
    }
  }

  @Test func severalBlocks() throws {
    for (a, b) in Self.layouts {
      try Product(9, 21, 700, transposed: (a, b), bias: true, relu: true).check()
      try Product(9, 21, 300, transposed: (a, b), accumulate: true).check()
    }
    try Product(3, 530, 5).check()
    try Product(3, 530, 5, transposed: (false, true)).check()
    try Product(400, 20, 3, bias: true).check()
  }

  /// A transposed a is copied together where there are many columns.
  @Test func copiedRows() throws {
    try Product(30, 400, 20, transposed: (true, false)).check()
    try Product(210, 390, 5, transposed: (true, true), bias: true, padding: 3).check()
    try Product(200, 400, 530, transposed: (true, false), lda: 256).check()
  }

  /// b is copied where its rows are a page long or, for many rows of a, straddle the cache's lines.
  @Test func packedColumns() throws {
    try Product(40, 1030, 3, bias: true).check()
    try Product(310, 70, 3, padding: 1).check()
  }

  /// Products that are large enough for a tile unit: whole tiles and odd ends of rows, columns and steps.
  @Test(arguments: 0..<4) func largeEnoughForTiles(layout: Int) throws {
    let transposed = Self.layouts[layout]
    try Product(128, 64, 64, transposed: transposed).check()
    try Product(85, 90, 75, transposed: transposed, bias: true, relu: true, padding: 3).check()
    try Product(17, 1045, 60, transposed: transposed, accumulate: true, padding: 1).check()
    try Product(150, 33, 530, transposed: transposed, bias: true).check()
    try Product(16, 25, 2085, transposed: transposed, bias: true, relu: true).check()
  }

  /// Numbers of very different sizes lose nothing against a chain of multiply-adds.
  @Test(arguments: InstructionSet.available) func sizesFarApart(set: InstructionSet) throws {
    var product = Product(64, 64, 128)
    for index in product.a.indices where index % 3 == 0 { product.a[index] *= 0x1p40 }
    for index in product.b.indices where index % 5 == 0 { product.b[index] *= 0x1p-30 }
    let expected = product.expected()
    let largest = expected.map { abs($0) }.max() ?? 0
    let difference = firstDifference(
      try product.run(set), expected, absolute: largest * 1e-6)
    #expect(difference == nil)
  }

  @Test func emptySides() throws {
    try Product(5, 9, 0, bias: true, relu: true).check()
    try Product(5, 9, 0, accumulate: true).check()
    try Product(0, 9, 3).check()
    try Product(5, 0, 3).check()
  }

  /// An activation must not hide that training has gone wrong.
  @Test(arguments: InstructionSet.available) func notANumberPasses(set: InstructionSet) throws {
    var product = Product(3, 70, 2, relu: true)
    product.a[0] = .nan
    let result = try product.run(set)
    #expect(result[..<70].allSatisfy { $0.isNaN })
    #expect(!result[70...].contains { $0.isNaN })
    var large = Product(64, 96, 96)
    large.a[5 * 96 + 7] = .nan
    large.b[9 * 96 + 11] = .infinity
    let numbers = try large.run(set)
    #expect(numbers[5 * 96..<6 * 96].allSatisfy { $0.isNaN })
    for row in 0..<64 {
      for column in 0..<96 {
        #expect(numbers[row * 96 + column].isFinite == (row != 5 && column != 11))
      }
    }
  }
}
