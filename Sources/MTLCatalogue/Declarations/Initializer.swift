import Foundation
import MTLGraph

/// How a parameter's first values are drawn.
package enum Initializer: Hashable, Sendable {
  case constant(Double)
  /// Uniform in -bound ..< bound.
  case uniform(bound: Double)
  /// Normally distributed around 0.
  case normal(Double)
  /// Sines and cosines of the place of each vector of the given width, of ever longer waves:
  /// `sin(place / 10000^(2i / width))` and the cosine in turn.
  case waves(width: Int)

  /// Uniform within one over the square root of the number of inputs, the common default of dense and
  /// convolutional layers.
  package static func fanIn(_ inputs: Int) -> Initializer {
    .uniform(bound: 1 / Double(max(inputs, 1)).squareRoot())
  }

  /// The values of a parameter; its name keys the random stream, so that adding a layer does not
  /// change how the others begin.
  package func values(count: Int, parameter: String, seed: UInt64) -> [Float] {
    switch self {
    case .constant(let value):
      return Array(repeating: Float(value), count: count)
    case .uniform(let bound):
      var random = Initializer.random(for: parameter, seed: seed)
      return (0..<count).map { _ in Float((random.uniform() * 2 - 1) * bound) }
    case .normal(let deviation):
      var random = Initializer.random(for: parameter, seed: seed)
      return (0..<count).map { _ in Float(random.normal() * deviation) }
    case .waves(let width):
      return (0..<count).map { index in
        let (place, column) = index.quotientAndRemainder(dividingBy: max(width, 1))
        let angle = Double(place) / pow(10_000, Double(column / 2 * 2) / Double(width))
        return Float(column % 2 == 0 ? sin(angle) : cos(angle))
      }
    }
  }

  private static func random(for parameter: String, seed: UInt64) -> RandomSequence {
    RandomSequence(seed: seed, step: hash(parameter), stream: RandomStream.initialization)
  }

  /// The 64-bit FNV-1a hash of a name.
  private static func hash(_ name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

extension RandomSequence {
  /// The next normally distributed number around 0 with a deviation of 1, by Box and Muller.
  package mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// The next number of a gamma distribution of scale 1 (Marsaglia and Tsang, 2000).
  package mutating func gamma(shape: Double) -> Double {
    guard shape >= 1 else {
      return gamma(shape: shape + 1) * pow(1 - uniform(), 1 / shape)
    }
    let offset = shape - 1 / 3.0
    while true {
      let deviate = normal()
      let root = 1 + deviate / (9 * offset).squareRoot()
      let cube = root * root * root
      let isTaken =
        cube > 0 && log(1 - uniform()) < deviate * deviate / 2 + offset * (1 - cube + log(cube))
      if isTaken { return offset * cube }
    }
  }
}

/// The random streams of a run; each purpose has one of its own.
package enum RandomStream {
  package static let initialization: UInt32 = 0xFFFF_0001
  package static let shuffle: UInt32 = 0xFFFF_0002
  package static let split: UInt32 = 0xFFFF_0003
  package static let synthetic: UInt32 = 0xFFFF_0004
}
