import MTL
import MTLCatalogue
import MTLRuntime
import Testing

/// What holds of training with every optimizer.
struct OptimizerTests {
  static let names = Registry.optimizers.map { $0.name }

  @Test(arguments: names)
  func lossesFall(_ name: String) throws {
    let bench = try Workbench()
    try bench.write(Sample.people(epochs: 20, optimizer: "\(name)(learning_rate: 0.01)"))
    let run = try bench.train()
    let losses = run.epochs.compactMap { $0.tasks.first?.trainingLoss }
    #expect(losses.count == 20)
    #expect((losses.last ?? .nan) < 0.9 * (losses.first ?? .nan), "\(losses)")
  }

  @Test(arguments: names)
  func stoppedRunsEndAlike(_ name: String) throws {
    let bench = try Workbench()
    try bench.write(Sample.people(optimizer: name))
    let whole = try bench.train()
    let stopped = try bench.start(bench.options("stopped")).finish(after: 4)
    #expect(stopped.result.end == .interrupted)
    let ended = try TrainingRun.resume(stopped.folder.path, options: bench.options()).finish()
    #expect(try ended.files() == whole.files())
  }

  /// Pictures, so that the work is divided among threads.
  @Test(arguments: ["lamb", "lion", "rmsprop(momentum: 0.9, centered: true)"])
  func threadsChangeNothing(_ optimizer: String) throws {
    let bench = try Workbench()
    let sample = Sample.pictures
    try bench.write(
      Sample(spec: sample.spec.replacing("adamw(learning_rate: 0.01)", with: optimizer)))
    let one = try bench.train(bench.options("one")).files()
    let two = try bench.train(bench.options("two") { $0.threads = 2 }).files()
    #expect(one == two)
  }
}
