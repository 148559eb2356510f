import MTLCatalogue
import MTLSource
import MTLSyntax

/// A line of a data block, and the set of columns that brought it in, where one did.
struct SetLine {
  let line: DataLine
  /// The outermost `use` that leads to it.
  let set: String?
}

extension Checker {
  /// The lines of a data block, those of the sets that it uses in the place of each `use`.
  func lines(of data: Declaration.Data) -> (lines: [SetLine], isComplete: Bool) {
    var lines: [SetLine] = []
    var isComplete = true
    expand(data.lines, set: nil, open: [], into: &lines, isComplete: &isComplete)
    return (lines, isComplete)
  }

  private func expand(
    _ source: [DataLine], set: String?, open: [String], into lines: inout [SetLine],
    isComplete: inout Bool
  ) {
    var used: [String: SourceRange] = [:]
    for line in source {
      guard case .use(let name) = line.kind else {
        lines.append(SetLine(line: line, set: set))
        continue
      }
      if let first = used[name.text] {
        report(
          .repeatedLine, "`use \(name.text)` stands twice", at: line.range,
          secondary: [(first, "first here")], helps: [.init("keep one of the two")])
        isComplete = false
        continue
      }
      used[name.text] = line.range
      guard let found = columnSet(name, open: open) else {
        isComplete = false
        continue
      }
      usedSets.insert(name.text)
      expand(
        found.lines, set: set ?? name.text, open: open + [name.text], into: &lines,
        isComplete: &isComplete)
    }
  }

  /// The set of columns of a name, or `nil` after a report.
  private func columnSet(_ name: Name, open: [String]) -> Declaration.ColumnSet? {
    if open.contains(name.text) {
      report(
        .dependencyCycle,
        open.last == name.text
          ? "the columns `\(name.text)` use themselves"
          : "the sets of columns \(listed(open.map { "`\($0)`" })) use each other in a circle",
        at: name.range, helps: [.init("take the `use` out of one of them")])
      return nil
    }
    for case .columns(let set) in program.declarations.map({ $0.kind })
    where set.name.text == name.text {
      return set
    }
    guard !poisoned.contains(name.text) else { return nil }
    if let other = declared[name.text] {
      report(
        .wrongReference, "`\(name.text)` is \(other.kind.description), not a set of columns",
        at: name.range, secondary: [(other.range, "declared here")])
    } else {
      report(
        .unknownName, "there is no set of columns `\(name.text)`", at: name.range,
        helps: nameHelps(
          for: name, among: names(of: .columns), plural: "the sets of columns"))
    }
    return nil
  }

  /// Warns of sets of columns that no data block takes in.
  func reportUnusedSets() {
    guard !hasErrors, !program.hasErrors else { return }
    for case .columns(let set) in program.declarations.map({ $0.kind })
    where !usedSets.contains(set.name.text) && program.isOwn(set.name.range) {
      report(
        .unusedColumnSet, "no data block uses the columns `\(set.name.text)`", at: set.name.range,
        helps: [.init("take them in with a line `use \(spelled(set.name.text))`, or remove them")])
    }
  }
}
