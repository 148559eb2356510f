extension [Double] {
  /// Sorts a short array without allocating, which `sort` does from some length on.
  mutating func sortInPlace() {
    for end in indices.dropFirst() {
      let value = self[end]
      var place = end
      while place > 0, self[place - 1] > value {
        self[place] = self[place - 1]
        place -= 1
      }
      self[place] = value
    }
  }
}
