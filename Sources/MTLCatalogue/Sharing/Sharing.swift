/// How several tasks share the layers of a `shared` declaration.
package protocol Sharing: CatalogueEntry {
  /// Whether each task reads a view of its own rather than one common value.
  static var givesViews: Bool { get }
}

extension Sharing {
  package static var givesViews: Bool { false }
}
