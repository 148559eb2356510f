import MTLCatalogue
import MTLFormats
import MTLGraph

/// What recorded operations are called here: attributes, and the tensors that are parameters.
enum Translation {
  /// The recorded attributes that are arguments here, by operation: recorded name, then ours.
  private static let arguments: [String: [String: String]] = [
    "conv": ["kernel": "kernel", "stride": "stride", "padding": "padding"],
    "max_pool": ["size": "window", "stride": "stride"],
    "average_pool": ["size": "window", "stride": "stride"],
    "layer_norm": ["epsilon": "epsilon"],
    "batch_norm": ["epsilon": "epsilon", "momentum": "momentum"],
    "rms_norm": ["epsilon": "epsilon"],
    "leaky_relu": ["slope": "slope"],
    "elu": ["alpha": "alpha"],
    "huber": ["delta": "delta"],
    "smooth_l1": ["beta": "beta"],
    "quantile": ["level": "level"],
    "focal": ["gamma": "gamma", "alpha": "alpha"],
    "sgd": [
      "learning_rate": "learning_rate", "momentum": "momentum", "nesterov": "nesterov",
    ],
    "adam": [
      "learning_rate": "learning_rate", "beta1": "beta1", "beta2": "beta2", "epsilon": "epsilon",
    ],
    "adamw": [
      "learning_rate": "learning_rate", "beta1": "beta1", "beta2": "beta2", "epsilon": "epsilon",
      "weight_decay": "weight_decay",
    ],
  ]

  /// Arguments that recordings show only in the shape of a tensor: its name, then ours.
  private static let widths: [String: (tensor: String, argument: String)] = [
    "dense": ("bias", "units"), "conv": ("bias", "channels"),
  ]

  /// Parameters and states that have another name here.
  private static let tensors: [String: [String: String]] = [
    "layer_norm": ["weight": "scale", "bias": "shift"],
    "rms_norm": ["weight": "scale"],
    "batch_norm": ["weight": "scale", "bias": "shift"],
  ]

  /// The arguments of a case's entry, defaults filled in.
  static func arguments(
    of entry: any CatalogueEntry.Type, _ recorded: RecordedCase
  ) -> Arguments {
    var values: [String: ConstantValue] = [:]
    for (theirs, ours) in arguments[entry.name] ?? [:] {
      values[ours] = recorded.json["attributes"]?[theirs].flatMap { constant($0) }
    }
    if let width = widths[entry.name],
      let size = recorded.tensors("inputs")[width.tensor]?.values.count
    {
      values[width.argument] = .integer(size)
    }
    return Arguments(defaultsOf: entry.parameters, values)
  }

  /// Our name of a recorded tensor.
  static func name(of tensor: String, in operation: String) -> String {
    tensors[operation]?[tensor] ?? tensor
  }

  private static func constant(_ json: JSONValue) -> ConstantValue? {
    switch json {
    case .integer(let value): .integer(value)
    case .number(let value): .float(value)
    case .bool(let value): .flag(value)
    case .string(let word): .word(word)
    case .null, .array, .object: nil
    }
  }
}
