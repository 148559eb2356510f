import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the machine has.
package enum Processor {
  /// The number of processors that this process may run on.
  package static var count: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// The most memory that this process has had resident so far.
  package static var peakResidentBytes: Int {
    var usage = rusage()
    // 0 is this process on every system; its name has a different type on each.
    guard getrusage(0, &usage) == 0 else { return 0 }
    #if canImport(Darwin)
      return usage.ru_maxrss
    #else
      return usage.ru_maxrss * 1024
    #endif
  }
}
