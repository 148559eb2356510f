import MTLCatalogue
import MTLSource
import MTLTestSupport
import Testing

/// The example of each entry of the catalogue is right where such a line can stand.
struct CatalogueTests {
  static let entries = Registry.kinds.flatMap { kind in
    kind.entries.map { Example(kind: kind.name, name: $0.name, text: $0.example) }
  }

  @Test(arguments: entries)
  func exampleIsRight(_ example: Example) {
    let found = example.specs.map { spec in
      Findings.checking(SourceText(name: "\(example.name).mtl", spec)).filter {
        $0.severity == .error
      }
    }
    #expect(found.contains { $0.isEmpty }, "\(found.map { $0.map { $0.brief } })")
  }

  @Test(arguments: entries)
  func exampleNamesTheEntry(_ example: Example) {
    let words = example.text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    #expect(words.contains { $0 == example.name })
  }
}

/// Each kind of entry has one list, whose entries are of the kind.
struct EntryKindTests {
  @Test func everyKindHasItsEntries() {
    #expect(Registry.kinds.map { $0.kind } == EntryKind.allCases)
    for kind in EntryKind.allCases {
      #expect(!kind.entries.isEmpty)
      #expect(kind.entries.allSatisfy { $0.entryKind == kind })
    }
  }
}

/// The line that shows an entry, with the specs that it may stand in.
struct Example: Sendable, CustomTestStringConvertible {
  let kind: String
  let name: String
  let text: String

  var testDescription: String { "\(kind) \(name)" }

  /// Whole specs with the line; one of them gives it what it reads.
  var specs: [String] {
    switch kind {
    case "loss", "metric": heads(text)
    case "weighting", "sharing scheme", "data source": [Example.spec(declaration: text)]
    case "column type", "split":
      [
        Example.spec(column: text), Example.spec(field: text), Example.spec(array: text),
      ]
    case "search space", "search method":
      [Example.spec(declaration: "tune {\n    vary width in [1, 2]\n    \(text)\n}")]
    case "parameter source": [Example.spec(declaration: "parameters base {\n    \(text)\n}")]
    case "layer", "encoder", "token reader": bodies(text)
    default: [Example.spec(declaration: "train {\n    \(text)\n}")]
    }
  }

  /// A body that begins with a vector, a picture, a record, words or their vectors.
  private func bodies(_ line: String) -> [String] {
    let starts = [
      ("arm.features", "encode -> dense(64) as skip -> dense(64) as wide"),
      ("numbers.picture", ""), ("arm.features", ""), ("texts.words", ""),
      ("texts.words", "embedding(96)"),
    ]
    return starts.map { input, before in
      Example.spec(declaration: "shared shown(\(input)) {\n    \(before)\n    \(line)\n}")
    }
  }

  /// A head for a class, a flag, a rank, a number, shares or boxes, which the line compares.
  private func heads(_ line: String) -> [String] {
    let heads = [
      ("base", "dense(10)", "cross_entropy(numbers.figure)"),
      ("base", "dense(1)", "binary_cross_entropy(numbers.small)"),
      ("base", "dense(4)", "corn(numbers.grade)"),
      ("arm.features", "encode -> dense(1)", "mse(arm.torque1)"),
      ("scenes.view", "flatten -> dense(10)", "kl_divergence(scenes.shares)"),
      (
        "scenes.view", "conv(4, kernel: 1) as boxes",
        "huber(scenes.box, of: boxes, where: scenes.object)"
      ),
    ]
    let all = heads.map { input, body, loss in
      let lines = line.hasPrefix("loss") ? line : "loss \(loss)\n    \(line)"
      return Example.spec(
        declaration: "task shown(\(input)) {\n    \(body)\n    \(lines)\n}")
    }
    return all.map { $0.replacing("digits.", with: "numbers.") }
  }

  /// A spec with some of everything that examples refer to.
  private static func spec(
    declaration: String = "", column: String = "", field: String = "", array: String = ""
  ) -> String {
    """
    const width = 8
    const dropout_rate = 0.1
    const learning_rate = 0.01

    data numbers from csv("numbers.csv") {
        column  pixel_0..pixel_63: number
        feature picture: pixels(height: 8, width: 8) = pixel_0..pixel_63
        label   figure: category(10)
        label   digit: category(10)
        label   grade: category(5)
        label   small, even: flag = figure < 5
        column  moment: time
        \(column.replacing("timestamp,", with: "moment,").replacing("label digit:", with: "label other:").replacing(" even:", with: " other:"))
    }

    data arm from csv("arm.csv") {
        feature x1, x2: number
        label   torque1: number
        label   steps: number(scale: none)
    }

    data scenes from npz("scenes.npz") {
        feature view: pixels(height: 16, width: 16, channels: 3)
        label   object: flags(16, 16)
        label   box: numbers(16, 16, 4)
        label   shares: numbers(10)
        \(array.replacing(" object:", with: " other:").replacing(" box:", with: " other:"))
    }

    data texts from conllu(train: "train.conllu", test: "test.conllu") {
        feature words: tokens(max_length: 32) = form
        \(field.replacing(" words:", with: " other:"))
    }

    shared base(numbers.picture) {
        flatten -> dense(width) -> relu
    }

    shared encoded(arm.features) {
        encode
    }

    task digit(base) {
        dense(10)
        loss   cross_entropy(numbers.figure)
        metric accuracy
    }

    task even(base) {
        dense(1)
        loss   binary_cross_entropy(numbers.small)
        metric auc
    }

    task grade(base) {
        dense(5)
        loss   cross_entropy(numbers.grade)
        metric accuracy
    }

    \(declaration.replacing("digits.image", with: "numbers.picture").replacing("data scenes", with: "data shown"))

    """
  }
}
