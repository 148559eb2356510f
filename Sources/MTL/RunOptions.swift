/// What the command line, or a program, says beside the spec.
package struct RunOptions: Sendable {
  /// Where the paths of the spec's data are looked up; beside the spec where it is `nil`.
  package var dataRoot: String?
  /// Whether paths may lead outside of the spec's folder.
  package var allowsOutside = false
  package var seed: UInt64?
  package var epochs: Int?
  package var steps: Int?
  /// The weighting in place of the spec's, as a spec writes it.
  package var weighting: String?
  /// A file of parameters to begin with, by their names.
  package var initialParameters: String?
  /// Whether the training rows are put into a new order for each epoch.
  package var shuffles = true
  /// Whether every step has a line in `metrics.jsonl`.
  package var recordsSteps = false
  /// In every how many steps the tasks' gradients are looked at; where it is `nil`, in each if the
  /// weighting compares them anyway, else in none.
  package var watchInterval: Int?
  /// The root of runs.
  package var out = "runs"
  /// The number of threads; that of the processors, at most 8, where it is `nil`.
  package var threads: Int?
  /// The name of the instruction set; the best one where it is `nil`.
  package var instructionSet: String?

  package init() {}

  /// Whether they say how long to train.
  var givesLength: Bool { epochs != nil || steps != nil }
}
