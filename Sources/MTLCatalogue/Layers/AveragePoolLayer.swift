import MTLGraph

/// The mean of each window of a picture, channel by channel.
struct AveragePoolLayer: PoolingLayer {
  static let name = "average_pool"
  static let summary = "The mean of each window of a picture, channel by channel"
  static let details = """
    It takes `Float[height, width, n]`. Windows lie inside the picture and, unless `stride` says \
    otherwise, side by side; places left over at the end are not seen. `average_pool(all)` gives one \
    number for each channel, `Float[n]`.
    """
  static let example = "average_pool(2)"
  var nature: LayerNature { .linear }

  let arguments: PoolingArguments

  init(_ arguments: Arguments) {
    self.arguments = PoolingArguments(arguments)
  }

  static func operation(_ window: PoolingWindow) -> any Primitive { AveragePool(window: window) }
}
