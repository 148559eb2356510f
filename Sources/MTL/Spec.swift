import MTLCatalogue
import MTLFormats
import MTLLint
import MTLRuntime
import MTLSemantics
import MTLSource
import MTLSyntax

/// A model spec: what is learned from which data.
///
/// ```swift
/// let spec = try Spec(contentsOf: "specs/digits.mtl")
/// for finding in spec.check() { print(finding.rendered) }
/// let run = try spec.train()
/// print(try run.evaluate())
/// ```
public struct Spec: Sendable {
  let source: SourceText
  private let folder: String

  /// Reads a spec from a file.
  public init(contentsOf path: String) throws(SpecError) {
    do {
      source = try SpecFile.read(path)
    } catch {
      throw SpecError(error)
    }
    folder = SpecFile.folder(of: path)
  }

  /// Makes a spec of a text; its data paths are looked up in `folder`.
  public init(_ text: String, name: String = "spec.mtl", folder: String = ".") {
    source = SourceText(name: name, text)
    self.folder = folder
  }

  /// Checks names, types and shapes, without reading the data.
  public func check() -> [Finding] {
    Driver.check(source, folder: folder).diagnostics.map { Finding($0) }
  }

  /// Looks for mistakes in a spec that checks; one that does not has its errors instead.
  public func lint() -> [Finding] {
    LintRun().lint(source, folder: folder).diagnostics.map { Finding($0) }
  }

  /// The spec in its one style; `nil` where its syntax is wrong.
  public func formatted() -> String? { Formatter.format(SyntaxTree.parse(source)) }

  /// Trains the model.
  ///
  /// - Parameters:
  ///   - settings: What goes before the spec's own settings.
  ///   - progress: Called after each epoch; training ends early where it answers `false`.
  public func train(
    _ settings: RunSettings = RunSettings(), progress: (EpochSummary) -> Bool = { _ in true }
  ) throws(SpecError) -> Run {
    do {
      let run = try TrainingRun.start(source, folder: folder, options: settings.options)
      var goesOn = true
      _ = try run.train(shouldStop: { !goesOn }) { event in
        if case .epoch(let report) = event { goesOn = progress(EpochSummary(report)) }
      }
      return Run(path: run.folder.path)
    } catch {
      throw SpecError(error)
    }
  }
}

/// What goes before a spec's own settings.
public struct RunSettings: Sendable {
  /// Where the spec's data files are looked up; beside the spec where it is `nil`.
  public var dataRoot: String?
  /// The seed of training.
  public var seed: UInt64?
  /// The number of epochs.
  public var epochs: Int?
  /// The number of threads.
  public var threads: Int?
  /// The weighting, as a spec writes it.
  public var weighting: String?
  /// The root of runs.
  public var out = "runs"

  /// Settings that change nothing.
  public init() {}

  var options: RunOptions {
    var options = RunOptions()
    options.dataRoot = dataRoot
    options.seed = seed
    options.epochs = epochs
    options.threads = threads
    options.weighting = weighting
    options.out = out
    return options
  }
}

/// What an epoch came to.
public struct EpochSummary: Sendable {
  /// The epoch's number, from 1 on.
  public let epoch: Int
  /// What the best epoch goes by.
  public let monitor: Double?
  /// Whether it is the best epoch so far.
  public let isBest: Bool
  /// Validation metrics and losses by task and name.
  public let metrics: [String: [String: Double]]

  init(_ report: EpochReport) {
    epoch = report.epoch
    monitor = report.monitor
    isBest = report.isBest
    metrics = report.tasks.metricsByTask
  }
}

/// A finding about a spec or its data.
public struct Finding: Sendable {
  /// The code, such as `MTL304`.
  public let code: String
  /// The code's name, such as `class-count-mismatch`.
  public let name: String
  /// `error`, `warning` or `note`.
  public let severity: String
  /// One sentence that states the problem.
  public let message: String
  /// The one-based line.
  public let line: Int
  /// The one-based column.
  public let column: Int
  /// The whole finding, drawn with the lines of the spec.
  public let rendered: String

  init(_ diagnostic: Diagnostic) {
    let primary = diagnostic.primary
    code = diagnostic.identity.id
    name = diagnostic.identity.name
    severity = diagnostic.severity.rawValue
    message = diagnostic.message
    (line, column) = primary.source.position(of: primary.range.start)
    rendered = TextRenderer().render(diagnostic)
  }
}

/// Why something cannot be done with a spec.
public struct SpecError: Error, CustomStringConvertible {
  /// What is wrong with the spec or its data, with places.
  public let findings: [Finding]
  /// What is wrong otherwise.
  public let message: String?
  /// What may be done about it.
  public let help: String?

  init(_ failure: Failure) {
    findings = failure.diagnostics.map { Finding($0) }
    message = failure.message
    help = failure.help
  }

  /// The findings as they are drawn, the message and the help.
  public var description: String {
    let help = help.map { "help: \($0)" }
    return (findings.map { $0.rendered } + [message, help].compactMap { $0 })
      .joined(separator: "\n")
  }
}

/// The folder of a run: a trained model.
public struct Run: Sendable {
  /// The folder.
  public let path: String

  /// A run by its folder, such as `runs/digits/latest`.
  public init(path: String) { self.path = path }

  /// The metrics and losses of the best epoch on the test rows, by task and name.
  public func evaluate() throws(SpecError) -> [String: [String: Double]] {
    do {
      let run = try FinishedRun(path, options: RunOptions())
      try run.loadBest()
      return run.session.evaluate(.test).metricsByTask
    } catch {
      throw SpecError(error)
    }
  }

  /// What the best epoch predicts for the rows of a file, as comma-separated text.
  public func predict(_ file: String) throws(SpecError) -> String {
    do {
      return try Predictor(path, options: RunOptions())
        .predict(file, withProbabilities: false)
    } catch {
      throw SpecError(error)
    }
  }
}

extension [TaskReport] {
  /// The numbers of the reports by task and name; what is not defined is left out.
  fileprivate var metricsByTask: [String: [String: Double]] {
    var result: [String: [String: Double]] = [:]
    for report in self {
      var values: [String: Double] = [:]
      values["loss"] = report.loss
      for metric in report.metrics { values[metric.name] = metric.value }
      result[report.task] = values
    }
    return result
  }
}
