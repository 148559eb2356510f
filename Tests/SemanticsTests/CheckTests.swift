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
