import MTLFormats

/// The folder that a run leaves: spec, record, checkpoints, metrics.
package final class RunFolder {
  package let path: String
  private var lines: [String] = []

  private init(_ path: String) { self.path = path }

  /// The folder of a run that is there; where the path is a link such as `latest`, what it points to
  /// now, for a run that begins later moves the link.
  package convenience init(path: String) {
    let plain = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    guard let target = FileSystem.target(ofLink: plain) else {
      self.init(plain)
      return
    }
    self.init(FilePath.joined(FilePath.split(plain).folder, target))
  }

  /// Makes the folder of a new run, `root/NAME/STAMP`, and points `root/NAME/latest` at it.
  package static func create(root: String, model: String) throws(FormatError) -> RunFolder {
    let name = String(model.map { $0.isSafeInPaths ? $0 : "_" })
    let parent = "\(root)/\(name)"
    try FileSystem.makeFolder(parent)
    let stamp = Clock.stamp
    var folder = stamp
    var number = 2
    while try !FileSystem.makeNewFolder("\(parent)/\(folder)") {
      folder = "\(stamp)-\(number)"
      number += 1
    }
    try AtomicFile.replaceLink(at: "\(parent)/latest", target: folder)
    return RunFolder("\(parent)/\(folder)")
  }

  package var best: String { "\(path)/best.safetensors" }
  package var last: String { "\(path)/last.safetensors" }
  package var spec: String { "\(path)/spec.mtl" }
  package var record: String { "\(path)/run.json" }
  package var metrics: String { "\(path)/metrics.jsonl" }

  /// Writes the spec as it was compiled, and the record of the run.
  package func write(spec: [UInt8], record: JSONValue) throws(FormatError) {
    try AtomicFile.write(spec, to: self.spec)
    try AtomicFile.write(record.bytes(.pretty) + [0x0A], to: self.record)
  }

  // MARK: Metrics

  /// Adds an epoch's line.
  func append(_ report: EpochReport) { lines.append(report.json.text()) }

  /// Adds a step's line.
  func append(_ report: StepReport) { lines.append(report.json.text()) }

  /// Writes all lines.
  func writeMetrics() throws(FormatError) {
    try AtomicFile.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: metrics)
  }

  /// Takes up the lines that an earlier run wrote, up to an epoch and a step.
  func keepMetrics(through epoch: Int, step: Int) throws(FormatError) {
    guard FileSystem.exists(metrics) else { return }
    let text = String(decoding: try FileBytes.read(metrics, limit: 1 << 30), as: UTF8.self)
    lines = text.split(separator: "\n").map(String.init).filter { line in
      let value = try? JSONValue.parse(bytes: Array(line.utf8), name: metrics)
      if let other = value?["epoch"]?.integer { return other <= epoch }
      return value?["step"]?.integer.map { $0 <= step } ?? false
    }
  }
}

extension Character {
  /// Whether the character may stand in the name of a run's folder.
  fileprivate var isSafeInPaths: Bool {
    isASCII && (isLetter || isNumber || self == "_" || self == "-")
  }
}

extension EpochReport {
  /// The line of `metrics.jsonl`.
  package var json: JSONValue {
    .object(
      [
        .init("epoch", .integer(epoch)),
        .init("step", .integer(step)),
        .init("learning_rate", .number(learningRate)),
        .init("monitor", monitor.map { .number($0) } ?? .null),
        .init("best", .bool(isBest)),
        .init("tasks", .object(tasks.map { .init($0.task, $0.json) })),
      ].withGradients(gradients?.report(tasks: tasks.map(\.task))))
  }
}

extension StepReport {
  /// The line of `metrics.jsonl`: the one without an epoch.
  var json: JSONValue {
    .object(
      [
        .init("step", .integer(step)),
        .init("learning_rate", .number(learningRate)),
        .init(
          "tasks",
          .object(
            tasks.map { task in
              .init(
                task.task,
                .object(
                  [
                    .init("loss", task.loss.map { .number($0) } ?? .null),
                    .init("weight", task.weight.map { .number($0) } ?? .null),
                  ].withGradientNorm(task.gradientNorm)))
            })),
      ].withGradients(gradients?.stepReport(tasks: tasks.map(\.task))))
  }
}

extension TaskReport {
  /// The report as JSON: losses, weight and metrics by name.
  package var json: JSONValue {
    var members: [JSONValue.Member] = []
    if let trainingLoss { members.append(.init("training_loss", .number(trainingLoss))) }
    if let weight { members.append(.init("weight", .number(weight))) }
    members = members.withGradientNorm(gradientNorm)
    members.append(.init("loss", loss.map { .number($0) } ?? .null))
    for metric in metrics {
      members.append(.init(metric.name, metric.value.map { .number($0) } ?? .null))
    }
    return .object(members)
  }
}

extension [JSONValue.Member] {
  /// The members and the norm of a task's gradient, where it is known.
  fileprivate func withGradientNorm(_ norm: Double?) -> [JSONValue.Member] {
    norm.map { self + [.init("gradient_norm", .number($0))] } ?? self
  }

  /// The members and what has been seen of gradients, where steps are watched.
  fileprivate func withGradients(_ report: JSONValue?) -> [JSONValue.Member] {
    report.map { self + [.init("gradients", $0)] } ?? self
  }
}
