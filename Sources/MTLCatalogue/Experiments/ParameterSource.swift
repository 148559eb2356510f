/// Where parameters come from when training begins.
package protocol ParameterSource: CatalogueEntry {
  /// The file, from the root of runs.
  var path: String { get }
}

/// The parameters that another run has learnt.
struct CheckpointSource: ParameterSource {
  static let name = "checkpoint"
  static let summary = "The parameters that another run has learnt"
  static let details = """
    Parameters are matched by the names that the file gives them which declares them; all of them have to \
    be there, in equal shapes. The path is looked up under the root of runs.
    """
  static let parameters: [ParameterDeclaration] = [
    .positional(
      "path", .text, isPath: true,
      "the file of parameters, such as \"digits/latest/best.safetensors\"")
  ]
  static let example = "initialize checkpoint(\"digits/latest/best.safetensors\")"

  let path: String

  init(_ arguments: Arguments) { path = arguments.text("path") ?? "" }
}
