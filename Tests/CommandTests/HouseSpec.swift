/// Short specs with mistakes that lint finds.
enum HouseSpec {
  /// Nothing is found in it.
  static let clean = spec()
  /// A part that no task reads, MTL101: a warning without edits.
  static let unused = spec(
    before: """
      shared trunk(houses.features) {
          encode -> dense(32) -> relu
      }


      """)
  /// A constant that nothing uses, MTL115: a warning that `--fix` puts right.
  static let constant = "const width = 32\n\n" + clean
  /// An activation twice, a warning that `--unsafe-fixes` puts right.
  static let twice = spec(chain: "encode -> dense(64) -> relu -> relu -> dense(1)")
  /// A sign that no spec has.
  static let broken = "model houses\n\ntask price(\n"

  /// A spec of one task.
  ///
  /// - Parameters:
  ///   - chain: The layers of the task.
  ///   - before: What stands before the task.
  ///   - source: The file of the data.
  static func spec(
    chain: String = "encode -> dense(64) -> relu -> dense(1)", before: String = "",
    source: String = "houses.csv"
  ) -> String {
    """
    data houses from csv("\(source)") {
        feature rooms, area: number
        label   price: number
    }

    \(before)task price(houses.features) {
        \(chain)
        loss   mse(houses.price)
        metric mae
    }

    """
  }

  /// A table of such houses, with rows enough for parts of them to be held out.
  static let table =
    "rooms,area,price\n" + (1...40).map { "\($0 % 5 + 1),\($0 * 3 % 50),\($0)\n" }.joined()
}
