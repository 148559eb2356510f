import MTL
import Testing

/// The interface for programs that embed the compiler.
struct SpecTests {
  private func settings(_ bench: Workbench) -> RunSettings {
    var settings = RunSettings()
    settings.out = bench.path("runs")
    settings.threads = 1
    return settings
  }

  @Test func aSpecIsTrainedAndUsed() throws {
    let bench = try Workbench()
    try bench.write(Sample.people())
    let spec = try Spec(contentsOf: bench.path("spec.mtl"))
    #expect(spec.check().isEmpty)
    var epochs: [Int] = []
    let run = try spec.train(settings(bench)) { summary in
      epochs.append(summary.epoch)
      #expect(summary.metrics["score"]?["mae"] != nil)
      return true
    }
    #expect(epochs == [1, 2, 3])
    let numbers = try run.evaluate()
    #expect(Set(numbers.keys) == ["group", "member", "score"])
    #expect(numbers["group"]?["accuracy"] != nil)
    #expect(try run.predict(bench.path("people.csv")).hasPrefix("group,member,score\n"))
  }

  @Test func trainingEndsWhereProgressSaysSo() throws {
    let bench = try Workbench()
    try bench.write(Sample.people(epochs: 10))
    var epochs = 0
    let run = try Spec(contentsOf: bench.path("spec.mtl")).train(settings(bench)) { _ in
      epochs += 1
      return epochs < 2
    }
    #expect(epochs == 2)
    #expect(try run.evaluate().count == 3)
  }

  @Test func aSpecInMemoryReadsItsFolder() throws {
    let bench = try Workbench()
    let sample = Sample.people(epochs: 1)
    for (name, text) in sample.files { try bench.write(name, text) }
    let spec = Spec(sample.spec, folder: bench.folder)
    let run = try spec.train(settings(bench))
    #expect(try run.evaluate().count == 3)
  }

  @Test func findingsHavePlaces() throws {
    let spec = Spec("model wrong\n\ntask y(nothing) {\n    dense(1)\n}\n")
    let finding = try #require(spec.check().first { $0.severity == "error" })
    #expect(finding.line == 3)
    #expect(finding.rendered.contains("spec.mtl:3:"))
    let error = #expect(throws: SpecError.self) { _ = try spec.train() }
    #expect(error?.findings.isEmpty == false)
  }

  @Test func failuresSayWhatToDo() throws {
    let error = #expect(throws: SpecError.self) { try Run(path: "no/such/run").evaluate() }
    #expect(error?.message == "there is no run `no/such/run`")
    #expect(error?.description.contains("help: a run is a folder such as") == true)
  }
}
