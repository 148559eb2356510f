import CAllocationCount
import MTL
import MTLCatalogue
import MTLRuntime
import Testing

/// Runs under every weighting that can be trained leave the same bytes on any number of threads and after
/// a stop, and their steps take no memory.
struct WeightingReproductionTests {
  /// The weightings, alone and after another; the sample has metrics that `dtp` cannot go by.
  static let weightings =
    TrainableWeightings.all.filter { $0 != "dtp" } + [
      "uncertainty -> mgda", "famo -> mgda", "famo -> adatask",
    ]

  /// The pictures have two tasks, of which `trimmed_mean` leaves none.
  @Test(arguments: weightings.filter { $0 != "trimmed_mean" })
  func threadsChangeNothing(_ weighting: String) throws {
    let bench = try Workbench()
    try bench.write(.pictures(weighting: weighting))
    let one = try bench.train(bench.options("one") { $0.steps = 4 }).files()
    for threads in [2, 4] {
      let many = try bench.train(
        bench.options("\(threads)") {
          $0.threads = threads
          $0.steps = 4
        })
      #expect(try many.files() == one, "\(threads) threads")
    }
  }

  /// What a scheme keeps from step to step is in the checkpoint.
  @Test(arguments: weightings)
  func stoppedRunsEndAlike(_ weighting: String) throws {
    let bench = try Workbench()
    try bench.write(.people(weighting: weighting))
    let whole = try bench.train()
    let expected = try whole.files()
    for stop in [1, 5, 7] where stop < whole.result.steps {
      let stopped = try bench.start(bench.options("stopped\(stop)")).finish(after: stop)
      let resumed = try TrainingRun.resume(stopped.folder.path, options: bench.options())
      #expect(try resumed.finish().files() == expected, "stopped after step \(stop)")
    }
  }

  /// The count is that of this thread, so that tests beside this one do not disturb it.
  @Test(.enabled(if: AllocationTests.isOptimized), arguments: weightings)
  func stepsAllocateNothing(_ weighting: String) throws {
    let bench = try Workbench()
    try bench.write(.people(weighting: weighting))
    let session = try bench.session()
    let epoch = session.stepsPerEpoch
    for step in 0..<3 * epoch { session.step(step, learningRate: 0.01) }
    let before = allocation_count()
    for step in 3 * epoch..<6 * epoch { session.step(step, learningRate: 0.01) }
    #expect(allocation_count() - before <= 0)
  }
}
