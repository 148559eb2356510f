import MTLGraph

/// The largest element of each window of a picture, channel by channel.
struct MaxPoolLayer: PoolingLayer {
  static let name = "max_pool"
  static let summary = "The largest element of each window of a picture, channel by channel"
  static let details = """
    It takes `Float[height, width, n]`. Windows lie inside the picture and, unless `stride` says \
    otherwise, side by side; places left over at the end are not seen. `max_pool(all)` gives one \
    number for each channel, `Float[n]`.
    """
  static let example = "max_pool(2)"

  let arguments: PoolingArguments

  init(_ arguments: Arguments) {
    self.arguments = PoolingArguments(arguments)
  }

  static func operation(_ window: PoolingWindow) -> any Primitive { MaxPool(window: window) }
}
