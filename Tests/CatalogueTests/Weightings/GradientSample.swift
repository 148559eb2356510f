import MTLCatalogue
import MTLGraph
import Testing

/// Gradients of some tasks for tests, the same in every run.
struct GradientSample: Sendable, CustomTestStringConvertible {
  /// What is hard about the gradients.
  enum Kind: String, CaseIterable, Sendable {
    /// As many directions as tasks and more, all of like length.
    case plain
    /// Most point against each other.
    case conflicting
    /// Some are eight powers of ten longer than others.
    case unlike
    /// All but equal.
    case close
    /// Each is there twice.
    case doubled
    /// Fewer directions than tasks, none against the first.
    case flat
    /// Fewer directions than tasks, so that they cancel out.
    case cancelling
  }

  let kind: Kind
  let count: Int
  let gradients: [[Double]]

  var testDescription: String { "\(count) \(kind)" }

  /// Draws the gradients of some tasks.
  init(_ kind: Kind, _ count: Int, seed: UInt64 = 1) {
    self.kind = kind
    self.count = count
    var random = RandomSequence(seed: seed, stream: UInt32(count))
    let width = [.flat, .cancelling].contains(kind) ? max(count / 2, 1) : count + 3
    let common = (0..<width).map { _ in random.normal() }
    var gradients = (0..<count).map { _ in (0..<width).map { _ in random.normal() } }
    for task in 0..<count {
      switch kind {
      case .plain, .cancelling: break
      case .conflicting:
        let sign = task % 2 == 0 ? 1.0 : -1
        for index in 0..<width { gradients[task][index] += sign * common[index] }
      case .unlike:
        let scale = [1e-4, 1, 1e4][task % 3]
        for index in 0..<width { gradients[task][index] *= scale }
      case .close:
        for index in 0..<width {
          gradients[task][index] = common[index] + 1e-6 * gradients[task][index]
        }
      case .doubled: gradients[task] = gradients[task / 2]
      case .flat: gradients[task][0] = 3 + abs(gradients[task][0])
      }
    }
    self.gradients = gradients
  }

  /// The inner products as they are, where these are few, and rounded to single precision.
  var grams: [SquareMatrix] {
    let exact = SchemeTrial.gram(of: gradients)
    var rounded = exact
    for row in 0..<count {
      for column in 0..<count { rounded[row, column] = Double(Float(exact[row, column])) }
    }
    return count > 20 ? [rounded] : [exact, rounded]
  }

  /// Samples of all kinds for a few tasks.
  static let small = Kind.allCases.flatMap { kind in [2, 3, 7].map { GradientSample(kind, $0) } }

  /// Samples of all kinds for many tasks.
  static let large = Kind.allCases.flatMap { kind in [20, 64].map { GradientSample(kind, $0) } }
}
