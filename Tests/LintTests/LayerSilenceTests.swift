import MTLLint
import Testing

/// Specs that are right though they resemble the mistakes that rules about layers and losses look for.
@Suite struct LayerSilenceTests {
  /// The data of every spec.
  private static let data = """
    data houses from csv("houses.csv") {
        feature rooms, area: number
        feature city: category(1000)
        feature state: category(4)
        label   price, rent: number
        label   visits: number(scale: none)
        label   sold: flag
    }


    """

  /// What a spec resembles, and the spec without its data.
  static let specs: [String: String] = [
    "idempotent-activation": """
    block tower(activation: Layer = relu) {
        dense(16) -> activation
    }

    task price(houses.features) {
        encode(embedding: 16) -> tower -> tower(activation: tanh) -> dense(1)
        loss   mse(houses.price)
        metric mae
    }
    """,
    "zero-dropout": """
    const none = 0
    const once = 1

    task price(houses.features) {
        encode(embedding: 16)
        repeat(once) { dense(16) -> relu -> dropout(none) -> scale(once) }
        dense(1)
        loss   mse(houses.price)
        metric mae
    }
    """,
    "dropout-before-batch-norm": """
    task price(houses.features) {
        encode(embedding: 16) -> dense(16) -> relu as hidden
        from hidden -> dropout(0.5) -> dense(8) -> relu as side
        from hidden -> dense(8) -> add(side) -> batch_norm -> dense(1)
        loss   mse(houses.price)
        metric mae
    }
    """,
    "probability-into-cross-entropy": """
    task sold(houses.features) {
        encode(embedding: 16) -> dense(16) -> relu -> dense(1) -> sigmoid as chance
        loss   binary_cross_entropy(houses.sold)
        metric auc
    }

    task price(sold.chance) {
        dense(1)
        loss   mse(houses.price)
        metric mae
    }
    """,
    "saturating-stack": """
    task price(houses.features) {
        encode(embedding: 16) -> dense(8) -> tanh -> dense(8) -> tanh
        residual { dense(8) -> tanh -> dense(8) -> tanh }
        dense(1)
        loss   mse(houses.price)
        metric mae
    }
    """,
    "uninitialized-frozen": """
    task price(houses.features) {
        encode(embedding: 16) -> dense(16)
        frozen { layer_norm }
        relu -> dense(1)
        loss   mse(houses.price)
        metric mae
    }
    """,
    "activation-on-logits": """
    task sold(houses.features) {
        encode(embedding: 16) -> dense(16) -> relu -> dense(1) -> tanh
        loss   hinge(houses.sold)
        metric accuracy
    }
    """,
    "activation-on-regression-output": """
    task visits(houses.features) {
        encode(embedding: 16) -> dense(16) -> relu -> dense(1) -> softplus
        loss   mae(houses.visits)
        metric mae
    }
    """,
    "activation-on-input": """
    task price(houses.features) {
        encode(embedding: 16) -> relu -> dense(16) -> relu -> dense(1)
        loss   mse(houses.price)
        metric mae
    }
    """,
    "saturating gates": """
    task price(houses.features) {
        encode(embedding: 16) -> dense(16) -> relu as table
        from table -> dense(16) -> sigmoid as gate
        from table -> dense(16) -> tanh -> multiply(gate) as gated
        from gated -> dense(4) -> softmax as shares
        from gated -> dense(4) -> multiply(shares) -> dense(1)
        loss   mse(houses.price)
        metric mae
    }
    """,
    "uneven-factors": """
    task sale(houses.features) {
        encode(embedding: 16) -> dense(16) -> relu as hidden
        from hidden -> dense(1) as price
        from hidden -> dense(1) as visits
        loss   mse(houses.price, of: price) + 0.00001 * mse(houses.visits, of: visits)
        metric r2(houses.price, of: price), mae(houses.visits, of: visits)
    }
    """,
  ]

  @Test(arguments: specs.keys.sorted()) func nothingIsFound(_ name: String) throws {
    let text = Self.data + (Self.specs[name] ?? "") + "\n"
    let found = try Lint.of(text).map { $0.brief }
    #expect(found == [])
  }
}
