/// Declarations that the examples of rules' pages have in common, so that each page shows what it is about.
///
/// All are about houses with rooms and an area.
enum Houses {
  /// The houses with their price.
  static let prices = """
    data houses from csv("houses.csv") {
        feature rooms, area: number
        label   price: number
    }
    """

  /// The houses with their price, which the area is kept away from.
  static let areasAside = """
    data houses from csv("houses.csv") {
        feature rooms: number
        label   price: number
        column  area: number
    }
    """

  /// The houses with their price and rent.
  static let pricesAndRents = """
    data houses from csv("houses.csv") {
        feature rooms, area: number
        label   price, rent: number
    }
    """

  /// The houses, and whether they are sold.
  static let sales = """
    data houses from csv("houses.csv") {
        feature rooms, area: number
        label   sold: flag
    }
    """

  /// A layer that tasks share.
  static let trunk = """
    shared trunk(houses.features) {
        encode -> dense(32) -> relu
    }
    """

  /// A wider layer that tasks share.
  static let wideTrunk = """
    shared trunk(houses.features) {
        encode -> dense(64) -> relu
    }
    """

  /// The price, from what tasks share.
  static let priceHead = """
    task price(trunk) {
        dense(1)
        loss   mse(houses.price)
        metric mae
    }
    """

  /// The rent, from what tasks share.
  static let rentHead = """
    task rent(trunk) {
        dense(1)
        loss   mse(houses.rent)
        metric mae
    }
    """

  /// The price, from the features by one layer.
  static let linearPrice = """
    task price(houses.features) {
        encode -> dense(1)
        loss   mse(houses.price)
        metric mae
    }
    """

  /// The price, from the features by two layers.
  static let price = """
    task price(houses.features) {
        encode -> dense(16) -> relu -> dense(1)
        loss   mse(houses.price)
        metric mae
    }
    """

  /// The price, from the features by a wide layer and another.
  static let widePrice = """
    task price(houses.features) {
        encode -> dense(64) -> relu -> dense(1)
        loss   mse(houses.price)
        metric mae
    }
    """
}
