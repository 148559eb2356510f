/// Prices and rents of houses over one trunk: the small spec that most pages vary in one place.
enum HousesSpec {
  static let data = """
    data houses from csv("houses.csv") {
        feature rooms, area: number
        label   price, rent: number
    }
    """

  static let trunk = """
    shared trunk(houses.features) {
        encode -> dense(64) -> relu
    }
    """

  static let price = task("price")
  static let rent = task("rent")

  /// A task of the trunk.
  ///
  /// - Parameters:
  ///   - factor: What stands before its loss.
  ///   - word: What stands before `task`.
  static func task(
    _ name: String, of value: String = "trunk", factor: String = "", word: String = "",
    layers: String = "dense(1)"
  ) -> String {
    """
    \(word)task \(name)(\(value)) {
        \(layers)
        loss   \(factor)mse(houses.\(name))
        metric mae
    }
    """
  }

  /// The spec, and further declarations behind it.
  static func with(_ declarations: String...) -> String {
    joined([data, trunk, price, rent] + declarations)
  }

  /// Declarations with an empty line between them.
  static func joined(_ declarations: [String]) -> String {
    declarations.joined(separator: "\n\n")
  }

  /// A trunk that another run has learnt, and what else is said of its parameters.
  static func parameters(_ line: String) -> String {
    """
    parameters trunk {
        initialize checkpoint("houses/latest/best.safetensors")
        \(line)
    }
    """
  }

  /// A `train` block with an optimizer and another line.
  static func train(
    _ line: String, optimizer: String = "adam(learning_rate: 0.003)"
  ) -> String {
    """
    train {
        optimizer \(optimizer)
        \(line)
    }
    """
  }

  /// A `train` block of so many epochs, with an optimizer and another line.
  static func train(epochs: Int, _ line: String) -> String {
    """
    train {
        optimizer adam(learning_rate: 0.003)
        \(line)
        epochs    \(epochs)
    }
    """
  }
}
