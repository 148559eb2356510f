import MTLCatalogue
import MTLSource
import MTLSyntax

/// A use of a thing of the catalogue: the call as the spec writes it, and the values of its arguments.
package final class EntryUse: Sendable {
  package let entry: any CatalogueEntry.Type
  package let call: Call
  /// Defaults are filled in, and constants have their values.
  package let arguments: Arguments

  init(entry: any CatalogueEntry.Type, call: Call, arguments: Arguments) {
    self.entry = entry
    self.call = call
    self.arguments = arguments
  }

  /// An argument that is written out, by the name of its parameter.
  package func argument(_ name: String) -> Expression.Argument? {
    if let named = call.arguments.first(where: { $0.name?.text == name }) { return named }
    let positional = entry.parameters.filter { $0.isPositional }
    guard let place = positional.firstIndex(where: { $0.name == name }) else { return nil }
    let given = call.arguments.filter { $0.label == nil }
    return place < given.count ? given[place] : nil
  }
}
