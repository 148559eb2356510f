import MTLGraph

/// The mean overlap of predicted and labelled boxes.
struct IntersectionOverUnion: NumberMetric {
  static let name = "iou"
  static let summary = "The mean overlap of predicted and labelled boxes"
  static let details = """
    The area that two boxes share, divided by the area that they cover together. The last axis holds a \
    box: left, top, right, bottom.
    """
  static let example = "metric iou(scenes.box, of: boxes, where: scenes.object)"
  static let higherIsBetter = true
  static let isShare = true
  var isTrainable: Bool { false }

  func check(label: ValueType) throws(LabelMismatch) {
    guard case .number(let dims) = label, dims.last == .size(4) else {
      throw .labelKind(accepts: "boxes, numbers with a last axis of 4")
    }
  }

  func value(of predictions: Predictions) -> Double? {
    let boxes = stride(from: 0, to: predictions.count - 3, by: 4)
    var total = 0.0
    var count = 0
    for start in boxes {
      let first = Box(predictions.values[start..<start + 4])
      let second = Box(predictions.labels[start..<start + 4])
      let shared = first.intersection(second).area
      let covered = first.area + second.area - shared
      total += covered > 0 ? shared / covered : 0
      count += 1
    }
    return count > 0 ? total / Double(count) : nil
  }
}

/// A box with upright sides.
private struct Box {
  let left, top, right, bottom: Double

  init(_ numbers: ArraySlice<Double>) {
    let start = numbers.startIndex
    (left, top) = (numbers[start], numbers[start + 1])
    (right, bottom) = (numbers[start + 2], numbers[start + 3])
  }

  var area: Double { max(right - left, 0) * max(bottom - top, 0) }

  func intersection(_ other: Box) -> Box {
    Box([
      max(left, other.left), max(top, other.top), min(right, other.right),
      min(bottom, other.bottom),
    ])
  }
}
