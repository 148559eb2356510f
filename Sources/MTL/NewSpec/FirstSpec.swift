/// The spec that `mtl new` writes where there are no data yet: a small one that explains itself.
enum FirstSpec {
  /// The spec's text, before it is formatted.
  ///
  /// - Parameter modelName: The name of the model, where the file's name does not say it.
  static func text(modelName: String?) -> String {
    let model = modelName.map { "model \(ColumnName.spelled($0))\n" } ?? ""
    return "\(title)\n\(model)\n\(body)"
  }

  private static let title = """
    /// A first spec: one table, two things to learn of it, and layers that both tasks share.
    """

  private static let body = """
    // Where the rows come from. These are made up, so that the spec trains as it is; with a table of
    // your own it is `data visits from csv("visits.csv")`.
    data visits from synthetic(rows: 4000, seed: 1) {
        // What the model may read. Numbers are scaled by their mean and standard deviation.
        feature age, income, pages, seconds: number
        feature device: category(["phone", "tablet", "computer"])
        // What it learns, here made from other columns of the row; with `=` left out, a label is read
        // from the file. Where a label is missing, its task passes the row over.
        label   buys: flag = income + pages + age * seconds > 0.5
        label   spending: number = select(device == "computer", 2, 1) * income + abs(pages)
        // What is held out; all other rows train.
        split   random(validation: 10%, test: 10%)
    }

    // The layers that both tasks share: `encode` makes one vector of all features.
    shared trunk(visits.features) {
        encode
        dense(64) -> relu -> dropout(0.1)
        dense(32) -> relu
    }

    // A task is a head on the trunk, with what it minimises and what is reported.
    task buys(trunk) {
        dense(1)
        loss   binary_cross_entropy(visits.buys)
        metric auc, accuracy
    }

    task spending(trunk) {
        dense(1)
        loss   mse(visits.spending)
        metric r2, mae
    }

    // How the losses become one: each is divided by a noise level that is learnt.
    weighting uncertainty

    train {
        optimizer adam(learning_rate: 0.003)
        schedule  cosine
        batch     64
        epochs    20
        stop      early(patience: 5)
    }

    """
}
