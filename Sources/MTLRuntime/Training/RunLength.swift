import MTLData
import MTLSemantics

/// How long a run is.
package struct RunLength: Hashable, Sendable {
  /// The training rows of all data sets.
  package let rows: Int
  /// The rows of a full step.
  package let batch: Int
  /// The steps of an epoch, the last one perhaps of fewer rows.
  package let stepsPerEpoch: Int
  /// The steps of the whole run, where nothing stops it.
  package let steps: Int
  /// The epochs of the whole run; `nil` where the spec counts steps.
  package let epochs: Int?

  /// The length of a run over the training rows of tables.
  package init(_ training: TrainingSettings, tables: [DataTable]) {
    let pool = RowPool(
      tables: tables, batch: training.batch, sampling: training.sampling, seed: training.seed)
    rows = pool.count
    batch = training.batch
    stepsPerEpoch = pool.batchesPerEpoch
    steps = training.length.steps(perEpoch: stepsPerEpoch)
    epochs = if case .epochs(let epochs) = training.length { epochs } else { nil }
  }
}

extension TrainingSettings.Length {
  /// The steps of a whole run.
  func steps(perEpoch: Int) -> Int {
    switch self {
    case .epochs(let epochs): epochs * perEpoch
    case .steps(let steps): steps
    }
  }
}
