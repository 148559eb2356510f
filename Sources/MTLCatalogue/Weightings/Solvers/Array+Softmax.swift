import Foundation

extension [Double] {
  /// Replaces the first numbers by their softmax, times a sum.
  ///
  /// - Parameter count: How many; all of them unless it is given.
  package mutating func formSoftmax(of count: Int? = nil, sum: Double = 1) {
    let range = 0..<(count ?? self.count)
    var largest = -Double.infinity
    for index in range { largest = Swift.max(largest, self[index]) }
    var total = 0.0
    for index in range {
      self[index] = exp(self[index] - largest)
      total += self[index]
    }
    for index in range { self[index] *= sum / total }
  }
}
