import MTLData
import MTLKernels

/// Rows of a table that all threads write into an input together.
///
/// Each thread writes the rows that it goes on with, so that they are in its cache.
struct Filling {
  /// The floats that one chunk has at least.
  private static let floatsOfChunk = 8192

  private let writer: FeedWriter
  private let rows: UnsafeBufferPointer<Int32>
  private let room: UnsafeMutableBufferPointer<Float>
  private let chunks: Int

  init(
    _ writer: FeedWriter, rows: UnsafeBufferPointer<Int32>,
    into room: UnsafeMutableBufferPointer<Float>
  ) {
    self.writer = writer
    self.rows = rows
    self.room = room
    chunks = max(1, min(rows.count, rows.count * writer.width / Self.floatsOfChunk))
  }

  func run(on threads: ThreadPool) {
    precondition(rows.count * writer.width <= room.count, "the input does not hold the rows")
    guard let pool = threads.pool, chunks > 1 else { return write(0..<rows.count) }
    withUnsafePointer(to: self) { filling in
      mtl_pool_run(pool, Self.writeChunk, UnsafeMutableRawPointer(mutating: filling), Int64(chunks))
    }
  }

  /// Writes one chunk of the filling that `context` points to, as the pool calls it.
  private static let writeChunk: mtl_pool_function = { context, chunk, _ in
    guard let filling = context?.assumingMemoryBound(to: Filling.self) else { return }
    let (count, chunks) = (filling.pointee.rows.count, filling.pointee.chunks)
    filling.pointee.write(count * Int(chunk) / chunks..<count * (Int(chunk) + 1) / chunks)
  }

  private func write(_ range: Range<Int>) {
    let width = writer.width
    writer.write(
      rows: rows.span.extracting(range),
      into: UnsafeMutableBufferPointer(
        rebasing: room[range.lowerBound * width..<range.upperBound * width]))
  }
}
