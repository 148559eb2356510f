extension Registry {
  /// The names that the language has and the catalogue not yet, by the kind of thing, so that a message
  /// can tell a word that is to come from one that is wrong.
  package static let planned: [String: Set<String>] = [
    "sharing scheme": ["cross_stitch", "mtan", "ple"],
    "data source": ["idx", "images"],
    "split": ["column", "folds", "group"],
    "function": ["date", "hour", "month", "weekday"],
  ]

  /// The parameters that entries are to have and have not yet, by the entry's name.
  package static let plannedParameters: [String: Set<String>] = [
    "csv": ["separator", "test", "train", "validation"],
    "encode": ["bags"],
    "hard": ["layers"],
  ]
}
