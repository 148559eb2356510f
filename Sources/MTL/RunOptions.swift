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
