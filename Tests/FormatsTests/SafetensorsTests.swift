import MTLFormats
import Testing

@Suite struct SafetensorsTests {
  /// One tensor `w` of two floats, as the reference implementation writes it.
  private let smallFile = bytes(
    hex: """
      38000000000000007b2277223a7b226474797065223a22463332222c227368617065223a5b325d2c22646174
      615f6f666673657473223a5b302c385d7d7d20200000803f000000c0
      """)

  private let small = Safetensors(
    tensors: [.init("w", shape: [2], values: .float([1, -2]))])

  /// What `safetensors.numpy.save` 0.8.0 makes of `mixed`.
  private let mixedFile = bytes(
    hex: """
      80010000000000007b225f5f6d657461646174615f5f223a7b22666f726d6174223a226d746c222c226b3222
      3a22765c742f227d2c2261223a7b226474797065223a22493634222c227368617065223a5b325d2c22646174
      615f6f666673657473223a5b302c31365d7d2c227a223a7b226474797065223a22463634222c227368617065
      223a5b325d2c22646174615f6f666673657473223a5b31362c33325d7d2c22c3a95c6e5c22223a7b22647479
      7065223a22463634222c227368617065223a5b302c345d2c22646174615f6f666673657473223a5b33322c33
      325d7d2c22622e77223a7b226474797065223a22463332222c227368617065223a5b322c335d2c2264617461
      5f6f666673657473223a5b33322c35365d7d2c2273223a7b226474797065223a22463332222c227368617065
      223a5b5d2c22646174615f6f666673657473223a5b35362c36305d7d2c2268223a7b226474797065223a2255
      38222c227368617065223a5b335d2c22646174615f6f666673657473223a5b36302c36335d7d7d2001000000
      00000000feffffffffffffff9a9999999999b93f9c7500883ce437fe0000803f000000400000404000008040
      0000a0400000d040000060400102ff
      """)

  private let mixed = Safetensors(
    metadata: ["k2": "v\t/", "format": "mtl"],
    tensors: [
      .init("a", shape: [2], values: .integer([1, -2])),
      .init("z", shape: [2], values: .double([0.1, -1e300])),
      .init("é\n\"", shape: [0, 4], values: .double([])),
      .init("b.w", shape: [2, 3], values: .float([1, 2, 3, 4, 5, 6.5])),
      .init("s", shape: [], values: .float([3.5])),
      .init("h", shape: [3], values: .bytes([1, 2, 255])),
    ])

  @Test func writesTheBytesOfTheReference() throws {
    #expect(try small.encoded(name: "x") == smallFile)
    #expect(try mixed.encoded(name: "x") == mixedFile)
    var reordered = mixed
    reordered.tensors.reverse()
    #expect(try reordered.encoded(name: "x") == mixedFile)
  }

