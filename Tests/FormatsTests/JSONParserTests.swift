import MTLFormats
import Testing

@Suite struct JSONParserTests {
  private func parse(_ text: String) throws(FormatError) -> JSONValue {
    try JSONValue.parse(bytes: Array(text.utf8), name: "x.json")
  }

  @Test func documentOfEveryKindOfValue() throws {
    let text = """
       {"a": [1, -2.5, 1e3, true, false, null], "b": {}, "c": [], "d": "\\u00e9\\ud83d\\ude00\\n"}\t
      """
    let expected: JSONValue = [
      "a": [1, -2.5, 1000.0, true, false, .null], "b": [:], "c": [], "d": "é😀\n",
    ]
    #expect(try parse(text) == expected)
  }

  @Test func integersThatFitStayIntegers() throws {
    #expect(try parse("9223372036854775807") == .integer(.max))
    #expect(try parse("-9223372036854775808") == .integer(.min))
    #expect(try parse("9223372036854775808") == .number(9_223_372_036_854_775_808))
    #expect(try parse("1.0") == .number(1))
    #expect(try parse("0") == .integer(0))
    #expect(try parse("-0").number?.sign == .minus)
  }

  @Test func accessorsAnswerForTheirKindAlone() throws {
    let value = try parse(#"{"n": 3, "x": 2.5, "t": "s", "b": true, "l": [7], "z": null}"#)
    #expect(value["n"]?.integer == 3 && value["n"]?.number == 3)
    #expect(value["x"]?.number == 2.5 && value["x"]?.integer == nil)
    #expect(value["t"]?.string == "s" && value["b"]?.bool == true)
    #expect(value["l"]?[0]?.integer == 7 && value["l"]?[1] == nil && value["l"]?[-1] == nil)
    #expect(value["z"]?.isNull == true && value["absent"] == nil && value["n"]?["n"] == nil)
    #expect(value.members?.map(\.key) == ["n", "x", "t", "b", "l", "z"])
  }

  @Test(arguments: [
    "", " ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}", "{a:1}",
    "[1 2]", "nul", "nullx", "tru", "01", "-", "-01", "+1", "1.", ".5", "1e", "1e+", "0x10", "NaN",
    "Infinity", "\"", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\"",
    "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud800x\"", "\"\u{1}\"", "\"\n\"", "1 2", "[] []",
    "{\"a\":1,\"a\":2}", "{\"\u{e9}\":1,\"e\u{301}\":2}", "1e999", "-1e999", "\u{feff}1", "'a'",
    "[1]/*x*/",
  ])
  func rejected(_ text: String) {
    #expect(throws: FormatError.self) { try parse(text) }
  }

  @Test func errorsNameThePlace() {
    let error = #expect(throws: FormatError.self) { try parse("{\n  \"é\": 1,\n  \"é\": 2}") }
    #expect(error?.description == "x.json:3:3: the key `é` stands twice in one object")
    let late = #expect(throws: FormatError.self) { try parse("[\"é\", ?]") }
    #expect(late?.description == "x.json:1:7: a JSON value should stand here")
  }

  @Test(arguments: [
    [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
  ])
  func textThatIsNotUTF8(_ bytes: [UInt8]) {
    let error = #expect(throws: FormatError.self) {
      try JSONValue.parse(bytes: bytes, name: "x.json")
    }
    #expect(error?.message.contains("UTF-8") == true)
  }

  @Test func depthIsLimited() throws {
    let deepest = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    _ = try parse(deepest)
    #expect(throws: FormatError.self) { try parse("[\(deepest)]") }
    #expect(throws: FormatError.self) { try parse(String(repeating: "{\"a\":", count: 100_000)) }
  }

  @Test func damagedDocumentsNeverCrash() {
    let text = #"{"a":[1,-2.5e3,"\u00e9\ud83d\ude00",true],"b":{"c":null,"é":"x\ny"},"d":12}"#
    for copy in damagedCopies(of: Array(text.utf8), count: 500, seed: 1) {
      _ = try? JSONValue.parse(bytes: copy, name: "x.json")
    }
  }
}
