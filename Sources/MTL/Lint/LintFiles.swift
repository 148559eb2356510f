import Foundation
import MTLFormats
import MTLLint

/// Finds the specs that paths, folders and patterns mean.
package enum LintFiles {
  /// The most files of one run.
  private static let mostFiles = 1_000_000

  /// The paths of specs, sorted, each once, and those of links that are passed over.
  ///
  /// A folder stands for all specs below it, hidden folders and the folders of runs left out; what is no
  /// file and has `*` or `?` is a pattern. A link that leads out of the folder, and out of the one that
  /// lint runs in, is passed over: what it leads to is not the folder's.
  ///
  /// - Parameter allowsOutside: Whether such links are followed.
  package static func find(
    _ operands: [String], allowsOutside: Bool = false
  ) throws(Failure) -> (paths: [String], links: [String]) {
    var found: [String: String] = [:]
    var links: Set<String> = []
    for operand in operands.isEmpty ? ["."] : operands {
      for path in try find(operand, allowsOutside, &links) {
        if found[FilePath.plain(path)] == nil { found[FilePath.plain(path)] = path }
      }
      guard found.count <= mostFiles else {
        throw Failure("there are more than \(mostFiles) specs", isUsage: true)
      }
    }
    return (found.values.sorted(), links.sorted())
  }

  private static func find(
    _ operand: String, _ allowsOutside: Bool, _ links: inout Set<String>
  ) throws(Failure) -> [String] {
    if operand == "-" { return [operand] }
    var isFolder: ObjCBool = false
    let path = operand.count > 1 && operand.hasSuffix("/") ? String(operand.dropLast()) : operand
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      guard operand.contains(where: { "*?".contains($0) }) else {
        throw Failure("there is no file or folder `\(operand)`")
      }
      let pattern = PathPattern("/" + FilePath.plain(operand))
      var others: Set<String> = []
      let matching = specs(below: fixedFolder(of: operand), allowsOutside, &others).filter {
        pattern.matches(whole: FilePath.plain($0))
      }
      links.formUnion(others.filter { pattern.matches(whole: FilePath.plain($0)) })
      if matching.isEmpty { throw Failure("no spec is meant by `\(operand)`") }
      return matching
    }
    if isFolder.boolValue { return specs(below: path, allowsOutside, &links) }
    // A pipe that a shell has made is read; one that stands in a folder may wait without end.
    if FilePath.isPipe(path), !path.hasPrefix("/dev/"), !path.hasPrefix("/proc/") {
      throw Failure("`\(operand)` is a pipe, not a file", help: "give it as standard input, `-`")
    }
    return [operand]
  }

  /// The folder before the first part of a pattern that has a sign.
  private static func fixedFolder(of pattern: String) -> String {
    let parts = pattern.split(separator: "/", omittingEmptySubsequences: false)
    let fixed = parts.prefix { part in !part.contains { "*?".contains($0) } }
    if fixed.isEmpty { return "." }
    return fixed == [""] ? "/" : fixed.joined(separator: "/")
  }

  private static func specs(
    below folder: String, _ allowsOutside: Bool, _ links: inout Set<String>
  ) -> [String] {
    let files = FileManager.default
    let root = FilePath.resolved(folder) ?? folder
    let here = FilePath.resolved(".") ?? "."
    guard let names = files.enumerator(atPath: root) else { return [] }
    var found: [String] = []
    while let name = names.nextObject() as? String {
      let last = name.split(separator: "/").last ?? ""
      let path = folder == "." ? name : FilePath.joined(folder, name)
      let isSpec = last.hasSuffix(".mtl") && !last.hasPrefix(".") && FilePath.isFile(path)
      if !isSpec {
        if last.hasPrefix(".") || files.fileExists(atPath: path + "/run.json") {
          names.skipDescendants()
        }
      } else if found.count <= mostFiles {
        if allowsOutside || isInside(path, [root, here]) {
          found.append(path)
        } else {
          links.insert(path)
        }
      }
    }
    return found
  }

  private static func isInside(_ path: String, _ folders: [String]) -> Bool {
    guard let real = FilePath.resolved(path) else { return false }
    return folders.contains { FilePath.isInside(real, folder: $0) }
  }
}
