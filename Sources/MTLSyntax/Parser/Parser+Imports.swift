import MTLSource

/// Imports that are written as in other languages.
extension Parser {
  /// Notes an import that does not say what is imported, and passes over it.
  ///
  /// What it must be is known at the file's end: what is read and not declared.
  mutating func failAtUnnamedImport() -> Bool {
    guard at(.string) || at(.times) else { return false }
    let next = upcoming(2)
    let isStar = at(.times)
    let file = isStar ? next.last.flatMap { $0.kind == .string ? $0.range : nil } : current.range
    let word = tokens.last?.range ?? current.range
    if diagnostics.last?.primary.range == word { diagnostics.removeLast() }
    if unnamedImport == nil {
      unnamedImport = (current.range, word.union(file ?? current.range), file)
    }
    hasLostAName = true
    isSkipping = true
    return true
  }

  /// Takes the brace before imported names, as JavaScript writes them.
  mutating func takeBraceOfImport() -> SourceRange? {
    guard at(.openBrace), second().kind == .name else { return nil }
    let gap = SourceRange(lastEnd, second().range.start)
    advance()
    return gap
  }

  /// Takes the brace behind imported names, and reports both.
  mutating func closeImport(_ opening: SourceRange?) {
    guard let opening, at(.closeBrace) else { return }
    let closing = SourceRange(lastEnd, current.range.end)
    report(
      .missingName, "imported names stand in no braces", opening,
      helps: [.init("leave them out", edits: [.init(opening, " "), .init(closing, "")])])
    advance()
  }

  /// Reports an import that does not say what is imported, with what must be.
  mutating func reportUnnamedImport(_ names: [String]) {
    guard let unnamed = unnamedImport else { return }
    let file = unnamed.file.map { text($0) } ?? "\"file.mtl\""
    let list = names.isEmpty ? "name" : names.joined(separator: ", ")
    let edit = Diagnostic.Edit(unnamed.all, "import \(list) from \(file)")
    report(
      .missingName, "expected the name of a declaration, found `\(text(unnamed.found).excerpt)`",
      unnamed.found,
      helps: [
        .init(
          "say what is imported, as in `import \(list) from \(file)`",
          edits: names.isEmpty || unnamed.file == nil ? [] : [edit])
      ])
  }

  /// Reads an import whose file stands before the names, as in `from "file.mtl" import name`.
  mutating func importFirstFrom() -> Declaration.Kind? {
    guard current.word == .from, !isFull else { return nil }
    let next = upcoming(2)
    guard next.count == 2, next[0].kind == .string, next[1].word == .import else { return nil }
    let start = current.range
    advance()
    let file = primary()
    let end = current.range.end
    advance()
    var items: [Declaration.Import.Item] = []
    repeat {
      guard let name = declaredName("a declaration") else { return nil }
      items.append(.init(name: name, alias: nil))
    } while take(.comma) != nil
    let edits = [
      Diagnostic.Edit(SourceRange(start.start, end), "import"),
      Diagnostic.Edit(SourceRange(lastEnd, lastEnd), " from \(text(file.range))"),
    ]
    report(
      .unknownDeclaration, "`from` begins no declaration", start,
      helps: [
        .init("what is imported comes first, as in `import name from \"file.mtl\"`", edits: edits)
      ])
    return .imported(.init(items: items, file: file))
  }

  /// Takes the word between the names and the file of an import.
  ///
  /// `import torch` names a library, and a spec needs none.
  mutating func expectImportFrom(_ items: [Declaration.Import.Item]) {
    guard !isSkipping, items.count == 1, isAtLineEnd, let word = tokens.dropLast().last,
      word.word == .import
    else { return expect(.from, "`from` and the file's name") }
    let line = SourceRange(word.range.start, lastEnd)
    fail(
      .syntax, "expected `from` and the file's name, found \(found)", foundRange,
      helps: [
        .init("a spec imports other specs and no libraries: leave it out", edits: [.init(line, "")])
      ])
  }

  /// Reads a file's name, its quotes perhaps left out.
  mutating func fileName() -> Expression {
    guard !isSkipping, current.kind != .string else { return primary() }
    guard isAtName else {
      failExpecting("the file's name as a string")
      return primary()
    }
    let start = current.range.start
    while !isAtLineEnd && !isAtDeclaration && !isSkipping { advance() }
    let range = range(from: start)
    let name = text(range) + (text(range).contains(".") ? "" : ".mtl")
    report(
      .syntax, "a file's name stands in double quotes", range,
      helps: [.init("put it into quotes", edits: [.init(range, "\"\(name)\"")])])
    return Expression(.string(name), range)
  }
}
