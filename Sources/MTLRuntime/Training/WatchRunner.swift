import MTLCatalogue
import MTLCompiler

/// Runs the graph that compares the tasks' gradients.
struct WatchRunner {
  let runner: GraphRunner
  let clockInputs: [StepClock: Int]
  /// The output with their inner products.
  let productsOutput: Int

  /// Finds the inputs and the output; the graph has to be one of a watched step.
  init(_ runner: GraphRunner) {
    self.runner = runner
    clockInputs = runner.clockInputs
    guard let output = runner.executor.outputIndex(of: GraphName.gradientProducts) else {
      preconditionFailure("the graph does not compare gradients")
    }
    productsOutput = output
  }
}
