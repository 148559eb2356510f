import MTLGraph

/// The window of a convolution, without the sizes that follow from the picture and the weights.
struct ConvolutionWindow: Hashable, Sendable {
  /// The distance between two windows, in both directions.
  var stride = 1
  /// Whether zeros around the picture make the output `ceil(size / stride)`; else windows stay inside.
  var padsToSame = false

  var attributes: String { "stride \(stride), \(padsToSame ? "same" : "valid")" }

  /// The sizes for pictures `[height, width, in]` and weights `[kernel height, kernel width, in, out]`.
  func shape(picture: [Int], weights: [Int]) -> ConvolutionShape {
    let vertical = WindowAxis(
      size: picture[0], window: weights[0], stride: stride, padsToSame: padsToSame)
    let horizontal = WindowAxis(
      size: picture[1], window: weights[1], stride: stride, padsToSame: padsToSame)
    return ConvolutionShape(
      height: picture[0], width: picture[1], inChannels: picture[2], outChannels: weights[3],
      kernelHeight: weights[0], kernelWidth: weights[1], stride: stride,
      padTop: vertical.padBefore, padLeft: horizontal.padBefore, outHeight: vertical.count,
      outWidth: horizontal.count)
  }
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
          let row = outRow * stride + kernelRow - padTop
          guard row >= 0, row < height else { continue }
          for kernelColumn in 0..<kernelWidth {
            let column = outColumn * stride + kernelColumn - padLeft
            guard column >= 0, column < width else { continue }
            for input in 0..<inChannels {
              let picture = (row * width + column) * inChannels + input
              let weight =
                ((kernelRow * kernelWidth + kernelColumn) * inChannels + input) * outChannels
              let output = (outRow * outWidth + outColumn) * outChannels
              for channel in 0..<outChannels {
                body(picture, weight + channel, output + channel)
              }
            }
          }
        }
      }
    }
  }

  /// The number of elements of one picture, and of one output.
  var sizes: (picture: Int, output: Int) {
    (height * width * inChannels, outHeight * outWidth * outChannels)
  }
}
