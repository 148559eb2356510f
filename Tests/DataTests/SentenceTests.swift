import MTLSource
import Testing

@testable import MTLCatalogue
@testable import MTLData
@testable import MTLSemantics

/// Sentences of words: their vocabulary, their tags, and places that have none.
@Suite struct SentenceTests {
  private static let train = """
    # sent_id = 1
    1\tThe\tthe\tDET\tDT\tDefinite=Def|PronType=Art\t2\tdet\t_\t_
    2\tcats\tcat\tNOUN\tNNS\tNumber=Plur\t3\tnsubj\t_\t_
    3-4\tcannot\t_\t_\t_\t_\t_\t_\t_\t_
    3\tcan\tcan\tAUX\tMD\t_\t0\troot\t_\t_
    4\tnot\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_

    1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_
    2\tcat\tcat\tNOUN\tNN\tNumber=Sing\t0\troot\t_\t_

    """
  private static let test = "1\tDogs\tdog\tNOUN\tNNS\tNumber=Dual\t0\troot\t_\t_\n"

  private static var sample: DataSample {
    var sample = DataSample()
    sample.origin = .sentences([
      PartFile(part: .train, path: "train.conllu"), PartFile(part: .test, path: "test.conllu"),
    ])
    let words = TokensColumn(
      Arguments(defaultsOf: TokensColumn.parameters, ["max_length": .integer(3)]))
    let tags = TagsColumn(Arguments(defaultsOf: TagsColumn.parameters))
    return sample.with("words", words, from: .expression(.column("form")))
      .with("upos", tags, .label)
      .with("number", tags, .label, from: .expression(.column("feats.Number")))
      .with("length", Types.plain, .label, from: .expression(.call(.count, [.column("form")])))
  }

  private func table(_ train: String = train) throws -> DataTable? {
    let folder = try TemporaryFolder()
    try folder.write(train, to: "train.conllu")
    try folder.write(Self.test, to: "test.conllu")
    return Self.sample.read(folder.path).table
  }

  @Test func wordsAreNumbersOfTheVocabulary() throws {
    let table = try #require(try table())
    #expect(table.encoding(of: "words") == .classes(["The", "can", "cat", "cats"]))
    // The fourth word is cut off; -1 is no word, 4 one that no training row has.
    #expect(table.write(.feature(data: "d", column: "words")) == [0, 3, 1, 0, 2, -1, 4, -1, -1])
    #expect(table.wordCounts == [3, 2, 1])
    #expect(table.plainValues(of: "length") == [4, 2, 1])
  }

  @Test func partsAreThoseOfTheFiles() throws {
    let table = try #require(try table())
    #expect(table.rows(of: .train) == [0, 1])
    #expect(table.rows(of: .validation) == [])
    #expect(table.rows(of: .test) == [2])
  }

  @Test func placesWithoutATagHaveNoLabel() throws {
    let table = try #require(try table())
    #expect(table.encoding(of: "number") == .classes(["Plur", "Sing"]))
    let target = Target(data: "d", label: "number", mask: nil)
    #expect(table.write(.label(target)) == [0, 0, 0, 0, 1, 0, 0, 0, 0])
    #expect(table.write(.presence(target)) == [0, 1, 0, 0, 1, 0, 0, 0, 0])
    let parts = Target(data: "d", label: "upos", mask: nil)
    #expect(table.write(.presence(parts)) == [1, 1, 1, 1, 1, 0, 1, 0, 0])
  }

  @Test(arguments: [
    ("1\tThe\tthe\n", "train.conllu:1`: a word has 10 fields between tabs, and this line has 3"),
    ("\n\n", "has no rows"),
  ])
  func badFilesAreExplained(_ text: String, _ message: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "train.conllu")
    let result = Self.sample.read(folder.path)
    #expect(result.table == nil)
    #expect(result.diagnostics.first?.message.contains(message) == true, "\(result.diagnostics)")
  }

  @Test func textsOfTablesAreCutIntoWords() throws {
    let words = TokensColumn(
      Arguments(defaultsOf: TokensColumn.parameters, ["max_length": .integer(4)]))
    let sample = DataSample().with("text", words)
    let table = try #require(try readTable("text\n\"It's here, now\"\nnow\n", sample).table)
    #expect(table.encoding(of: "text") == .classes([",", "It's", "here", "now"]))
    #expect(
      table.write(.feature(data: "d", column: "text")) == [
        1, 2, 0, 3, 3, -1, -1, -1,
      ])
  }
}
