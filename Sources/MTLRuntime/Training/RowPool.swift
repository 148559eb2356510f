import MTLCatalogue
import MTLData
import MTLGraph

/// The training rows of all data sets, drawn without replacement in each epoch.
///
/// A batch mixes the data sets as they lie in the order; which rows it has follows from the seed, the
/// epoch and the batch's number alone.
struct RowPool {
  private let tables: [Int32]
  private let rows: [Int32]
  private var order: [Int]
  private var orderedEpoch = -1
  private let seed: UInt64?
  let batch: Int

  /// - Parameter seed: What orders follow from; the rows stay in the order of the files where it is `nil`.
  init(tables: [DataTable], batch: Int, seed: UInt64?) {
    var owners: [Int32] = []
    var rows: [Int32] = []
    for (index, table) in tables.enumerated() {
      let training = table.rows(of: .train)
      rows += training
      owners += Array(repeating: Int32(index), count: training.count)
    }
    self.tables = owners
    self.rows = rows
    order = Array(rows.indices)
    self.seed = seed
    self.batch = batch
  }

  var count: Int { rows.count }

  /// The number of batches of an epoch, the last one perhaps smaller.
  var batchesPerEpoch: Int { max((rows.count + batch - 1) / batch, 1) }

  /// Writes the rows of one batch into `selection`, one list for each table.
  mutating func select(batch index: Int, epoch: Int, into selection: inout [RowList]) {
    if let seed, orderedEpoch != epoch {
      var random = RandomSequence(seed: seed, step: UInt64(epoch), stream: RandomStream.shuffle)
      random.permute(&order)
      orderedEpoch = epoch
    }
    for table in selection.indices { selection[table].clear() }
    for place in index * batch..<min((index + 1) * batch, rows.count) {
      let row = order[place]
      selection[Int(tables[row])].append(rows[row])
    }
  }
}

/// A list of rows with room for a batch, filled anew in each step without allocating.
struct RowList {
  private(set) var rows: [Int32]
  private(set) var count = 0

  init(capacity: Int) { rows = Array(repeating: 0, count: capacity) }

  mutating func clear() { count = 0 }

  mutating func append(_ row: Int32) {
    rows[count] = row
    count += 1
  }
}
