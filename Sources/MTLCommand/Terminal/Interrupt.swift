import Foundation
import Synchronization

/// Whether the user has asked the program to stop (Ctrl-C, or a polite kill).
enum Interrupt {
  private static let isRequested = Atomic<Bool>(false)

  /// From now on a first request is noted; a second one ends the program at once.
  static func watch() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { received in
        Interrupt.isRequested.store(true, ordering: .relaxed)
        signal(received, SIG_DFL)
      }
    }
  }

  /// Whether a request has come.
  static var isPending: Bool { isRequested.load(ordering: .relaxed) }
}
