import MTLKernels
import Testing

/// A convolution with its operands.
private struct Convolution {
  var shape = mtl_convolution()
  let images: Int
  var x: [Float] = []
  var weights: [Float] = []
  var bias: [Float] = []
  var cotangent: [Float] = []

  init(
    images: Int = 3, height: Int, width: Int, channels: (Int, Int), kernel: (Int, Int),
    stride: (Int, Int) = (1, 1), dilation: (Int, Int) = (1, 1), groups: Int = 1,
    pad: (Int, Int) = (0, 0), out: (Int, Int)
  ) {
    self.images = images
    shape.height = Int32(height)
    shape.width = Int32(width)
    shape.in_channels = Int32(channels.0)
    shape.out_channels = Int32(channels.1)
    shape.kernel_height = Int32(kernel.0)
    shape.kernel_width = Int32(kernel.1)
    shape.stride_height = Int32(stride.0)
    shape.stride_width = Int32(stride.1)
    shape.dilation_height = Int32(dilation.0)
    shape.dilation_width = Int32(dilation.1)
    shape.groups = Int32(groups)
    shape.pad_top = Int32(pad.0)
    shape.pad_left = Int32(pad.1)
    shape.out_height = Int32(out.0)
    shape.out_width = Int32(out.1)
    var generator = Generator(state: 7)
    x = generator.floats(images * height * width * channels.0)
    weights = generator.floats(kernel.0 * kernel.1 * channels.0 / groups * channels.1)
    bias = generator.floats(channels.1)
    cotangent = generator.floats(images * out.0 * out.1 * channels.1)
  }

  /// Calls the body with the places in y, x and the weights of every product that is part of y.
  func eachProduct(_ body: (Int, Int, Int) -> Void) {
    let s = shape
    let (inGroup, outGroup) = (s.in_channels / s.groups, s.out_channels / s.groups)
    for image in 0..<Int32(images) {
      for oy in 0..<s.out_height {
        for ox in 0..<s.out_width {
          for ky in 0..<s.kernel_height {
            for kx in 0..<s.kernel_width {
              let iy = oy * s.stride_height + ky * s.dilation_height - s.pad_top
              let ix = ox * s.stride_width + kx * s.dilation_width - s.pad_left
              guard iy >= 0, iy < s.height, ix >= 0, ix < s.width else { continue }
              let y = ((image * s.out_height + oy) * s.out_width + ox) * s.out_channels
              let x = ((image * s.height + iy) * s.width + ix) * s.in_channels
              let w = (ky * s.kernel_width + kx) * inGroup * s.out_channels
              for o in 0..<s.out_channels {
                let first = x + o / outGroup * inGroup
                for i in 0..<inGroup {
                  body(Int(y + o), Int(first + i), Int(w + i * s.out_channels + o))
                }
              }
            }
          }
        }
      }
    }
  }

