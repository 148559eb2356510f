import Foundation
import MTL
import MTLLint
import MTLSource
import Testing

/// Rules about names, data and cost, on more than the specs of their pages.
@Suite struct StructureRuleTests {
  /// What these rules find in a spec, by line and name; those in preview too.
  private static func found(in text: String, folder: String = ".") -> [String] {
    LintRun(settings: settings).lint(SourceText(name: "spec.mtl", text), folder: folder)
      .diagnostics.map { found in
        let (line, _) = found.primary.source.position(of: found.primary.range.start)
        return "\(line) \(found.identity.name)"
      }
  }

  private static var settings: LintSettings {
    var settings = LintSettings()
    settings.select = ["names", "data", "cost"].compactMap { RuleSelector($0) }
    settings.usesPreview = true
    return settings
  }

  /// Specs that are right, each by what might be taken for a mistake.
  static let rightSpecs = [
    "a file that others import": """
    const width = 64

    data houses from csv("houses.csv") {
        feature rooms, area: number
        label   price: number
    }

    block layer(units: Int) {
        dense(units) -> relu
    }

    shared trunk(houses.features) {
        encode -> dense(width) -> relu
    }
    """,
    "a task that is watched, as another run has left it": """
    data houses from csv("houses.csv") {
        feature rooms, area: number
        label   price, rent: number
    }

    shared trunk(houses.features) {
        encode -> dense(32) -> relu
    }

    task price(trunk) {
        dense(1)
        loss mse(houses.price)
    }

    task rent(trunk) {
        dense(1)
        loss mse(houses.rent)
    }

    parameters trunk {
        initialize checkpoint("old/latest/best.safetensors")
        freeze     always
    }

    parameters price {
        initialize checkpoint("old/latest/best.safetensors")
        freeze     always
    }
    """,
    "a trunk of another run behind a stop of gradients": """
    data houses from csv("houses.csv") {
        feature rooms, area: number
        label   price: number
    }

    shared trunk(houses.features) {
        encode -> dense(32) -> relu
    }

    task price(trunk) {
        stop_gradient -> dense(1)
        loss mse(houses.price)
    }

    parameters trunk { initialize checkpoint("old/latest/best.safetensors") }
    """,
    "random features, and a baseline without parameters": """
    data houses from csv("houses.csv") {
        feature rooms, area: number
        label   price, rent: number
    }

    shared random(houses.features) {
        encode
        frozen { dense(100) -> relu }
    }

    task price(random) {
        dense(1)
        loss mse(houses.price)
    }

    task rent(houses.area) {
        encode
        loss mse(houses.rent)
    }
    """,
    "columns that a split, a weight, a size and a family use": """
    data people from csv("people.csv") {
        feature age, weight_of_row: number
        feature region: category(["north", "south"])
        feature town: category
        label   income, rent: number
        split   random(stratify: region)
    }

    task amount(people.age) for label in people.labels {
        encode -> dense(classes(people.town)) -> relu -> dense(1)
        loss mse(label, weight: people.weight_of_row)
    }
    """,
    "an auxiliary task on what the model reads, and masks of it": """
    data texts from csv("texts.csv") {
        feature words: tokens
        label   length: number = count(words)
        label   score: number
    }

    shared encoder(texts.words) {
        embedding(32) -> mean_over(time)
    }

    task score(encoder) {
        dense(1)
        loss mse(texts.score, where: texts.length > 3)
    }

    auxiliary task length(encoder) {
        dense(1)
        loss mse(texts.length)
    }
    """,
    "one head for one label of several data sets": """
    columns survey {
        feature age: number
        label   grade: number
    }

    data math from csv("math.csv") { use survey }
    data french from csv("french.csv") { use survey }

    input pupil from math.features, french.features

    shared grade(pupil) {
        encode -> dense(16) -> relu -> dense(1)
    }

    task math_grade(grade) {
        loss mse(math.grade)
    }

    task french_grade(grade) {
        loss mse(french.grade)
    }
    """,
    "files for validation and the test": """
    data sentences from conllu(train: "train.gz", validation: "dev.gz", test: "test.gz") {
        feature words: tokens = form
        label   pos: tags = upos
        split   random(validation: 0%, test: 0%)
    }

    task pos(sentences.words) {
        embedding(32) -> dense(classes(sentences.pos))
        loss   cross_entropy(sentences.pos)
        metric accuracy
    }

    train { stop early(patience: 3) }
    """,
    "prose in comments": """
    // The houses of one town.
    // Rooms are counted without the kitchen.
    data houses from csv("./data/../houses.csv") {
        feature rooms, area: number
        label   price: number
    }

    // One layer is enough,
    // more make it worse.
    task price(houses.features) {
        encode -> dense(32) as hidden
        relu -> dense(1)
        loss mse(houses.price)
    }
    """,
  ]

