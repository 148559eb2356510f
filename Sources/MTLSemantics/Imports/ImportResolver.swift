import MTLSource
import MTLSyntax

/// Loads the files that a spec imports, and joins what it takes of them with its own declarations.
///
/// A declaration is known by its file and its name there, so that one which is reached on two ways is
/// taken once. It keeps its name in the program unless the import gives it another; what comes along
/// unseen is called after its file, as in `digits.trunk`, which no spec can write.
struct ImportResolver {
  /// The most files that a spec imports, by itself and through others.
  static let fileLimit = 64

  /// One file with what its names stand for.
  final class File {
    let tree: SyntaxTree
    /// From the folder of the spec.
    let path: String
    let base: Int
    let declarations: [String: Declaration]
    /// What the file has imported, by the name that it has there.
    var imported: [String: Identity] = [:]
    /// The names whose import has failed, so that their uses are not reported again.
    var lost: Set<String>

    init(tree: SyntaxTree, path: String, base: Int) {
      self.tree = tree
      self.path = path
      self.base = base
      lost = tree.lostNames
      declarations = Dictionary(
        tree.declarations.compactMap { declaration in
          declaration.name.map { ($0.text, declaration) }
        }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// A declaration, by its file and the name that it has there.
  struct Identity: Hashable {
    let file: Int
    let name: String
  }

  private let loader: SourceLoader
  private var files: [File]
  private var sources: SourceMap
  private var places: [String: Int] = [:]
  private var diagnostics: [Diagnostic]
  /// The files that are being loaded, the spec itself first.
  private var open = [0]
  private var hasReportedLimit = false

  init(_ tree: SyntaxTree, loader: @escaping SourceLoader) {
    self.loader = loader
    files = [File(tree: tree, path: "", base: 0)]
    sources = SourceMap(tree.source)
    diagnostics = tree.diagnostics
    places[SourcePath.name(of: tree.source.name)] = 0
  }

  /// The program of the spec and all that it imports.
  mutating func resolve() -> Program {
    readImports(of: 0)
    let names = self.names()
    var declarations = files[0].tree.declarations
    for identity in names.order {
      let file = files[identity.file]
      guard let declaration = file.declarations[identity.name] else { continue }
      let rename = { [self] (name: String) in
        self.identity(of: name, in: identity.file).flatMap { names.names[$0] } ?? name
      }
      let renameStep = { [self] (name: String) in
        guard let block = self.identity(of: name, in: identity.file),
          case .block? = files[block.file].declarations[block.name]?.kind
        else { return name }
        return names.names[block] ?? name
      }
      let rewriter = DeclarationRewriter(
        rename: rename, renameStep: renameStep, shift: file.base)
      declarations.append(rewriter.rewrite(declaration))
    }
    let seen = Set(files[0].imported.keys)
    return Program(
      declarations: declarations, sources: sources, diagnostics: diagnostics,
      unseen: Set(names.order.compactMap { names.names[$0] }).subtracting(seen),
      originalNames: Dictionary(
        names.names.map { ($0.value, $0.key.name) }, uniquingKeysWith: { first, _ in first }),
      lostNames: files[0].lost, paths: files.map { $0.path })
  }

  // MARK: Files

  private mutating func readImports(of place: Int) {
    let file = files[place]
    for declaration in file.tree.declarations {
      guard case .imported(let item) = declaration.kind else { continue }
      guard case .string(let path) = item.file.kind, let other = load(path, item, in: place) else {
        lose(item.items, in: place)
        continue
      }
      for part in item.items { take(part, of: other, in: place, from: path) }
    }
  }

  private mutating func take(
    _ item: Declaration.Import.Item, of other: Int, in place: Int, from path: String
  ) {
    let seen = item.alias ?? item.name
    guard let identity = identity(of: item.name.text, in: other) else {
      if !files[other].tree.hasErrors, !files[other].lost.contains(item.name.text) {
        reportUnknown(item.name, of: other, in: place, path)
      }
      return lose([item], in: place)
    }
    if let first = files[place].imported[seen.text] ?? ownIdentity(of: seen.text, in: place) {
      reportTaken(seen, by: first, in: place)
      return lose([item], in: place)
    }
    if let former = files[place].imported.first(where: { $0.value == identity })?.key {
      reportSame(item, as: former, in: place)
      return lose([item], in: place)
    }
    files[place].imported[seen.text] = identity
  }

  private mutating func lose(_ items: [Declaration.Import.Item], in place: Int) {
    files[place].lost.formUnion(items.map { ($0.alias ?? $0.name).text })
  }

  /// The place of a file that another one imports, or `nil` after a report.
  private mutating func load(
    _ written: String, _ item: Declaration.Import, in place: Int
  ) -> Int? {
    let range = item.file.range
    let path = SourcePath.joined(SourcePath.folder(of: files[place].path), written)
    if let known = places[path] {
      guard open.contains(known) else { return known }
      reportCircle(through: known, at: range, in: place)
      return nil
    }
    guard files.count <= ImportResolver.fileLimit else {
      reportLimit(at: range, in: place)
      return nil
    }
    switch loader(path) {
    case .text(let text): return add(text, path: path)
    case .missing:
      report(
        .importMissing, "the file `\(path)` does not exist", at: range, in: place,
        helps: [.init("the path is looked up in the folder of the file that imports it")])
    case .outside:
      report(
        .pathOutside, "the path `\(written)` leads outside the spec's folder", at: range, in: place,
        notes: ["a spec reads nothing outside its folder unless the command line allows it"],
        helps: [.init("move the file into the folder, or give `--allow-outside`")])
    case .unreadable(let reason):
      report(.importMissing, "the file `\(path)` cannot be read: \(reason)", at: range, in: place)
    }
    return nil
  }

  private mutating func add(_ text: SourceText, path: String) -> Int {
    let place = files.count
    let tree = SyntaxTree.parse(text)
    files.append(File(tree: tree, path: path, base: sources.append(text)))
    diagnostics += tree.diagnostics
    places[path] = place
    open.append(place)
    readImports(of: place)
    open.removeLast()
    return place
  }

  // MARK: Names

  private func ownIdentity(of name: String, in file: Int) -> Identity? {
    files[file].declarations[name] == nil ? nil : Identity(file: file, name: name)
  }

  /// What a name of a file stands for.
  private func identity(of name: String, in file: Int) -> Identity? {
    ownIdentity(of: name, in: file) ?? files[file].imported[name]
  }

  /// The declarations that come along, each behind what it needs, and the names that all have here.
  private func names() -> (order: [Identity], names: [Identity: String]) {
    if files[0].imported.isEmpty { return ([], [:]) }
    var names: [Identity: String] = [:]
    var used = Set(files[0].declarations.keys).union(files[0].imported.keys)
    for name in files[0].declarations.keys { names[Identity(file: 0, name: name)] = name }
    for (name, identity) in files[0].imported.sorted(by: { $0.key < $1.key }) {
      names[identity] = names[identity] ?? name
    }
    var order: [Identity] = []
    var seen: Set<Identity> = []
    var queue = files[0].imported.sorted { $0.key < $1.key }.map { $0.value }
    while let identity = queue.popLast() {
      guard identity.file != 0, seen.insert(identity).inserted else { continue }
      order.append(identity)
      if names[identity] == nil {
        names[identity] = freeName(for: identity, among: &used)
      }
      queue += needs(of: identity)
    }
    return (order, names)
  }

  /// A name for what comes along unseen.
  private func freeName(for identity: Identity, among used: inout Set<String>) -> String {
    var name = "\(SourcePath.stem(of: files[identity.file].path)).\(identity.name)"
    while !used.insert(name).inserted { name += "'" }
    return name
  }

  /// What a declaration refers to.
  private func needs(of identity: Identity) -> [Identity] {
    guard let declaration = files[identity.file].declarations[identity.name] else { return [] }
    let found = FoundNames()
    let note = { (name: String) in
      found.names.insert(name)
      return name
    }
    _ = DeclarationRewriter(rename: note, renameStep: note, shift: 0).rewrite(declaration)
    return found.names.sorted().compactMap { self.identity(of: $0, in: identity.file) }
  }

  /// The names that a walk has met.
  private final class FoundNames {
    var names: Set<String> = []
  }

  // MARK: Reports

  private mutating func report(
    _ code: DiagnosticCode, _ message: String, at range: SourceRange, in place: Int,
    secondary: [Diagnostic.Label] = [], notes: [String] = [], helps: [Diagnostic.Help] = []
  ) {
    diagnostics.append(
      Diagnostic(
        code, message, at: Diagnostic.Label(files[place].tree.source, range), secondary: secondary,
        notes: notes, helps: helps))
  }

  private mutating func reportCircle(through known: Int, at range: SourceRange, in place: Int) {
    let chain = open.drop { $0 != known }.map { "`\(files[$0].tree.source.name)`" }
    report(
      .importCycle,
      chain.count == 1
        ? "\(chain[0]) imports itself"
        : "the files \(chain.joined(separator: ", ")) import each other in a circle",
      at: range, in: place,
      helps: [.init("put what they have in common into a file that imports none of them")])
  }

  private mutating func reportLimit(at range: SourceRange, in place: Int) {
    guard !hasReportedLimit else { return }
    hasReportedLimit = true
    report(
      .tooManyImports, "the spec imports more than \(ImportResolver.fileLimit) files", at: range,
      in: place)
  }

  private mutating func reportUnknown(
    _ name: Name, of other: Int, in place: Int, _ path: String
  ) {
    let known = Array(files[other].declarations.keys) + Array(files[other].imported.keys)
    let near = NearName.best(for: name.text, among: known)
    if let near { files[place].lost.insert(near) }
    var helps = near.map {
      [Diagnostic.Help("did you mean `\($0)`?", edits: [.init(name.range, $0)])]
    }
    if helps == nil, !known.isEmpty, known.count <= 12 {
      let list = known.sorted().map { "`\($0)`" }.joined(separator: ", ")
      helps = [.init("it declares \(list)")]
    }
    report(
      .unknownName, "`\(path)` declares no `\(name.text)`", at: name.range, in: place,
      helps: helps ?? [])
  }

  private mutating func reportSame(
    _ item: Declaration.Import.Item, as former: String, in place: Int
  ) {
    report(
      .duplicateDeclaration,
      "`\(item.name.text)` of this file is what another line imports as `\(former)`",
      at: item.name.range, in: place,
      helps: [.init("write `\(former)` where it is meant, and take it out of this line")])
  }

  private mutating func reportTaken(_ name: Name, by first: Identity, in place: Int) {
    let isOwn = first.file == place
    let range = files[first.file].declarations[first.name]?.name?.range
    report(
      .duplicateDeclaration,
      isOwn
        ? "`\(name.text)` is imported, and the file declares one too"
        : "`\(name.text)` is imported twice", at: name.range, in: place,
      secondary: range.map {
        [
          Diagnostic.Label(
            files[first.file].tree.source, $0, isOwn ? "declared here" : "the first one")
        ]
      } ?? [], helps: [.init("give it another name: `\(name.text) as ...`")])
  }
}

extension Declaration {
  /// Whether it is an import.
  var isImport: Bool {
    if case .imported = kind { true } else { false }
  }

  /// The name by which other declarations refer to it.
  package var name: Name? {
    switch kind {
    case .constant(let item): item.name
    case .data(let item): item.name
    case .columns(let item): item.name
    case .input(let item): item.name
    case .block(let item): item.name
    case .shared(let item): item.name
    case .task(let item): item.name
    case .model, .imported, .parameters, .weighting, .settings, .malformed: nil
    }
  }
}

extension SyntaxTree {
  /// Whether the lexer or the parser has reported an error.
  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}
