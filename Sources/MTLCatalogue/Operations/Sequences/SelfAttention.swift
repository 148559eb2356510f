import Foundation
import MTLGraph

/// Attention of each sequence to itself, in several heads: `softmax(q * k^T / sqrt(d)) * v`.
///
/// Queries, keys and values stand side by side, the heads of each one after another, d being a head's
/// width (Vaswani et al., 2017). A place whose mask is 0 is not attended to; where no place is, the
/// result is zero.
///
/// - Constraint (C1): queries, keys and values `[T, 3 * width]`, mask `[T]`; `heads` divides the width.
/// - Gradient: that of the softmax of scaled products; the weights are made anew, not kept.
struct SelfAttention: Primitive {
  static let name = "self_attention"
  static let samples = [
    sample(length: 3, width: 4, heads: 2), sample(length: 5, width: 3, heads: 1),
    sample(length: 1, width: 1, heads: 1),
  ]

  let heads: Int

  var attributes: String { "\(heads) heads" }

  private static func sample(length: Int, width: Int, heads: Int) -> Sample {
    Sample(
      SelfAttention(heads: heads),
      [
        TensorType(rows: RowSpace(0), [length, 3 * width]),
        TensorType(rows: RowSpace(0), [length]),
      ], classes: [1: 2])
  }

  func resultType(of operands: [TensorType]) throws(TypeMismatch) -> TensorType {
    guard operands.count == 2, let sizes = operands[0].sizes, sizes.count == 2,
      sizes[1] % (3 * heads) == 0, operands[1] == TensorType(rows: operands[0].rows, [sizes[0]])
    else {
      throw TypeMismatch("attention takes queries, keys and values side by side, and a mask")
    }
    return TensorType(rows: operands[0].rows, [sizes[0], sizes[1] / 3])
  }

  func evaluate(
    _ operands: [ReferenceTensor], into result: inout ReferenceTensor, in step: ReferenceStep
  ) {
    for head in AttentionHead.all(of: operands, heads: heads) {
      let weights = head.weights
      for (i, place) in head.places.enumerated() {
        for column in head.columns {
          result.values[place * head.width + column] = (0..<head.places.count).reduce(0) {
            $0 + weights[i][$1] * head.value($1, column)
          }
        }
      }
    }
  }

  func pullback(
    of result: Value, from operands: [Value], cotangent: Value, needed: [Bool],
    in graph: inout Graph
  ) throws(TypeMismatch) -> [Value?] {
    [
      try graph.emit(
        SelfAttentionGradient(heads: heads), operands[0], operands[1], cotangent), nil,
    ]
  }

  func lowering(operands: [TensorType], result: TensorType) -> Lowering {
    .kernel(.sequence(.attention, result.attention(heads: heads)))
  }
}

/// One head of one row, in the plain evaluation.
struct AttentionHead {
  let joined: ReferenceTensor
  let mask: ReferenceTensor
  /// The indices of the row's places.
  let places: Range<Int>
  /// The head's columns of the queries.
  let columns: Range<Int>
  /// The width of all heads.
  let width: Int

  /// The heads of all rows.
  static func all(of operands: [ReferenceTensor], heads: Int) -> [AttentionHead] {
    let length = operands[1].lastDim
    let width = operands[0].lastDim / 3
    return (0..<operands[1].vectorCount).flatMap { row in
      (0..<heads).map { head in
        AttentionHead(
          joined: operands[0], mask: operands[1], places: row * length..<(row + 1) * length,
          columns: head * width / heads..<(head + 1) * width / heads, width: width)
      }
    }
  }

  var scale: Double { 1 / Double(columns.count).squareRoot() }

  func query(_ place: Int, _ column: Int) -> Double { element(place, column) }
  func key(_ place: Int, _ column: Int) -> Double { element(place, width + column) }
  func value(_ place: Int, _ column: Int) -> Double { element(place, 2 * width + column) }

  private func element(_ place: Int, _ column: Int) -> Double {
    joined.values[(places.lowerBound + place) * 3 * width + column]
  }

  /// The weights of all places for each place.
  var weights: [[Double]] {
    (0..<places.count).map { i in
      let scores = places.enumerated().map { j, place in
        mask.values[place] == 0
          ? -Double.infinity
          : columns.reduce(0) { $0 + query(i, $1) * key(j, $1) } * scale
      }
      let largest = scores.max() ?? 0
      guard largest > -.infinity else { return scores.map { _ in 0 } }
      let terms = scores.map { exp($0 - largest) }
      let sum = terms.reduce(0, +)
      return terms.map { $0 / sum }
    }
  }
}

extension TensorType {
  /// The sizes of attention whose result has this type.
  func attention(heads: Int) -> SequenceShape {
    SequenceShape(
      rows: Extent(1, rows: rows), length: dims.first?.size ?? 0, width: dims.last?.size ?? 0,
      heads: heads)
  }
}