  @Test(arguments: rightSpecs.keys.sorted()) func rightSpecHasNoFinding(_ name: String) throws {
    let found = Self.found(in: try #require(Self.rightSpecs[name]))
    #expect(found.filter { !$0.hasSuffix(" no-task") } == [])
  }

  @Test func ownSpecsHaveNoWarning() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    for folder in ["specs", "Benchmarks/specs"] {
      let top = root.appending(path: folder)
      for name in try FileManager.default.contentsOfDirectory(atPath: top.path())
      where name.hasSuffix(".mtl") {
        let text = try String(contentsOf: top.appending(path: name), encoding: .utf8)
        var settings = Self.settings
        settings.usesPreview = false
        let result = LintRun(settings: settings).lint(
          SourceText(name: name, text), folder: top.path())
        let found = result.diagnostics.filter { $0.severity > .note }
        #expect(found.map { $0.brief } == [], "\(folder)/\(name)")
      }
    }
  }

  @Test func whatIsUnusedIsTakenOutWithItsComments() {
    let text = """
      /// The width of all layers.
      const width = 64  // of all
      const unused = 3  // of none

      // mtl: ignore-file unused-shared, unused-constant, MTL117 -- they are to come
      /// What is left
      /// over.
      block old() {
          dense(3)
      }

      data houses from csv("houses.csv") {
          feature rooms: number  // mtl: ignore unused-feature
          label   price: number
      }

      ///
      ///
      task price(houses.features) {
          encode -> dense(width) -> relu -> dense(1)
          loss mse(houses.price)
      }

      const last = 5
      """
    let source = SourceText(name: "spec.mtl", text)
    var settings = LintSettings()
    settings.select = ["MTL113", "MTL115", "MTL116", "MTL117", "MTL101", "MTL104", "MTL150"]
      .compactMap { RuleSelector($0) }
    let fixed = LintRun(settings: settings).fix(source, folder: ".", allowsUnsafe: false).text
    #expect(
      fixed.text(SourceRange(0, fixed.bytes.count)) == """
        /// The width of all layers.
        const width = 64  // of all
        const unused = 3  // of none

        // mtl: ignore-file unused-constant -- they are to come

        data houses from csv("houses.csv") {
            feature rooms: number
            label   price: number
        }

        task price(houses.features) {
            encode -> dense(width) -> relu -> dense(1)
            loss mse(houses.price)
        }

        const last = 5
        """)
  }

  @Test func commentsSayWhatIsWrongWithThem() {
    let text = """
      // mtl: ignore
      // mtl: ignore MTL304, unused-imprt, MTL999 -- old
      data houses from csv("C:\\\\houses.csv") {
          feature rooms: number
          label   price: number
      }

      task price(houses.features) {
          encode -> dense(1)
          loss mse(houses.price)
      }
      """
    let result = LintRun(settings: Self.settings).lint(
      SourceText(name: "spec.mtl", text), folder: ".")
    #expect(
      result.diagnostics.map { $0.brief } == [
        "1:1: warning[unknown-rule-in-suppression] the comment does not say which rules it hides",
        "2:16: warning[unknown-rule-in-suppression] `MTL304` is an error, and errors cannot be hidden",
        "2:24: warning[unknown-rule-in-suppression] there is no rule `unused-imprt`",
        "2:38: warning[unknown-rule-in-suppression] there is no rule `MTL999`",
        "3:22: warning[absolute-path] the path `C:\\houses.csv` holds on one machine alone",
      ])
    #expect(
      result.diagnostics.flatMap { $0.helps.map { $0.text } }.contains(
        "did you mean `unused-import`?"))
  }
}
