/// Writes what differs between two texts as a unified diff, which `patch` and people read.
package enum UnifiedDiff {
  /// How many unchanged lines stand around a change.
  private static let context = 3

  /// The diff of a file before and after a change; empty where nothing differs.
  package static func text(from old: [UInt8], to new: [UInt8], path: String) -> String {
    let (before, after) = (lines(of: old), lines(of: new))
    let hunks = hunks(LineDiff.changes(from: before, to: after))
    guard !hunks.isEmpty else { return "" }
    let name = VisibleText.escaped(String(path.drop { $0 == "/" }))
    var bytes = Array("--- a/\(name)\n+++ b/\(name)\n".utf8)
    for hunk in hunks { write(hunk, before, after, to: &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The lines of a text with their line ends.
  private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for index in bytes.indices where bytes[index] == 0x0A {
      lines.append(bytes[start...index])
      start = index + 1
    }
    if start < bytes.count { lines.append(bytes[start...]) }
    return lines
  }

  /// The changes in groups whose surroundings touch.
  private static func hunks(_ changes: [LineDiff.Change]) -> [[LineDiff.Change]] {
    var hunks: [[LineDiff.Change]] = []
    for change in changes {
      if let last = hunks.last?.last, change.old.lowerBound - last.old.upperBound <= 2 * context {
        hunks[hunks.count - 1].append(change)
      } else {
        hunks.append([change])
      }
    }
    return hunks
  }

  private static func write(
    _ hunk: [LineDiff.Change], _ before: [ArraySlice<UInt8>], _ after: [ArraySlice<UInt8>],
    to bytes: inout [UInt8]
  ) {
    guard let first = hunk.first, let last = hunk.last else { return }
    let leading = min(context, first.old.lowerBound)
    let trailing = min(context, before.count - last.old.upperBound)
    let old = first.old.lowerBound - leading..<last.old.upperBound + trailing
    let new = first.new.lowerBound - leading..<last.new.upperBound + trailing
    bytes += Array("@@ -\(place(old)) +\(place(new)) @@\n".utf8)
    var line = old.lowerBound
    for change in hunk {
      for index in line..<change.old.lowerBound { write(" ", before[index], to: &bytes) }
      for index in change.old { write("-", before[index], to: &bytes) }
      for index in change.new { write("+", after[index], to: &bytes) }
      line = change.old.upperBound
    }
    for index in line..<old.upperBound { write(" ", before[index], to: &bytes) }
  }

  /// Where lines stand, as a hunk's head gives it: the first one and, unless it is alone, how many.
  private static func place(_ lines: Range<Int>) -> String {
    switch lines.count {
    case 0: "\(lines.lowerBound),0"
    case 1: "\(lines.lowerBound + 1)"
    default: "\(lines.lowerBound + 1),\(lines.count)"
    }
  }

  private static func write(_ sign: String, _ line: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
    bytes += Array(sign.utf8) + line
    if line.last != 0x0A { bytes += Array("\n\\ No newline at end of file\n".utf8) }
  }
}