  func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
    var y = [Double](repeating: 0, count: cotangent.count)
    var dx = [Double](repeating: 0, count: x.count)
    var dw = [Double](repeating: 0, count: weights.count)
    eachProduct { o, i, w in
      y[o] += Double(x[i]) * Double(weights[w])
      dx[i] += Double(cotangent[o]) * Double(weights[w])
      dw[w] += Double(cotangent[o]) * Double(x[i])
    }
    let activated = y.enumerated().map { max($1 + Double(bias[$0 % bias.count]), 0) }
    for set in InstructionSet.available {
      let comment = Comment(rawValue: "\(set.testDescription) \(shape)")
      let images = [Int64(0)..<Int64(images)]
      let plain = try forward(set, cuts: images, activated: false)
      let differences = [
        firstDifference(plain, y, absolute: 2e-5),
        firstDifference(
          try forward(set, cuts: images, activated: true), activated, absolute: 2e-5),
        firstDifference(try inputGradient(set, cuts: images), dx, absolute: 2e-5),
        firstDifference(
          try weightGradient(set, cuts: [0..<rows]), dw, absolute: 2e-5, relative: 1e-6),
        firstDifference(
          try sharedWeightGradient(set, shares: 4, cuts: [0..<4]), dw, absolute: 2e-5,
          relative: 1e-6),
      ]
      #expect(differences == [nil, nil, nil, nil, nil], comment, sourceLocation: sourceLocation)
      let cuts = oddCuts(self.images)
      let same = [
        try sameBits(plain, forward(set, cuts: cuts, activated: false)),
        try sameBits(inputGradient(set, cuts: images), inputGradient(set, cuts: cuts)),
        try sameBits(
          weightGradient(set, cuts: [0..<rows]), weightGradient(set, cuts: oddCuts(Int(rows)))),
        try sameBits(
          sharedWeightGradient(set, shares: 5, cuts: [0..<5]),
          sharedWeightGradient(set, shares: 5, cuts: [0..<1, 1..<4, 4..<5])),
      ]
      #expect(same == [true, true, true, true], comment, sourceLocation: sourceLocation)
    }
  }

  /// Rows of the gradient of the weights.
  var rows: Int64 { Int64(weights.count) / Int64(shape.out_channels) }

  func forward(_ set: InstructionSet, cuts: [Range<Int64>], activated: Bool) throws -> [Float] {
    let kernel = try #require(set.kernels().convolution)
    var shape = shape
    let scratch = mtl_convolution_scratch(&shape)
    return try filled(cotangent.count, scratch: scratch) { y, scratch in
      for cut in cuts {
        kernel(
          &shape, cut.lowerBound, cut.upperBound, x, weights, activated ? bias : nil,
          activated ? 1 : 0, y, scratch)
      }
    }
  }

  func inputGradient(_ set: InstructionSet, cuts: [Range<Int64>]) throws -> [Float] {
    let kernel = try #require(set.kernels().convolution_input_gradient)
    var shape = shape
    let scratch = mtl_convolution_scratch(&shape)
    return try filled(x.count, scratch: scratch) { gradient, scratch in
      for cut in cuts {
        kernel(&shape, cut.lowerBound, cut.upperBound, weights, cotangent, gradient, scratch)
      }
    }
  }

  /// The gradients of the weights of equal shares of the images, added up.
  func sharedWeightGradient(
    _ set: InstructionSet, shares: Int, cuts: [Range<Int64>]
  ) throws -> [Float] {
    let kernel = try #require(set.kernels().convolution_weight_gradient)
    var shape = shape
    let scratch = mtl_convolution_scratch(&shape)
    let gradients = try filled(shares * weights.count, scratch: scratch) { gradient, scratch in
      for cut in cuts {
        kernel(
          &shape, Int64(images), Int64(shares), cut.lowerBound * rows, cut.upperBound * rows, x,
          cotangent, gradient, scratch)
      }
    }
    return weights.indices.map { weight in
      (0..<shares).reduce(0) { $0 + gradients[$1 * weights.count + weight] }
    }
  }

  func weightGradient(_ set: InstructionSet, cuts: [Range<Int64>]) throws -> [Float] {
    let kernel = try #require(set.kernels().convolution_weight_gradient)
    var shape = shape
    let scratch = mtl_convolution_scratch(&shape)
    return try filled(weights.count, scratch: scratch) { gradient, scratch in
      for cut in cuts {
        kernel(
          &shape, Int64(images), 1, cut.lowerBound, cut.upperBound, x, cotangent, gradient,
          scratch)
      }
    }
  }
}

@Suite struct ConvolutionTests {
  @Test func samePadding() throws {
    for channels in [(1, 16), (1, 5), (3, 16), (2, 33), (5, 1), (17, 20), (1, 70)] {
      try Convolution(
        height: 8, width: 8, channels: channels, kernel: (3, 3), pad: (1, 1), out: (8, 8)
      ).check()
    }
    try Convolution(
      height: 7, width: 9, channels: (1, 16), kernel: (5, 5), pad: (2, 2), out: (7, 9)
    ).check()
    try Convolution(
      height: 9, width: 6, channels: (3, 18), kernel: (3, 3), pad: (1, 1), out: (9, 6)
    ).check()
    try Convolution(
      height: 5, width: 6, channels: (4, 7), kernel: (2, 4), pad: (0, 1), out: (5, 6)
    ).check()
  }

  @Test func manyChannels() throws {
    try Convolution(
      images: 1, height: 4, width: 5, channels: (33, 66), kernel: (3, 3), pad: (1, 1),
      out: (4, 5)
    ).check()
  }

