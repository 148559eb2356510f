/// A weighting that specs can name and the runtime cannot carry out yet.
protocol PendingWeighting: Weighting {}

extension PendingWeighting {
  package var isTrainable: Bool { false }
}
