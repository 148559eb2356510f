import MTLFormats

/// Where the data paths of a spec are looked up, and whether they may lead out of there.
package struct DataLocation: Hashable, Sendable {
  /// The folder of the spec that names the paths.
  package let specDirectory: String
  /// What stands in for the spec's folder, where it is given.
  package let dataRoot: String?
  /// Whether paths may lead outside the folder.
  package let allowsOutside: Bool

  /// Creates a location; without a data root the spec's folder is where paths are looked up.
  package init(specDirectory: String, dataRoot: String?, allowsOutside: Bool) {
    self.specDirectory = specDirectory
    self.dataRoot = dataRoot
    self.allowsOutside = allowsOutside
  }

  /// What a path of the spec turned out to be.
  enum Lookup: Hashable {
    /// A file: the path to open and the name to say.
    case found(real: String, shown: String)
    /// Nothing is there.
    case missing(shown: String)
    /// It leads outside the folder; shown as the spec writes it.
    case outside(shown: String)
  }

  /// The folder in which paths are looked up.
  var root: String {
    let folder = dataRoot ?? specDirectory
    return folder.isEmpty ? "." : folder
  }

  /// Looks a path of the spec up.
  ///
  /// - Parameter folder: The folder of the file that names it, from that of the spec; a data root
  ///   stands in for it.
  func lookUp(_ path: String, in folder: String = "") -> Lookup {
    let written = path
    let path =
      dataRoot == nil && !folder.isEmpty && !path.hasPrefix("/")
      ? FilePath.joined(folder, path) : path
    let shown = root == "." ? path : FilePath.joined(root, path)
    let real = FilePath.resolved(shown)
    if !allowsOutside, leadsOutside(path, real: real) { return .outside(shown: written) }
    guard let real else { return .missing(shown: shown) }
    return .found(real: real, shown: shown)
  }

  /// Looks a path up that the user gave, which may lead anywhere.
  static func lookUpGiven(_ path: String) -> Lookup {
    guard let real = FilePath.resolved(path) else { return .missing(shown: path) }
    return .found(real: real, shown: path)
  }

  /// Whether a path leaves the folder, by its links where it exists, else by its text.
  private func leadsOutside(_ path: String, real: String?) -> Bool {
    let folder = FilePath.resolved(root) ?? root
    if let real { return !FilePath.isInside(real, folder: folder) }
    guard path.hasPrefix("/") else { return FilePath.climbsOut(path) }
    return !FilePath.isInside(path, folder: folder) || path.split(separator: "/").contains("..")
  }
}
