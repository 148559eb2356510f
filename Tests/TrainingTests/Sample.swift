/// A spec with the files that it reads.
struct Sample {
  let spec: String
  var files: [String: String] = [:]

  /// Three tasks of three kinds on a table whose labels are partly missing, with batch statistics,
  /// dropout and learnt weights: all that a run has to keep.
  static func people(
    rows: Int = 90, epochs: Int = 3, split: String = "random(validation: 20%, test: 20%)",
    optimizer: String = "adam(learning_rate: 0.01)", weighting: String = "uncertainty",
    more: String = ""
  ) -> Sample {
    let spec = """
      model people

      data people from csv("people.csv") {
          feature age, income: number
          feature kind: category
          label group: category
          label member: flag
          label score: number
          split \(split)
      }

      shared trunk(people.features) {
          encode
          dense(8) -> batch_norm -> relu -> dropout(0.2)
      }

      task group(trunk) {
          dense(classes(people.group))
          loss cross_entropy(people.group)
          metric accuracy, macro_f1
      }

      task member(trunk) {
          dense(1)
          loss binary_cross_entropy(people.member)
          metric accuracy, auc
      }

      task score(trunk) {
          dense(1)
          loss mse(people.score)
          metric mae, r2
      }

      weighting \(weighting)

      train {
          optimizer \(optimizer)
          batch 16
          epochs \(epochs)
          \(more)
      }

      """
    return Sample(spec: spec, files: ["people.csv": people(rows)])
  }

  /// The table of `people`, by formulas in whole numbers.
  private static func people(_ rows: Int) -> String {
    var lines = ["age,income,kind,group,member,score"]
    for row in 0..<rows {
      let age = 18 + row * 37 % 61
      let income = 1000 + row * 7919 % 4001
      let kind = ["red", "green", "blue"][row * 5 % 7 % 3]
      let group = row % 6 == 5 ? "" : age > 48 ? "old" : age > 30 ? "middle" : "young"
      let member = row % 4 == 3 ? "" : income > 3000 ? "yes" : "no"
      let score = row % 5 == 4 ? "" : "\(2000 + 10 * age - income / 50)"
      lines.append("\(age),\(income),\(kind),\(group),\(member),\(score)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Made-up pictures through a convolution, wide enough to be divided among threads.
  static let pictures = pictures(weighting: "uncertainty")

  static func pictures(weighting: String) -> Sample {
    let spec = """
      model pictures

      data pictures from synthetic(rows: 300, seed: 3) {
          column  pixel_0..pixel_255: number
          feature image: pixels(height: 16, width: 16, range: 0..16) = pixel_0..pixel_255
          label kind: category(5)
          label bright: flag
          split random(validation: 20%, test: 20%)
      }

      shared trunk(pictures.image) {
          conv(16, kernel: 3, padding: same) -> batch_norm -> relu -> max_pool(2)
          flatten
          dense(64) -> relu -> dropout(0.1)
      }

      task kind(trunk) {
          dense(5)
          loss cross_entropy(pictures.kind)
          metric accuracy
      }

      task bright(trunk) {
          dense(1)
          loss binary_cross_entropy(pictures.bright)
          metric auc
      }

      weighting \(weighting)

      train {
          optimizer adamw(learning_rate: 0.01)
          batch 64
          epochs 2
      }

      """
    return Sample(spec: spec)
  }

  /// One linear task on a table of a feature, a label and a flag; no row is held out.
  static func line(
    rows: [(x: String, y: String, keep: String)], loss: String = "mse(points.y)",
    optimizer: String = "sgd(learning_rate: 0.1)", scale: String = "none", batch: Int = 100,
    epochs: Int = 1, more: String = ""
  ) -> Sample {
    let spec = """
      model line

      data points from csv("points.csv") {
          feature x: number(scale: none)
          label y: number(scale: \(scale))
          column keep: flag
          split random(validation: 0%, test: 0%)
      }

      task y(points.features) {
          encode
          dense(1)
          loss \(loss)
          metric mae
      }

      train {
          optimizer \(optimizer)
          batch \(batch)
          epochs \(epochs)
          \(more)
      }

      """
    let lines = rows.map { "\($0.x),\($0.y),\($0.keep)" }
    return Sample(
      spec: spec, files: ["points.csv": (["x,y,keep"] + lines).joined(separator: "\n") + "\n"])
  }
}