  /// Kernels of 3 by 3 between many channels take Winograd's way, also where pixels are left over.
  @Test func tilesOfFourPixels() throws {
    for (size, out, pad) in [
      ((8, 8), (8, 8), (1, 1)), ((9, 7), (9, 7), (1, 1)),
      ((6, 9), (4, 7), (0, 0)), ((4, 5), (6, 4), (2, 0)),
    ] {
      for channels in [(16, 16), (17, 20), (32, 30)] {
        try Convolution(
          height: size.0, width: size.1, channels: channels, kernel: (3, 3), pad: pad, out: out
        ).check()
      }
    }
  }

  /// With few channels images lie side by side, also where there are less than fill a vector.
  @Test func imagesSideBySide() throws {
    for images in [1, 16, 19] {
      try Convolution(
        images: images, height: 7, width: 6, channels: (7, 10), kernel: (5, 4), pad: (0, 2),
        out: (3, 7)
      ).check()
      try Convolution(
        images: images, height: 8, width: 9, channels: (10, 6), kernel: (3, 3), stride: (2, 1),
        dilation: (2, 1), pad: (1, 1), out: (3, 9)
      ).check()
    }
  }

  @Test func withoutPadding() throws {
    try Convolution(height: 7, width: 6, channels: (3, 8), kernel: (3, 2), out: (5, 5)).check()
    try Convolution(height: 4, width: 6, channels: (5, 9), kernel: (1, 1), out: (4, 6)).check()
    try Convolution(height: 4, width: 6, channels: (5, 16), kernel: (4, 6), out: (1, 1)).check()
    try Convolution(height: 3, width: 3, channels: (2, 4), kernel: (3, 3), out: (1, 1)).check()
  }

  @Test func strides() throws {
    for stride in [(2, 2), (1, 3), (2, 1), (3, 2)] {
      let out = ((9 + 2 - 3) / stride.0 + 1, (8 + 2 - 3) / stride.1 + 1)
      for channels in [(1, 16), (3, 7)] {
        try Convolution(
          height: 9, width: 8, channels: channels, kernel: (3, 3), stride: stride, pad: (1, 1),
          out: out
        ).check()
      }
    }
    // The last rows and columns of the input are not seen by any window.
    try Convolution(
      height: 9, width: 10, channels: (3, 4), kernel: (1, 1), stride: (2, 3), out: (4, 3)
    ).check()
    try Convolution(
      height: 6, width: 6, channels: (3, 4), kernel: (3, 3), stride: (2, 2), out: (2, 2)
    ).check()
  }

  /// Every phase of the gradient of the input has a 3x3 kernel of its own here.
  @Test func stridedKernelOfFewTaps() throws {
    for channels in [(4, 1), (16, 1), (3, 2)] {
      try Convolution(
        height: 11, width: 10, channels: channels, kernel: (6, 6), stride: (2, 2), pad: (2, 1),
        out: (5, 4)
      ).check()
    }
  }

  @Test func dilationAndGroups() throws {
    try Convolution(
      height: 9, width: 8, channels: (3, 5), kernel: (3, 3), dilation: (2, 3), pad: (2, 3),
      out: (9, 8)
    ).check()
    try Convolution(
      height: 9, width: 8, channels: (2, 16), kernel: (3, 2), stride: (2, 1), dilation: (2, 1),
      pad: (2, 0), out: (5, 7)
    ).check()
    for groups in [2, 3, 6] {
      try Convolution(
        height: 5, width: 6, channels: (6, 12), kernel: (3, 3), groups: groups, pad: (1, 1),
        out: (5, 6)
      ).check()
    }
    try Convolution(
      height: 7, width: 6, channels: (4, 40), kernel: (3, 3), stride: (2, 1), dilation: (1, 2),
      groups: 2, pad: (1, 2), out: (4, 6)
    ).check()
  }

  /// More padding than the kernel reaches, and more on the left than on the right.
  @Test func widePadding() throws {
    try Convolution(
      height: 3, width: 4, channels: (2, 5), kernel: (2, 2), pad: (3, 2), out: (8, 8)
    ).check()
    try Convolution(
      height: 4, width: 4, channels: (3, 4), kernel: (1, 1), pad: (1, 2), out: (6, 7)
    ).check()
  }
}
