import Foundation

/// What the machine has.
package enum Processor {
  /// The number of processors that this process may run on.
  package static var count: Int { ProcessInfo.processInfo.activeProcessorCount }
}
