import Foundation
import MTLTestSupport

/// Tries texts of a corpus that are changed at random: `seeded FOLDER INPUTS SEED`.
///
/// What breaks a law or takes longer than a second is written to the current folder.
@main
enum SeededTrials {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let inputs = Int(arguments[2]), let seed = UInt64(arguments[3])
    else { return print("usage: seeded FOLDER INPUTS SEED") }
    let files = Corpus(besideFile: arguments[1] + "/x", folder: ".").files()
    var mutator = Mutator(files.map { $0.bytes }.filter { $0.count < 4000 }, seed: seed)
    let start = ContinuousClock.now
    var findings = 0
    for number in 0..<inputs {
      let bytes = mutator.next()
      _ = FileManager.default.createFile(atPath: "last-\(seed)", contents: Data(bytes))
      let begin = ContinuousClock.now
      let problem = Trial.problem(bytes)
      let isSlow = ContinuousClock.now - begin > .seconds(1)
      guard problem != nil || isSlow else { continue }
      findings += 1
      let name = "\(problem == nil ? "slow" : "broken")-\(seed)-\(number)"
      _ = FileManager.default.createFile(atPath: name, contents: Data(bytes))
      print("\(name): \(problem ?? "slow")")
    }
    print("\(inputs) inputs, \(findings) findings, \(ContinuousClock.now - start)")
  }
}
