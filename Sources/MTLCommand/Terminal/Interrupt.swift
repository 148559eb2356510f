import Foundation
import Synchronization

/// Whether the user has asked the program to stop (Ctrl-C, or a polite kill).
enum Interrupt {
  private static let isRequested = Atomic<Bool>(false)

  /// From now on a first request is noted; a second one ends the program at once.
  ///
  /// A parent may have started the program with both requests held back; they are let through.
  static func watch() {
    var requests = sigset_t()
    sigemptyset(&requests)
    for number in [SIGINT, SIGTERM] { sigaddset(&requests, number) }
    pthread_sigmask(SIG_UNBLOCK, &requests, nil)
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
