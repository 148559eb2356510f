import MTLKernels

/// The threads that share an instruction's chunks, the calling one among them.
package final class ThreadPool {
  /// The number of threads; 1 where more could not be had.
  package let threads: Int
  let pool: OpaquePointer?

  /// Starts the threads; they end with the pool.
  package init(threads: Int) {
    pool = threads > 1 ? mtl_pool_create(Int32(clamping: threads)) : nil
    self.threads = pool == nil ? 1 : threads
  }

  deinit {
    if let pool { mtl_pool_destroy(pool) }
  }
}
