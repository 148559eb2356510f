import MTLGraph

/// The window of a convolution, without the sizes that follow from the picture and the weights.
struct ConvolutionWindow: Hashable, Sendable {
  /// The distance between two windows, in both directions.
  var stride = 1
  /// Whether zeros around the picture make the output `ceil(size / stride)`; else windows stay inside.
  var padsToSame = false
  /// The distance between the places of a window that are read.
  var dilation = 1
  /// The parts that the channels are divided into, each seeing itself alone.
  var groups = 1

  var attributes: String {
    "stride \(stride), \(padsToSame ? "same" : "valid")"
      + (dilation == 1 ? "" : ", dilation \(dilation)") + (groups == 1 ? "" : ", \(groups) groups")
  }

  /// The sizes for pictures `[height, width, in]` and weights `[kernel height, kernel width, in, out]`,
  /// `in` being the channels of one group.
  func shape(picture: [Int], weights: [Int]) -> ConvolutionShape {
    let vertical = WindowAxis(
      size: picture[0], window: reach(of: weights[0]), stride: stride, padsToSame: padsToSame)
    let horizontal = WindowAxis(
      size: picture[1], window: reach(of: weights[1]), stride: stride, padsToSame: padsToSame)
    return ConvolutionShape(
      height: picture[0], width: picture[1], inChannels: picture[2], outChannels: weights[3],
      kernelHeight: weights[0], kernelWidth: weights[1], stride: stride,
      padTop: vertical.padBefore, padLeft: horizontal.padBefore, outHeight: vertical.count,
      outWidth: horizontal.count, dilation: dilation, groups: groups)
  }

  /// How many places a window of so many reaches over.
  func reach(of size: Int) -> Int { (size - 1) * dilation + 1 }
}

/// Windows along one axis: how many there are and how much padding stands before the first.
struct WindowAxis {
  let count: Int
  let padBefore: Int

  /// Padding to "same" follows the usual rule: the output has `ceil(size / stride)` places, and the
  /// odd one of the padding stands behind.
  init(size: Int, window: Int, stride: Int, padsToSame: Bool) {
    guard padsToSame else {
      count = size < window ? 0 : (size - window) / stride + 1
      padBefore = 0
      return
    }
    count = (size + stride - 1) / stride
    padBefore = max((count - 1) * stride + window - size, 0) / 2
  }
}

extension ConvolutionShape {
  /// Calls `body` for every product of the convolution of one picture: the offsets of the picture's
  /// element, the weight and the output's element.
  func forEachProduct(_ body: (_ picture: Int, _ weight: Int, _ output: Int) -> Void) {
    for outRow in 0..<outHeight {
      for outColumn in 0..<outWidth {
        for kernelRow in 0..<kernelHeight {
          let row = outRow * stride + kernelRow * dilation - padTop
          guard row >= 0, row < height else { continue }
          for kernelColumn in 0..<kernelWidth {
            let column = outColumn * stride + kernelColumn * dilation - padLeft
            guard column >= 0, column < width else { continue }
            forEachChannel(
              picture: (row * width + column) * inChannels,
              tap: (kernelRow * kernelWidth + kernelColumn) * inChannels / groups,
              output: (outRow * outWidth + outColumn) * outChannels, body)
          }
        }
      }
    }
  }

  /// Calls `body` for the products of one place of a window: each channel out with those of its group.
  private func forEachChannel(
    picture: Int, tap: Int, output: Int,
    _ body: (_ picture: Int, _ weight: Int, _ output: Int) -> Void
  ) {
    let (inGroup, outGroup) = (inChannels / groups, outChannels / groups)
    for channel in 0..<outChannels {
      for input in 0..<inGroup {
        body(
          picture + channel / outGroup * inGroup + input, (tap + input) * outChannels + channel,
          output + channel)
      }
    }
  }

  /// The number of elements of one picture, and of one output.
  var sizes: (picture: Int, output: Int) {
    (height * width * inChannels, outHeight * outWidth * outChannels)
  }
}
