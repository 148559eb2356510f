import MTL
import MTLSemantics
import MTLSource
import MTLTestSupport
import Testing

/// Small specs, each with what must be reported of it, line by line.
struct CheckTests {
  @Test(arguments: corpus.files("check"))
  func reportsWhatIsAnnotated(_ file: CorpusFile) {
    let source = file.source
    #expect(Annotation.disagreements(source, Findings.checking(file)) == [])
  }

  @Test func everyCodeIsInTheCorpus() {
    let annotated = corpus.files("check").flatMap { Annotation.all(in: $0.source) }
    let names = Set(annotated.map { $0.name })
    let wanted = DiagnosticCode.allCases.filter { $0.rawValue >= 100 && !$0.needsData }
    #expect(wanted.map { $0.name }.filter { !names.contains($0) } == [])
  }
}

/// Specs that a newcomer writes, and what they are after the edits that the messages offer.
struct FixTests {
  @Test(arguments: corpus.files("fix"))
  func becomesRight(_ file: CorpusFile) {
    var source = file.source
    for _ in 0..<8 {
      let edits = Self.edits(of: Driver.check(source, folder: file.folder).diagnostics)
      if edits.isEmpty { break }
      source = source.edited(edits)
    }
    #expect(Golden.difference(source.text, file, "fixed") == nil)
    let found = Driver.check(source, folder: file.folder).diagnostics
    #expect(found.filter { $0.severity == .error }.map { $0.brief } == [])
  }

  /// The first edit of each finding, as far as they do not overlap.
  private static func edits(of findings: [Diagnostic]) -> [Diagnostic.Edit] {
    var taken: [Diagnostic.Edit] = []
    for finding in findings where finding.severity == .error {
      let edits = finding.helps.first { !$0.edits.isEmpty }?.edits ?? []
      let isFree = edits.allSatisfy { edit in
        taken.allSatisfy {
          edit.range.end < $0.range.start || $0.range.end < edit.range.start
        }
      }
      if isFree { taken += edits }
    }
    return taken
  }
}

/// The full drawing of a diagnostic of each code, once.
struct RenderTests {
  @Test(arguments: corpus.files("render"))
  func looksAsRecorded(_ file: CorpusFile) throws {
    let text = try Findings.rendering(file, loads: true)
    #expect(Golden.difference(text, file, "stderr") == nil)
    let name = file.path.dropFirst("render/".count).dropLast(".mtl".count)
    let code = try #require(DiagnosticCode(String(name)))
    #expect(text.contains("[\(code.id)]"))
  }

  /// Drawings of what several codes have in common.
  @Test(arguments: corpus.files("drawn"))
  func isDrawnAsRecorded(_ file: CorpusFile) throws {
    let text = try Findings.rendering(file, loads: false)
    #expect(Golden.difference(text, file, "stderr") == nil)
  }

  @Test func everyCodeIsDrawn() {
    let drawn = Set(corpus.files("render").map { $0.path })
    let codes = DiagnosticCode.allCases.filter { $0.rawValue >= 100 }
    #expect(codes.map { "render/\($0.name).mtl" }.filter { !drawn.contains($0) } == [])
    #expect(Golden.orphans(corpus, "render", ext: "stderr") == [])
  }
}

extension DiagnosticCode {
  /// Whether only reading the data can find it.
  var needsData: Bool {
    (510..<530).contains(rawValue) && self != .splitShares && self != .duplicateColumn
  }
}
