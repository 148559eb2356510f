import MTLKernels
import Testing

/// Pooling of images with its gradients.
private struct Pooling {
  var shape = mtl_pooling()
  let images = 3
  var x: [Float]
  var cotangent: [Float]

  init(
    _ height: Int, _ width: Int, channels: Int, window: (Int, Int), stride: (Int, Int),
    pad: (Int, Int) = (0, 0), out: (Int, Int)
  ) {
    shape.height = Int32(height)
    shape.width = Int32(width)
    shape.channels = Int32(channels)
    shape.window_height = Int32(window.0)
    shape.window_width = Int32(window.1)
    shape.stride_height = Int32(stride.0)
    shape.stride_width = Int32(stride.1)
    shape.pad_top = Int32(pad.0)
    shape.pad_left = Int32(pad.1)
    shape.out_height = Int32(out.0)
    shape.out_width = Int32(out.1)
    var generator = Generator(state: 31)
    // Few distinct values, so that windows often have their maximum more than once.
    x = generator.floats(images * height * width * channels).map { ($0 * 4).rounded() }
    cotangent = generator.floats(images * out.0 * out.1 * channels)
  }

  /// The places in x of every window, in order, with the window's place in y.
  func eachWindow(_ body: (Int, [Int]) -> Void) {
    let s = shape
    for image in 0..<Int32(images) {
      for oy in 0..<s.out_height {
        for ox in 0..<s.out_width {
          for channel in 0..<s.channels {
            var places: [Int] = []
            let top = oy * s.stride_height - s.pad_top
            let left = ox * s.stride_width - s.pad_left
            for y in top..<(top + s.window_height) where y >= 0 && y < s.height {
              for x in left..<(left + s.window_width) where x >= 0 && x < s.width {
                places.append(Int(((image * s.height + y) * s.width + x) * s.channels + channel))
              }
            }
            body(
              Int(((image * s.out_height + oy) * s.out_width + ox) * s.channels + channel), places)
          }
        }
      }
    }
  }

  func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
    var largest = [Double](repeating: 0, count: cotangent.count)
    var average = largest
    var largestSlope = [Double](repeating: 0, count: x.count)
    var averageSlope = largestSlope
    eachWindow { place, window in
      guard var best = window.first else { return }
      for other in window where x[other] > x[best] { best = other }
      largest[place] = Double(x[best])
      largestSlope[best] += Double(cotangent[place])
      for other in window {
        average[place] += Double(x[other]) / Double(window.count)
        averageSlope[other] += Double(cotangent[place]) / Double(window.count)
      }
    }
    for set in InstructionSet.available {
      let kernels = try set.kernels()
      let results = try [[0..<Int64(images)], oddCuts(images)].map { try run(kernels, cuts: $0) }
      let expected = [largest, largestSlope, average, averageSlope]
      for (index, wanted) in expected.enumerated() {
        let comment = Comment(rawValue: "\(index) \(set.testDescription) \(shape)")
        let difference = firstDifference(results[0][index], wanted, absolute: 1e-5)
        #expect(difference == nil, comment, sourceLocation: sourceLocation)
        #expect(
          sameBits(results[0][index], results[1][index]), comment, sourceLocation: sourceLocation)
      }
    }
  }

  func run(_ kernels: mtl_kernels, cuts: [Range<Int64>]) throws -> [[Float]] {
    let maxPool = try #require(kernels.max_pool)
    let maxPoolGradient = try #require(kernels.max_pool_gradient)
    let averagePool = try #require(kernels.average_pool)
    let averagePoolGradient = try #require(kernels.average_pool_gradient)
    var shape = shape
    return try [
      filled(cotangent.count) { y, _ in
        for cut in cuts { maxPool(&shape, cut.lowerBound, cut.upperBound, x, y) }
      },
      filled(x.count) { y, _ in
        for cut in cuts {
          maxPoolGradient(&shape, cut.lowerBound, cut.upperBound, x, cotangent, y)
        }
      },
      filled(cotangent.count) { y, _ in
        for cut in cuts { averagePool(&shape, cut.lowerBound, cut.upperBound, x, y) }
      },
      filled(x.count) { y, _ in
        for cut in cuts {
          averagePoolGradient(&shape, cut.lowerBound, cut.upperBound, cotangent, y)
        }
      },
    ]
  }
}

@Suite struct PoolingTests {
  @Test func windows() throws {
    for channels in [1, 2, 3, 7, 16, 17, 33, 65] {
      try Pooling(8, 6, channels: channels, window: (2, 2), stride: (2, 2), out: (4, 3)).check()
      try Pooling(
        7, 5, channels: channels, window: (3, 2), stride: (2, 1), pad: (1, 0), out: (4, 4)
      ).check()
    }
    try Pooling(4, 6, channels: 9, window: (4, 6), stride: (4, 6), out: (1, 1)).check()
    try Pooling(5, 5, channels: 3, window: (2, 2), stride: (2, 2), out: (3, 3)).check()
    try Pooling(
      5, 5, channels: 3, window: (3, 3), stride: (1, 1), pad: (1, 1), out: (5, 5)
    ).check()
    try Pooling(7, 7, channels: 4, window: (2, 2), stride: (3, 3), out: (2, 2)).check()
    try Pooling(2, 2, channels: 1, window: (1, 1), stride: (1, 1), out: (2, 2)).check()
  }

  @Test(arguments: InstructionSet.available) func notANumberPasses(set: InstructionSet) throws {
    var pooling = Pooling(2, 4, channels: 1, window: (2, 2), stride: (2, 2), out: (1, 2))
    pooling.x[1] = .nan
    let result = try pooling.run(set.kernels(), cuts: [0..<1])[0]
    #expect(result[0].isNaN && !result[1].isNaN)
  }
}
