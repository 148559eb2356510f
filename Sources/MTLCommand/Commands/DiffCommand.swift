import MTL
import MTLSemantics
import MTLSource

/// `mtl diff`: what another version of a spec changes.
enum DiffCommand: Command {
  static let name = "diff"
  static let summary =
    "Say what a version of a spec changes: in meaning, for checkpoints, for predictions"
  static let operands = "OLD [NEW]"
  static let operandCount = 1...2
  static let options: [CommandOption] = [
    .value("against", "REVISION", "compare the spec with its version in a git revision"),
    .value(
      "fail-on", "WHAT",
      "exit with 1 where it changes: checkpoints, predictions, either (default), "
        + "meaning, never"),
    .value("format", "NAME", "text (default) or json"),
    .flag("allow-outside", "read files outside of the spec's folder"),
  ]

  static func run(_ arguments: CommandLineArguments) throws(Failure) -> ExitCode {
    let level = try arguments.word(
      "fail-on", among: ["either", "checkpoints", "predictions", "meaning", "never"])
    let format = try arguments.word("format", among: ["text", "json"])
    let revision = arguments.text("against")
    guard (arguments.operands.count == 1) == (revision != nil) else {
      throw Failure(
        "`mtl diff` compares two files, or one with its version in a revision",
        help: "write `mtl diff OLD NEW` or `mtl diff SPEC --against REVISION`", isUsage: true)
    }
    let difference = try SpecVersions.difference(
      from: arguments.operands[0], to: arguments.operands[arguments.operands.count - 1],
      revision: revision, options: RunOptions(arguments))
    Terminal.raw(
      format == "json" ? DifferenceText.json(difference) : DifferenceText.text(difference))
    return fails(difference, level) ? .inputAtFault : .fine
  }

  private static func fails(_ difference: ModelDifference, _ level: String) -> Bool {
    switch level {
    case "checkpoints": !difference.keepsCheckpoints
    case "predictions": !difference.keepsPredictions
    case "meaning": !difference.isEmpty
    case "never": false
    default: !difference.keepsCheckpoints || !difference.keepsPredictions
    }
  }
}

/// A difference as people and programs read it.
enum DifferenceText {
  /// The difference in lines: what has changed, then what that means.
  static func text(_ difference: ModelDifference) -> String {
    guard !difference.isEmpty else { return "the two mean the same\n" }
    var lines: [String] = []
    for change in difference.changes {
      lines.append("\(change.kind.rawValue) \(VisibleText.escaped(change.subject))")
      lines += change.removed.map { "  - \(VisibleText.escaped($0))" }
      lines += change.added.map { "  + \(VisibleText.escaped($0))" }
      lines.append("")
    }
    lines += checkpoints(difference)
    lines += predictions(difference)
    return lines.joined(separator: "\n") + "\n"
  }

  /// The most parameters or columns that are listed.
  private static let mostLines = 20

  private static func checkpoints(_ difference: ModelDifference) -> [String] {
    guard !difference.keepsCheckpoints else { return ["checkpoints: those of the old spec load"] }
    let count = NumberText.counted(difference.parameters.count, "parameter")
    let lines = folded(
      difference.parameters.map { change in
        (change.name, became(change.before.map { shape($0) }, change.after.map { shape($0) }))
      })
    return ["checkpoints: those of the old spec do not load, \(count) differ"] + lines
  }

  private static func predictions(_ difference: ModelDifference) -> [String] {
    guard !difference.keepsPredictions else { return ["predictions: the same columns"] }
    guard !difference.outputs.isEmpty else {
      return ["predictions: the same columns in another order"]
    }
    return ["predictions: other columns"]
      + folded(difference.outputs.map { ($0.name, became($0.before, $0.after)) })
      + (difference.reordersPredictions ? ["  and those that stay stand in another order"] : [])
  }

  /// What has become of a thing, in words.
  private static func became(_ before: String?, _ after: String?) -> String {
    switch (before, after) {
    case (let before?, let after?): "\(before) -> \(after)"
    case (let before?, nil): "\(before) is gone"
    case (nil, let after?): "\(after) is new"
    case (nil, nil): "nothing"
    }
  }

  /// A line for each name; members of a family with the same change share one.
  private static func folded(_ changes: [(name: String, change: String)]) -> [String] {
    var lines: [(name: String, change: String, count: Int)] = []
    var places: [[String]: Int] = [:]
    for (name, change) in changes {
      let general = general(name)
      if let place = places[[general, change]] {
        lines[place].count += 1
      } else {
        places[[general, change]] = lines.count
        lines.append((name, change, 1))
      }
    }
    let shown = lines.prefix(mostLines).map { name, change, count in
      let text = VisibleText.escaped(count > 1 ? general(name) : name)
      return "  \(text): \(change)" + (count > 1 ? ", for \(count) members" : "")
    }
    return shown + (lines.count > shown.count ? ["  and \(lines.count - shown.count) more"] : [])
  }

  /// A name with `*` in place of the member of a family.
  private static func general(_ name: String) -> String {
    guard let open = name.firstIndex(of: "["), let close = name.lastIndex(of: "]"), open < close
    else { return name }
    return name[..<open] + "[*]" + name[name.index(after: close)...]
  }

  private static func shape<Dim: CustomStringConvertible>(_ dims: [Dim]) -> String {
    "[" + dims.map(\.description).joined(separator: ", ") + "]"
  }

  /// The difference as one JSON object.
  static func json(_ difference: ModelDifference) -> String {
    func list(_ elements: [String]) -> String { "[" + elements.joined(separator: ", ") + "]" }
    func texts(_ texts: [String]) -> String { list(texts.map { JSONText.quoted($0) }) }
    func optional(_ text: String?) -> String { text.map { JSONText.quoted($0) } ?? "null" }
    let changes = difference.changes.map { change in
      """
      {"kind": "\(change.kind.rawValue)", "subject": \(JSONText.quoted(change.subject)), \
      "removed": \(texts(change.removed)), "added": \(texts(change.added))}
      """
    }
    let parameters = difference.parameters.map { change in
      """
      {"name": \(JSONText.quoted(change.name)), "before": \(optional(change.before.map { shape($0) })), \
      "after": \(optional(change.after.map { shape($0) }))}
      """
    }
    let outputs = difference.outputs.map { change in
      """
      {"name": \(JSONText.quoted(change.name)), "before": \(optional(change.before)), \
      "after": \(optional(change.after))}
      """
    }
    return """
      {
        "changes": \(list(changes)),
        "checkpoints_load": \(difference.keepsCheckpoints),
        "parameters": \(list(parameters)),
        "predictions_same": \(difference.keepsPredictions),
        "predictions_reordered": \(difference.reordersPredictions),
        "outputs": \(list(outputs))
      }

      """
  }
}
