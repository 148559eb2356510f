import MTLFormats
import MTLSyntax

/// What a new spec is asked to be.
package struct NewSpecRequest: Sendable {
  /// The spec's name.
  package var name: String?
  /// The table to guess from.
  package var table: String?
  /// The file to write; `-` for standard output.
  package var output: String?

  /// A request for a first spec.
  package init() {}

  /// The file to write, which is called like the spec or else like the table; `nil` for standard
  /// output.
  package var path: String? {
    get throws(Failure) {
      let name = try specName
      return output == "-" ? nil : output ?? "\(name).mtl"
    }
  }

  /// The name of the model, where the file's name does not say it.
  var modelName: String? {
    get throws(Failure) {
      let specName = try specName
      guard let output else { return nil }
      if output != "-" && (name == nil || FilePath.split(output).name == "\(specName).mtl") {
        return nil
      }
      guard Word(rawValue: specName) != nil else { return specName }
      if name == nil { return "\(specName)_model" }
      throw Failure(
        "a model cannot be called `\(specName)`: that is a word of the language", isUsage: true)
    }
  }

  private var specName: String {
    get throws(Failure) {
      guard let name else { return table.map { tableName($0) } ?? "first" }
      let bare = name.hasSuffix(".mtl") ? String(name.dropLast(4)) : name
      guard bare.isEmpty || bare.contains("/") || bare.hasPrefix(".") || bare == "-" else {
        return bare
      }
      throw Failure(
        "`\(name)` is not the name of a spec",
        help: "`--output FILE` says where to write it, `--output -` to standard output",
        isUsage: true)
    }
  }

  private func tableName(_ path: String) -> String {
    SpecDraft.stem(of: FilePath.split(path).name)
  }
}
