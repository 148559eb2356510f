import MTLCatalogue
import MTLFormats
import MTLGraph

/// What recorded operations are called here: attributes, and the tensors that are parameters.
enum Translation {
  /// Recorded attributes that have another name here, by operation: ours, then the recorded name.
  private static let attributes: [String: [String: String]] = [
    "max_pool": ["window": "size"],
    "average_pool": ["window": "size"],
  ]

  /// Arguments that recordings show only in the shape of a tensor: its name, then ours.
  private static let widths: [String: (tensor: String, argument: String)] = [
    "dense": ("bias", "units"), "conv": ("bias", "channels"),
    "transposed_conv": ("bias", "channels"),
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
    for parameter in entry.parameters {
      let recordedName = attributes[entry.name]?[parameter.name] ?? parameter.name
      values[parameter.name] = recorded.json["attributes"]?[recordedName].flatMap { constant($0) }
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
    case .array(let elements): amount(elements) ?? .list(elements.compactMap { constant($0) })
    case .null, .object: nil
    }
  }

  /// A number with its unit: a duration such as `[5, "step"]`, or `[30, "percent"]`.
  private static func amount(_ elements: [JSONValue]) -> ConstantValue? {
    guard elements.count == 2, let amount = elements[0].number, let unit = elements[1].string
    else { return nil }
    if unit == "percent" { return .share(amount / 100) }
    return Duration.Unit(rawValue: unit).map { .duration(Duration(amount, $0)) }
  }
}
