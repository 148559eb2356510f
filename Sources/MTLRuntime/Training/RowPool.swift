import MTLCatalogue
import MTLData
import MTLGraph

/// The training rows of all data sets, drawn in each epoch as the sampling says.
///
/// Which rows a batch has follows from the seed, the epoch and the batch's number alone; no row of a data
/// set is drawn again before all of them have been.
struct RowPool {
  private let tables: [Int32]
  private let rows: [Int32]
  /// Where the rows of each table begin among all, and where those of the last end.
  private let starts: [Int]
  private let drawn: EpochDraw
  /// The rows of the epoch in the order in which batches take them.
  private var order: [Int]
  /// The drawn rows, one table after another, where tables take turns.
  private var pending: [Int] = []
  private var taken: [Int]
  private var orderedEpoch = -1
  private let seed: UInt64?
  let batch: Int

  /// - Parameter seed: What orders follow from; the rows stay in the order of the files where it is `nil`.
  init(tables: [DataTable], batch: Int, sampling: any Sampling, seed: UInt64?) {
    var owners: [Int32] = []
    var rows: [Int32] = []
    var starts = [0]
    for (index, table) in tables.enumerated() {
      let training = table.rows(of: .train)
      rows += training
      owners += Array(repeating: Int32(index), count: training.count)
      starts.append(rows.count)
    }
    self.tables = owners
    self.rows = rows
    self.starts = starts
    drawn = sampling.draw(rowCounts: tables.map { $0.rows(of: .train).count }, batch: batch)
    order = Array(rows.indices)
    if drawn.owners != nil { pending = order }
    taken = Array(repeating: 0, count: tables.count)
    self.seed = seed
    self.batch = batch
  }

  var count: Int { rows.count }

  /// The number of batches of an epoch, the last one perhaps smaller.
  var batchesPerEpoch: Int { max((rows.count + batch - 1) / batch, 1) }

  /// Writes the rows of one batch into `selection`, one list for each table.
  mutating func select(batch index: Int, epoch: Int, into selection: inout [RowList]) {
    if orderedEpoch != epoch {
      draw(epoch: epoch)
      orderedEpoch = epoch
    }
    for table in selection.indices { selection[table].clear() }
    for place in index * batch..<min((index + 1) * batch, rows.count) {
      let row = order[place]
      selection[Int(tables[row])].append(rows[row])
    }
  }

  /// Brings the rows of an epoch into their order.
  private mutating func draw(epoch: Int) {
    var random = seed.map {
      RandomSequence(seed: $0, step: UInt64(epoch), stream: RandomStream.shuffle)
    }
    guard let owners = drawn.owners else {
      let isEveryRow = zip(drawn.counts, starts.indices).allSatisfy { count, table in
        count == starts[table + 1] - starts[table]
      }
      if !isEveryRow { fill(&order, &random) }
      if isEveryRow, random != nil {
        random?.permute(&order)
      } else {
        random?.shuffle(&order, order.indices)
      }
      return
    }
    fill(&pending, &random)
    var first = 0
    for (table, count) in drawn.counts.enumerated() {
      taken[table] = first
      first += count
    }
    for (place, owner) in owners.enumerated() {
      order[place] = pending[taken[owner]]
      taken[owner] += 1
    }
  }

  /// Writes the drawn rows, one table after another: all rows of a table in random order, again and again.
  private func fill(_ target: inout [Int], _ random: inout RandomSequence?) {
    var place = 0
    for (table, count) in drawn.counts.enumerated() {
      let size = starts[table + 1] - starts[table]
      for begin in stride(from: 0, to: count, by: max(size, 1)) {
        fillRound(&target, at: place, table, count: min(size, count - begin), &random)
        place += min(size, count - begin)
      }
    }
  }

  /// Writes some rows of a table, drawn without replacement.
  private func fillRound(
    _ target: inout [Int], at place: Int, _ table: Int, count: Int,
    _ random: inout RandomSequence?
  ) {
    let size = starts[table + 1] - starts[table]
    // Reservoir sampling keeps each row with the same chance, and takes no memory of its own.
    for index in 0..<size {
      if index < count {
        target[place + index] = starts[table] + index
      } else if let kept = random?.below(index + 1), kept < count {
        target[place + kept] = starts[table] + index
      }
    }
    random?.shuffle(&target, place..<place + count)
  }
}

/// A list of rows with room for a batch, filled anew in each step without allocating.
struct RowList {
  private var rows: [Int32]
  private(set) var count = 0

  init(capacity: Int) { rows = Array(repeating: 0, count: capacity) }

  mutating func clear() { count = 0 }

  mutating func append(_ row: Int32) {
    rows[count] = row
    count += 1
  }

  func withRows(_ body: (UnsafeBufferPointer<Int32>) -> Void) {
    rows.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[..<count])) }
  }
}
