/// An order of named things in which each stands behind those that it needs.
struct DependencyOrder {
  /// The places of the things that can be ordered; equally deep ones stay in the order given.
  let order: [Int]
  /// The places of those that need each other in circles, each circle by itself.
  let circles: [[Int]]

  /// Orders things by their names and what they need; names of other things do not count.
  init(names: [String], needs: [Set<String>]) {
    let places = Dictionary(grouping: names.indices) { names[$0] }
    let targets = needs.map { wanted in wanted.flatMap { places[$0] ?? [] } }
    let levels = DependencyOrder.levels(of: targets)
    order = names.indices.filter { levels[$0] != nil }
      .sorted { (levels[$0] ?? 0, $0) < (levels[$1] ?? 0, $1) }
    let rest = Set(names.indices.filter { levels[$0] == nil })
    circles = DependencyOrder.parts(of: DependencyOrder.withoutReaders(rest, targets), targets)
  }

  /// How deep each thing stands, `nil` for those in circles and behind them.
  private static func levels(of targets: [[Int]]) -> [Int?] {
    var levels: [Int?] = Array(repeating: nil, count: targets.count)
    var readers = Array(repeating: [Int](), count: targets.count)
    var waiting = targets.map { $0.count }
    for (place, wanted) in targets.enumerated() {
      for target in wanted { readers[target].append(place) }
    }
    var queue = targets.indices.filter { waiting[$0] == 0 }
    for place in queue { levels[place] = 0 }
    var next = 0
    while next < queue.count {
      let place = queue[next]
      next += 1
      for reader in readers[place] {
        waiting[reader] -= 1
        guard waiting[reader] == 0 else { continue }
        levels[reader] = 1 + (targets[reader].compactMap { levels[$0] }.max() ?? 0)
        queue.append(reader)
      }
    }
    return levels
  }

  /// Those of `rest` that others of it need, again and again: what only stands behind a circle goes.
  private static func withoutReaders(_ rest: Set<Int>, _ targets: [[Int]]) -> [Int] {
    var readerCounts: [Int: Int] = [:]
    for place in rest {
      for target in targets[place] where rest.contains(target) {
        readerCounts[target, default: 0] += 1
      }
    }
    var left = rest
    var queue = rest.filter { readerCounts[$0] == nil }
    while let place = queue.popFirst() {
      left.remove(place)
      for target in targets[place] where left.contains(target) {
        readerCounts[target, default: 0] -= 1
        if readerCounts[target] == 0 { queue.insert(target) }
      }
    }
    return left.sorted()
  }

  /// Divides things into those that have to do with each other.
  private static func parts(of places: [Int], _ targets: [[Int]]) -> [[Int]] {
    let members = Set(places)
    var neighbours: [Int: [Int]] = [:]
    for place in places {
      for target in targets[place] where members.contains(target) {
        neighbours[place, default: []].append(target)
        neighbours[target, default: []].append(place)
      }
    }
    var seen: Set<Int> = []
    var parts: [[Int]] = []
    for place in places where seen.insert(place).inserted {
      var part = [place]
      var next = 0
      while next < part.count {
        part += (neighbours[part[next]] ?? []).filter { seen.insert($0).inserted }
        next += 1
      }
      parts.append(part.sorted())
    }
    return parts
  }
}
