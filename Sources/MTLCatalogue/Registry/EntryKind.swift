/// What an entry of the catalogue is, by the name that messages have for it.
package enum EntryKind: String, CaseIterable, Sendable {
  case layer
  case encoder
  case tokenReader = "token reader"
  case loss
  case metric
  case weighting
  case sharing = "sharing scheme"
  case optimizer
  case schedule
  case clipping = "gradient clipping"
  case penalty
  case stoppingRule = "stopping rule"
  case memoryUse = "memory use"
  case sampling
  case parameterSource = "parameter source"
  case searchSpace = "search space"
  case searchMethod = "search method"
  case columnType = "column type"
  case source = "data source"
  case split

  /// The entries of the kind, in the order of their list.
  package var entries: [any CatalogueEntry.Type] {
    Registry.kinds.first { $0.kind == self }?.entries ?? []
  }
}

extension Layer { package static var entryKind: EntryKind { .layer } }
extension RecordEncoder { package static var entryKind: EntryKind { .encoder } }
extension TokenReader { package static var entryKind: EntryKind { .tokenReader } }
extension Loss { package static var entryKind: EntryKind { .loss } }
extension Metric { package static var entryKind: EntryKind { .metric } }
extension Weighting { package static var entryKind: EntryKind { .weighting } }
extension Sharing { package static var entryKind: EntryKind { .sharing } }
extension Optimizer { package static var entryKind: EntryKind { .optimizer } }
extension Schedule { package static var entryKind: EntryKind { .schedule } }
extension Clipping { package static var entryKind: EntryKind { .clipping } }
extension Penalty { package static var entryKind: EntryKind { .penalty } }
extension StoppingRule { package static var entryKind: EntryKind { .stoppingRule } }
extension MemoryUse { package static var entryKind: EntryKind { .memoryUse } }
extension Sampling { package static var entryKind: EntryKind { .sampling } }
extension ParameterSource { package static var entryKind: EntryKind { .parameterSource } }
extension SearchSpace { package static var entryKind: EntryKind { .searchSpace } }
extension SearchMethod { package static var entryKind: EntryKind { .searchMethod } }
extension ColumnType { package static var entryKind: EntryKind { .columnType } }
extension DataSource { package static var entryKind: EntryKind { .source } }
extension SplitRule { package static var entryKind: EntryKind { .split } }