  @Test func readsTheBytesOfTheReference() throws {
    #expect(try Safetensors(bytes: smallFile, name: "x") == small)
    let read = try Safetensors(bytes: mixedFile, name: "x")
    #expect(read.metadata == mixed.metadata)
    #expect(read.tensors.count == mixed.tensors.count)
    for tensor in mixed.tensors { #expect(read[tensor.name] == tensor) }
    #expect(read["absent"] == nil)
  }

  @Test func emptyFile() throws {
    let bytes = try Safetensors().encoded(name: "x")
    #expect(bytes == [8, 0, 0, 0, 0, 0, 0, 0] + Array("{}      ".utf8))
    #expect(try Safetensors(bytes: bytes, name: "x") == Safetensors())
  }

  @Test func acceptsWhatTheReferenceAccepts() throws {
    for header in [
      #"{}"#, #" {}"#, #"{"b":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}"#,
      #"{"__metadata__":{"a":"b"}}"#,
    ] {
      _ = try Safetensors(bytes: file(header: header, dataSize: 0), name: "x")
    }
    let header = """
      {"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3],"extra":1},
       "a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}
      """
    let read = try Safetensors(bytes: file(header: header, dataSize: 3), name: "x")
    #expect(read.tensors.map(\.name) == ["a", "b"])
  }

  @Test(arguments: [
    (#"[]"#, 0, "not a JSON object"),
    (#"{"__metadata__":[]}"#, 0, "metadata"),
    (#"{"__metadata__":{"a":1}}"#, 0, "not a string"),
    (#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#, 2, "1 bytes follow"),
    (#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#, 2, "1 bytes before"),
    (#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"#, 1, "ends at byte 2"),
    (#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,1]}}"#, 1, "takes up 1 bytes"),
    (#"{"a":{"dtype":"U8","shape":[0],"data_offsets":[1,0]}}"#, 1, "beginning and an end"),
    (#"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0]}}"#, 1, "beginning and an end"),
    (#"{"a":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}"#, 1, "whole number"),
    (#"{"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}}"#, 1, "whole number"),
    (#"{"a":{"dtype":"U8","shape":[1e3],"data_offsets":[0,1]}}"#, 1, "whole number"),
    (#"{"a":{"dtype":"U8","shape":1,"data_offsets":[0,1]}}"#, 1, "no array `shape`"),
    (#"{"a":{"dtype":"U8","shape":[1]}}"#, 1, "no array `data_offsets`"),
    (#"{"a":{"shape":[1],"data_offsets":[0,1]}}"#, 1, "no `dtype`"),
    (#"{"a":{"dtype":"float32","shape":[1],"data_offsets":[0,4]}}"#, 4, "`float32`"),
    (#"{"a":1}"#, 1, "no `dtype`"),
    (
      #"{"a":{"dtype":"F64","shape":[4294967296,4294967296],"data_offsets":[0,0]}}"#, 0,
      "too large"
    ),
    (#"{"a":{"dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,0]}}"#, 0, "too large"),
    (
      #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"#
        + #""a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#, 2, "stands twice"
    ),
    (
      #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"#
        + #""b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#, 3, "overlaps"
    ),
    (#"{"a":{"dtype":"U8","shape":[[[[1]]]],"data_offsets":[0,1]}}"#, 1, "deep"),
  ])
  func rejected(header: String, dataSize: Int, message: String) {
    let error = #expect(throws: FormatError.self) {
      try Safetensors(bytes: file(header: header, dataSize: dataSize), name: "x")
    }
    #expect(error?.message.contains(message) == true, "\(String(describing: error))")
  }

  @Test func headersBeyondTheFileOrTheLimit() {
    for bytes in [
      [], [1, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0], Array(repeating: 0xFF, count: 16),
      [0, 0, 0, 0, 0, 0, 0, 0x80, 0x7B, 0x7D],
    ] as [[UInt8]] {
      #expect(throws: FormatError.self) { try Safetensors(bytes: bytes, name: "x") }
    }
  }

  @Test func contentsThatCannotBeWritten() {
    let twice = Safetensors.Tensor("a", shape: [1], values: .bytes([1]))
    for tensors in [
      [twice, twice],
      [.init("__metadata__", shape: [1], values: .bytes([1]))],
      [.init("a", shape: [2], values: .bytes([1]))],
      [.init("a", shape: [-1, -1], values: .bytes([1]))],
      [.init("a", shape: [.max, .max], values: .bytes([1]))],
    ] {
      #expect(throws: FormatError.self) { try Safetensors(tensors: tensors).encoded(name: "x") }
    }
  }

  @Test func randomContentsComeBack() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<100 {
      let contents = randomContents(using: &generator)
      let bytes = try contents.encoded(name: "x")
      let copy = try Safetensors(bytes: bytes, name: "x")
      #expect(copy.metadata == contents.metadata)
      for tensor in contents.tensors { #expect(copy[tensor.name] == tensor) }
      #expect(try copy.encoded(name: "x") == bytes)
    }
  }

  @Test func damagedFilesNeverCrash() {
    for copy in damagedCopies(of: mixedFile, count: 400, seed: 4) {
      _ = try? Safetensors(bytes: copy, name: "x")
    }
    for count in smallFile.indices {
      #expect(throws: FormatError.self) {
        try Safetensors(bytes: Array(smallFile[..<count]), name: "x")
      }
    }
  }

  private func file(header: String, dataSize: Int) -> [UInt8] {
    let size = UInt64(header.utf8.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) } + Array(header.utf8)
      + Array(repeating: 7, count: dataSize)
  }

  private func randomContents(using generator: inout SeededGenerator) -> Safetensors {
    var contents = Safetensors()
    for index in 0..<Int.random(in: 0..<6, using: &generator) {
      let shape = (0..<Int.random(in: 0..<4, using: &generator)).map { _ in
        Int.random(in: 0..<4, using: &generator)
      }
      let words = (0..<shape.reduce(1, *)).map { _ in generator.next() }
      let values: Safetensors.Values
      switch index % 4 {
      case 0: values = .float(words.map { Float(Int32(truncatingIfNeeded: $0)) })
      case 1: values = .double(words.map { Double($0) })
      case 2: values = .integer(words.map { Int64(bitPattern: $0) })
      default: values = .bytes(words.map { UInt8(truncatingIfNeeded: $0) })
      }
      contents.tensors.append(.init("trunk.dense_\(index).weight", shape: shape, values: values))
      contents.metadata["key \(index)"] = "\(shape)"
    }
    return contents
  }
}
