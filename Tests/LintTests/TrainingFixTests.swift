import MTL
import MTLLint
import MTLSource
import Testing

/// What edits make of specs, round after round.
@Suite struct TrainingFixTests {
  private static let houses = """
    data houses from csv("houses.csv") {
        feature rooms: number
        label   price, rent: number
    }

    shared trunk(houses.features) {
        encode -> dense(8) -> relu
    }

    task price(trunk) {
        dense(1)
        loss mse(houses.price)
    }

    task rent(trunk) {
        dense(1)
        loss mse(houses.rent)
    }

    """

  /// The spec and what follows, with the edits of a rule made.
  private func fixed(_ rule: String, _ text: String) throws -> String {
    var settings = LintSettings()
    settings.select = [try #require(RuleSelector(rule))]
    let source = SourceText(name: "spec.mtl", Self.houses + text)
    let text = LintRun(settings: settings).fix(source, folder: ".", allowsUnsafe: true).text
    return String(text.text(SourceRange(0, text.bytes.count)).dropFirst(Self.houses.count))
  }

  @Test func aDeclarationWithoutALineLeftGoes() throws {
    let parameters = "\nparameters trunk {\n    rate 1\n}\n"
    #expect(try fixed("rate-without-effect", parameters) == "")
    #expect(
      try fixed("rate-without-effect", parameters + "\nweighting equal\n")
        == "\nweighting equal\n")
  }

  @Test func aDeclarationKeepsItsComment() throws {
    let parameters = "\n/// Slow.\nparameters trunk {\n    rate 1\n}\n"
    #expect(try fixed("rate-without-effect", parameters) == parameters)
  }

  @Test func defaultsGoOneAfterAnother() throws {
    let train = """

      train {
          optimizer adam(learning_rate: 0.001, beta1: 0.9, beta2: 0.95)
          schedule  constant
          epochs    20
          clip      norm(1)
      }

      """
    let rest = """

      train {
          optimizer adam(beta2: 0.95)
          clip      norm(1)
      }

      """
    #expect(try fixed("redundant-default", train) == rest)
  }

  /// Two methods of a comparison would be the same text.
  @Test func methodsKeepTheirArguments() throws {
    let compare = "\ncompare {\n    methods equal, dwa, dwa(temperature: 2)\n    seeds   5\n}\n"
    #expect(try fixed("redundant-default", compare) == compare)
    var settings = LintSettings()
    settings.select = [try #require(RuleSelector("redundant-default"))]
    let found = LintRun(settings: settings).lint(
      SourceText(name: "spec.mtl", Self.houses + compare), folder: "."
    ).diagnostics.filter { $0.identity.id == "MTL650" }
    #expect(found.count == 1)
    #expect(found.allSatisfy { $0.helps.allSatisfy { $0.edits.isEmpty } })
  }

  @Test func theLastLineOfABlockStays() throws {
    let train = "\ntrain {\n    optimizer adam(learning_rate: 0.001)\n}\n"
    let rest = "\ntrain {\n    optimizer adam\n}\n"
    #expect(try fixed("redundant-default", train) == rest)
  }
}
