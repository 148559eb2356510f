import MTLFormats
import Testing

@Suite struct JSONWriterTests {
  @Test func compactAndPretty() {
    let value: JSONValue = ["a": [1, 2.0, 0.1], "b": ["c": .null, "d": true], "e": [], "f": [:]]
    #expect(
      value.text() == #"{"a":[1,2.0,0.1],"b":{"c":null,"d":true},"e":[],"f":{}}"#)
    #expect(
      value.text(.pretty) == """
        {
          "a": [
            1,
            2.0,
            0.1
          ],
          "b": {
            "c": null,
            "d": true
          },
          "e": [],
          "f": {}
        }
        """)
  }

  @Test func stringsAreEscaped() {
    let value = JSONValue.string("\"\\/\u{8}\u{c}\n\r\t\u{0}\u{1f}\u{1b}\u{7f}é😀")
    #expect(
      value.text() == #""\"\\/\b\f\n\r\t\u0000\u001f\u001b"# + "\u{7f}é😀\"")
  }

  @Test func numbersWithoutSpellingBecomeNull() {
    let value: JSONValue = [.number(.infinity), .number(-.infinity), .number(.nan), .number(-0.0)]
    #expect(value.text() == "[null,null,null,-0.0]")
  }

  @Test func randomDocumentsComeBack() throws {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<300 {
      let value = randomValue(depth: 4, using: &generator)
      for layout in [JSONValue.Layout.compact, .pretty] {
        let copy = try JSONValue.parse(bytes: value.bytes(layout), name: "x.json")
        #expect(copy == value)
      }
    }
  }

  private func randomValue(depth: Int, using generator: inout SeededGenerator) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &generator))
    case 2:
      let value = Double(bitPattern: generator.next())
      return .number(value.isFinite ? value : 0.5)
    case 3: return .integer(Int(truncatingIfNeeded: generator.next()))
    case 4: return .string(randomText(using: &generator))
    case 5:
      let count = Int.random(in: 0..<4, using: &generator)
      return .array((0..<count).map { _ in randomValue(depth: depth - 1, using: &generator) })
    default:
      let count = Int.random(in: 0..<4, using: &generator)
      return .object(
        (0..<count).map { index in
          let key = "\(index)" + randomText(using: &generator)
          return JSONValue.Member(key, randomValue(depth: depth - 1, using: &generator))
        })
    }
  }

  private func randomText(using generator: inout SeededGenerator) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0..<6, using: &generator) {
      let limit: UInt32 = Bool.random(using: &generator) ? 0x80 : 0x11_0000
      if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator)) {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
