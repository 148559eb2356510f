import CAllocationCount
import MTL
import MTLCatalogue
import MTLRuntime
import Testing

/// A training step takes no memory from the system.
struct AllocationTests {
  /// Without optimisation closures and existentials live on the heap.
  static var isOptimized: Bool {
    var isDebug = false
    assert(
      {
        isDebug = true
        return true
      }())
    return !isDebug
  }

  /// The count is that of this thread, so that tests beside this one do not disturb it.
  @Test(
    .enabled(if: isOptimized),
    arguments: Registry.optimizers.map { "\($0.name)(learning_rate: 0.01)" }
      + ["sgd(momentum: 0.9)", "rmsprop(momentum: 0.9, centered: true)"])
  func stepsAllocateNothing(_ optimizer: String) throws {
    let bench = try Workbench()
    try bench.write(Sample.people(optimizer: optimizer))
    let session = try bench.session()
    let epoch = session.stepsPerEpoch
    for step in 0..<2 * epoch { session.step(step, learningRate: 0.01) }
    let before = allocation_count()
    for step in 2 * epoch..<5 * epoch {
      session.step(step, learningRate: 0.01)
      for task in 0..<3 { _ = session.taskLoss(task) }
    }
    #expect(allocation_count() - before <= 0)
  }
}
