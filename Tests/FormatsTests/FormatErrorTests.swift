import MTLFormats
import Testing

@Suite struct FormatErrorTests {
  @Test func descriptionNamesThePlace() {
    #expect(FormatError("x", "it is bad").description == "x: it is bad")
    #expect(FormatError("x", "it is bad", offset: 7).description == "x: it is bad (at byte 7)")
    #expect(FormatError("x", "it is bad", line: 3).description == "x:3: it is bad")
    #expect(FormatError("x", "it is bad", line: 3, column: 4).description == "x:3:4: it is bad")
  }

  @Test func quotesAreHarmless() {
    #expect(FormatError.quote("é 😀") == "`é 😀`")
    #expect(
      FormatError.quote("\u{1b}[2J\n\u{202e}x\u{2028}") == "`\\u{1b}[2J\\u{a}\\u{202e}x\\u{2028}`")
    #expect(FormatError.quote(String(repeating: "a", count: 60)).count == 62)
    #expect(FormatError.quote(String(repeating: "a", count: 61)).hasSuffix("a…`"))
  }
}
