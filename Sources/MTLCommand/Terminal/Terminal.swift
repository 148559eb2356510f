import Foundation
import MTLSource

/// The two output streams; nothing else of the program prints.
struct Terminal {
  /// Whether standard error is a terminal that shows colours.
  static let isColored: Bool = {
    let environment = ProcessInfo.processInfo.environment
    guard environment["NO_COLOR"]?.isEmpty ?? true, environment["TERM"] != "dumb" else {
      return false
    }
    return isatty(STDERR_FILENO) == 1 || !(environment["FORCE_COLOR"]?.isEmpty ?? true)
  }()

  /// Whether a line of progress can be drawn over itself.
  static let isLive = isatty(STDERR_FILENO) == 1

  /// The style of diagnostics.
  static var style: Style { isColored ? .colored : .plain }

  /// Writes to standard output.
  static func out(_ text: String) { write(text + "\n", to: STDOUT_FILENO) }

  /// Writes to standard output without a line end.
  static func raw(_ text: String) { write(text, to: STDOUT_FILENO) }

  /// Writes to standard error.
  static func error(_ text: String) { write(text + "\n", to: STDERR_FILENO) }

  /// Draws a line over the last one that was drawn so.
  static func live(_ text: String) { write("\r\u{1B}[2K" + text, to: STDERR_FILENO) }

  /// Writes all bytes; a reader that has gone away ends the program quietly, a full disk does not.
  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        bytes = bytes.dropFirst(written)
      } else if errno != EINTR {
        guard descriptor == STDOUT_FILENO else { return }
        if errno == EPIPE { exit(ExitCode.fine.rawValue) }
        let reason = String(cString: strerror(errno))
        write("error: standard output cannot be written: \(reason)\n", to: STDERR_FILENO)
        exit(ExitCode.inputAtFault.rawValue)
      }
    }
  }
}

/// How a command ends.
enum ExitCode: Int32 {
  case fine = 0
  /// The spec, the data or a file is at fault.
  case inputAtFault = 1
  case wrongUsage = 2
  case ownFault = 3
}
