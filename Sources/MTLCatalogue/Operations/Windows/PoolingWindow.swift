import MTLGraph

/// The window of a pooling, without the sizes that follow from the picture.
struct PoolingWindow: Hashable, Sendable {
  let height: Int
  let width: Int
  let strideHeight: Int
  let strideWidth: Int

  var attributes: String { "\(height) x \(width), stride \(strideHeight) x \(strideWidth)" }

  /// The sizes for pictures `[height, width, channels]`; windows lie inside the picture.
  func shape(picture: [Int]) -> PoolingShape {
    let vertical = WindowAxis(
      size: picture[0], window: height, stride: strideHeight, padsToSame: false)
    let horizontal = WindowAxis(
      size: picture[1], window: width, stride: strideWidth, padsToSame: false)
    return PoolingShape(
      height: picture[0], width: picture[1], channels: picture[2], windowHeight: height,
      windowWidth: width, strideHeight: strideHeight, strideWidth: strideWidth, padTop: 0,
      padLeft: 0, outHeight: vertical.count, outWidth: horizontal.count)
  }

  /// The type of the pooled pictures.
  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard let picture = operands.first?.sizes, picture.count == 3 else {
      throw TypeMismatch("a pooling takes pictures")
    }
    let shape = shape(picture: picture)
    guard shape.outHeight > 0, shape.outWidth > 0 else {
      throw TypeMismatch(
        "a window of \(height) x \(width) does not fit a picture of \(picture[0]) x \(picture[1])")
    }
    return TensorType(rows: operands[0].rows, [shape.outHeight, shape.outWidth, shape.channels])
  }

  /// The pictures and windows that poolings are tested on.
  static let samples = [
    PoolingWindow(height: 2, width: 2, strideHeight: 2, strideWidth: 2),
    PoolingWindow(height: 3, width: 2, strideHeight: 2, strideWidth: 1),
  ]
  static let picture = TensorType(rows: RowSpace(0), [5, 4, 3])
}

extension PoolingShape {
  /// Calls `body` for every place of the output of one picture with the offsets of its window's
  /// elements in the picture.
  func forEachWindow(_ body: (_ output: Int, _ window: [Int]) -> Void) {
    for outRow in 0..<outHeight {
      for outColumn in 0..<outWidth {
        for channel in 0..<channels {
          var window: [Int] = []
          for row in outRow * strideHeight..<outRow * strideHeight + windowHeight {
            for column in outColumn * strideWidth..<outColumn * strideWidth + windowWidth {
              window.append((row * width + column) * channels + channel)
            }
          }
          body((outRow * outWidth + outColumn) * channels + channel, window)
        }
      }
    }
  }

  /// The number of elements of one picture, and of one output.
  var sizes: (picture: Int, output: Int) {
    (height * width * channels, outHeight * outWidth * channels)
  }
}
