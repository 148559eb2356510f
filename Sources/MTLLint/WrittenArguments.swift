import MTLCatalogue
import MTLSemantics
import MTLSource
import MTLSyntax

/// The arguments that several rules ask for, found in one walk over all uses of entries.
struct WrittenArguments: Sendable {
  /// An argument that names a file.
  private struct Path: Sendable {
    let kind: EntryKind
    let path: String
    let range: SourceRange
  }

  /// Those outside of what is usual.
  private(set) var unusual: [UnusualArgument] = []
  private var paths: [Path] = []

  /// None at all.
  init() {}

  init(_ uses: [EntryUse]) {
    for use in uses where !use.call.arguments.isEmpty {
      for parameter in use.entry.parameters where parameter.usual != nil || parameter.isPath {
        add(parameter, of: use)
      }
    }
  }

  private mutating func add(_ parameter: ParameterDeclaration, of use: EntryUse) {
    guard let argument = use.argument(parameter.name), use.arguments[parameter.name] != nil else {
      return
    }
    let range = argument.value.range
    if parameter.isPath, let path = use.arguments.text(parameter.name) {
      paths.append(Path(kind: use.entry.entryKind, path: path, range: range))
    }
    let value = use.arguments.number(parameter.name)
    if let usual = parameter.usual, !usual.contains(value) {
      unusual.append(UnusualArgument(use: use, parameter: parameter, value: value, range: range))
    }
  }

  /// The paths that entries name; those of a kind, or all.
  func paths(of kind: EntryKind? = nil) -> [(path: String, range: SourceRange)] {
    paths.filter { kind == nil || $0.kind == kind }.map { ($0.path, $0.range) }
  }
}
