import MTLSource
import MTLTestSupport
import Testing

/// What differs between two texts, as changes of lines and as a unified diff.
struct DiffTests {
  private func diff(_ old: String, _ new: String) -> String {
    UnifiedDiff.text(from: Array(old.utf8), to: Array(new.utf8), path: "a.mtl")
  }

  /// The new lines, made of the old ones by what a diff says has changed.
  private func applied(_ changes: [LineDiff.Change], to old: [Int], _ new: [Int]) -> [Int] {
    var result: [Int] = []
    var line = 0
    for change in changes {
      result += old[line..<change.old.lowerBound] + new[change.new]
      line = change.old.upperBound
    }
    return result + old[line...]
  }

  @Test(arguments: 0..<300)
  func changesLeadFromOneTextToTheOther(_ seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    let kinds = Int.random(in: 1...30, using: &random)
    func lines() -> [Int] {
      let count = Int.random(in: 0...(seed % 10 == 0 ? 400 : 12), using: &random)
      return (0..<count).map { _ in Int.random(in: 0..<kinds, using: &random) }
    }
    let (old, new) = (lines(), lines())
    let changes = LineDiff.changes(from: old, to: new)
    #expect(applied(changes, to: old, new) == new)
    #expect(changes.allSatisfy { !$0.old.isEmpty || !$0.new.isEmpty })
  }

  @Test func findsTheFewestChanges() {
    let changes = LineDiff.changes(from: Array("abcabba"), to: Array("cbabac"))
    #expect(changes.map { $0.old.count + $0.new.count }.reduce(0, +) == 5)
    #expect(LineDiff.changes(from: [1, 2, 3], to: [1, 2, 3]).isEmpty)
  }

  @Test func isBoundedWhereNothingIsAlike() {
    let (old, new) = (Array(0..<50_000), Array(50_000..<100_000))
    #expect(LineDiff.changes(from: old, to: new) == [.init(old: 0..<50_000, new: 0..<50_000)])
  }

  @Test func equalTextsHaveNoDiff() {
    #expect(diff("", "") == "")
    #expect(diff("a\n", "a\n") == "")
  }

  @Test func threeLinesStandAroundAChange() {
    let old = (1...20).map { "\($0)\n" }.joined()
    let new = old.replacing("2\n3\n", with: "2\nthree\n").replacing("9\n10\n", with: "9\n")
    #expect(
      diff(old, new) == """
        --- a/a.mtl
        +++ b/a.mtl
        @@ -1,13 +1,12 @@
         1
         2
        -3
        +three
         4
         5
         6
         7
         8
         9
        -10
         11
         12
         13

        """)
  }

  @Test func farChangesStandApart() {
    let old = (1...20).map { "\($0)\n" }.joined()
    let heads = diff(old, "0\n" + old + "21\n").split(separator: "\n").filter {
      $0.hasPrefix("@@")
    }
    #expect(heads == ["@@ -1,3 +1,4 @@", "@@ -18,3 +19,4 @@"])
    #expect(diff("", "a\n").contains("@@ -0,0 +1 @@\n+a\n"))
  }

  @Test func aMissingLineEndIsSaid() {
    #expect(diff("a", "a\n").hasSuffix("-a\n\\ No newline at end of file\n+a\n"))
  }
}
