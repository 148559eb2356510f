import MTLGraph
import MTLSource
import Testing

@testable import MTLCatalogue
@testable import MTLData
@testable import MTLSemantics

/// Damaged files give a table or findings, and never both or neither.
@Suite struct DataFuzzTests {
  private var sample: DataSample {
    var sample = DataSample(
      origin: .table(path: "data.csv", hasHeader: true, missing: ["?"])
    )
    .with("n", Types.number).with("f", Types.flag).with("k", Types.category(4))
    .with("o", Types.category(["dog", "cat"]), .label).with("t", Types.category)
    .with(
      "image", Types.pixels(height: 1, width: 2, low: 0, high: 1), from: .columns(["n", "n"])
    )
    .with(
      "m", Types.flag, .label,
      from: .expression(.call(.contains, [.column("t"), .text("a")])))
    sample.test = 0.2
    sample.stratum = "n"
    return sample
  }

  private let text = """
    n,f,k,o,t
    1.5,yes,0,dog,"a ""b"" c"
    -2e3,NO,1,cat,é
    ?,1,2,?,x y
    7,0,3.0,dog,

    """

  @Test func damagedFilesAreTableOrFindings() throws {
    let folder = try TemporaryFolder()
    var random = RandomSequence(seed: 11, stream: 1)
    var tables = 0
    for _ in 0..<300 {
      var bytes = Array(text.utf8)
      for _ in 0...random.below(2) {
        let place = random.below(bytes.count)
        switch random.below(4) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(Array("\",\n0?".utf8)[random.below(5)], at: place)
        default: bytes.removeLast(random.below(8))
        }
      }
      try folder.write(bytes, to: "data.csv")
      let (table, diagnostics) = sample.read(folder.path)
      #expect((table == nil) == !diagnostics.isEmpty)
      guard let table else { continue }
      tables += 1
      for column in sample.columns {
        _ = table.write(.feature(data: "d", column: column.name))
        _ = table.write(.label(Target(data: "d", label: column.name, mask: nil)))
        _ = table.write(.presence(Target(data: "d", label: column.name, mask: "m")))
      }
    }
    #expect(tables > 10)
  }
}
