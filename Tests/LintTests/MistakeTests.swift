import Foundation
import MTL
import MTLLint
import MTLSource
import MTLTestSupport
import Testing

/// Specs with one mistake each, as people make them: each is caught, and by one finding alone.
@Suite struct MistakeTests {
  static let files = Corpus(besideFile: #filePath).files("mistakes")

  @Test func thereAreEnough() { #expect(Self.files.count >= 20) }

  @Test(arguments: files) func mistakeIsCaughtOnce(_ file: CorpusFile) {
    let readsData = FileManager.default.fileExists(atPath: file.record("csv"))
    let run = LintRun(readsData: readsData)
    let found = run.lint(file.source, folder: file.folder).diagnostics
    #expect(Annotation.disagreements(file.source, found) == [])
    #expect(found.count == 1)
  }
}
