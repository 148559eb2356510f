import Foundation

extension [Double] {
  /// Replaces the numbers by their softmax, times a sum.
  package mutating func formSoftmax(sum: Double = 1) {
    var largest = -Double.infinity
    for value in self { largest = Swift.max(largest, value) }
    var total = 0.0
    for index in indices {
      self[index] = exp(self[index] - largest)
      total += self[index]
    }
    for index in indices { self[index] *= sum / total }
  }
}
