import Foundation
import MTLFormats
import MTLLint

/// Finds the specs that paths, folders and patterns mean.
package enum LintFiles {
  /// The most files of one run.
  private static let mostFiles = 1_000_000

  /// The paths of specs, sorted, each once.
  ///
  /// A folder stands for all specs below it, hidden folders and the folders of runs left out; what is no
  /// file and has `*` or `?` is a pattern.
  package static func find(_ operands: [String]) throws(Failure) -> [String] {
    var found: Set<String> = []
    for operand in operands.isEmpty ? ["."] : operands {
      found.formUnion(try find(operand))
      guard found.count <= mostFiles else {
        throw Failure("there are more than \(mostFiles) specs", isUsage: true)
      }
    }
    return found.sorted()
  }

  private static func find(_ operand: String) throws(Failure) -> [String] {
    if operand == "-" { return [operand] }
    var isFolder: ObjCBool = false
    let path = operand.count > 1 && operand.hasSuffix("/") ? String(operand.dropLast()) : operand
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      guard operand.contains(where: { "*?".contains($0) }) else {
        throw Failure("there is no file or folder `\(operand)`")
      }
      let matching = specs(below: fixedFolder(of: operand)).filter {
        PathPattern("/" + normal(operand)).matches(whole: normal($0))
      }
      if matching.isEmpty { throw Failure("no spec is meant by `\(operand)`") }
      return matching
    }
    return isFolder.boolValue ? specs(below: path) : [operand]
  }

  /// The folder before the first part of a pattern that has a sign.
  private static func fixedFolder(of pattern: String) -> String {
    let parts = pattern.split(separator: "/", omittingEmptySubsequences: false)
    let fixed = parts.prefix { part in !part.contains { "*?".contains($0) } }
    if fixed.isEmpty { return "." }
    return fixed == [""] ? "/" : fixed.joined(separator: "/")
  }

  private static func normal(_ path: String) -> String {
    path.hasPrefix("./") ? String(path.dropFirst(2)) : path
  }

  private static func specs(below folder: String) -> [String] {
    let files = FileManager.default
    guard let names = files.enumerator(atPath: folder) else { return [] }
    var found: [String] = []
    while let name = names.nextObject() as? String {
      let last = name.split(separator: "/").last ?? ""
      let path = folder == "." ? name : FilePath.joined(folder, name)
      if last.hasPrefix(".") || files.fileExists(atPath: path + "/run.json") {
        names.skipDescendants()
      } else if last.hasSuffix(".mtl"), found.count <= mostFiles {
        var isFolder: ObjCBool = false
        if files.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
          found.append(path)
        }
      }
    }
    return found
  }
}
