import MTLCatalogue
import MTLCompiler
import MTLFormats
import MTLGraph
import MTLSemantics

/// A copy of everything that training keeps: parameters, states, the optimizer's vectors.
struct Snapshot {
  /// All variables, as they lie in memory.
  let variables: [Float]
}

extension TrainingSession {
  /// A copy of the variables.
  func snapshot() -> Snapshot {
    Snapshot(variables: memory.floats(in: 0..<compiled.variables.size))
  }

  /// Lets the average of the parameters begin with the parameters, where one is kept.
  func startAverage() {
    guard let average = compiled.range(ofVector: GraphName.average),
      let parameters = compiled.range(ofVector: ModelBuilder.parametersVariable)
    else { return }
    memory.store(memory.floats(in: parameters), at: average.lowerBound)
  }

  /// Exchanges the parameters and their average, where one is kept.
  func exchangeAverage() { restore(averaged(snapshot())) }

  /// A copy with the average of the parameters in their place, and they in its; the copy itself where
  /// no average is kept.
  func averaged(_ snapshot: Snapshot) -> Snapshot {
    guard let average = compiled.range(ofVector: GraphName.average),
      let parameters = compiled.range(ofVector: ModelBuilder.parametersVariable)
    else { return snapshot }
    var variables = snapshot.variables
    variables.replaceSubrange(parameters, with: snapshot.variables[average])
    variables.replaceSubrange(average, with: snapshot.variables[parameters])
    return Snapshot(variables: variables)
  }

  /// Loads parameters and states from a checkpoint.
  package func load(_ path: String) throws(FormatError) {
    _ = try Checkpoint.read(path, into: self, withOptimizer: false)
  }

  /// Sets the parameters that a file has by their names; the others keep their values.
  package func loadParameters(_ path: String) throws(FormatError) {
    try Checkpoint.readParameters(path, into: self)
  }

  /// Sets the parameters that a declaration is about to those of a file, all of which it has to have.
  package func loadParameters(
    _ path: String, of settings: ParameterSettings
  ) throws(FormatError) {
    try Checkpoint.readParameters(path, of: settings, into: self)
  }

  /// Sets the variables to those of a copy.
  func restore(_ snapshot: Snapshot) { memory.store(snapshot.variables, at: 0) }
}

/// Checkpoints as safetensors: every parameter under its name, beside it the optimizer's vectors.
enum Checkpoint {
  static let format = "mtl"
  static let stateKey = "run_state"

  /// A tensor of a checkpoint and where it lies among the variables.
  private struct Entry {
    let name: String
    let shape: [Int]
    let offset: Int
    let count: Int
  }

  private static func entries(
    of compiled: CompiledModel, withOptimizer: Bool
  ) -> [Entry] {
    var owners = [(ModelBuilder.parametersVariable, "")]
    var optimizer: Set<String> = []
    if withOptimizer {
      for state in compiled.model.training.optimizer.states {
        let name = GraphName.optimizerState(state)
        owners.append((name, "\(name)."))
        optimizer.insert(name)
      }
      if compiled.model.training.averageDecay != nil {
        owners.append((GraphName.average, "\(GraphName.average)."))
      }
    }
    var entries: [Entry] = []
    for (variable, prefix) in owners {
      let start = compiled.variables.offsets[variable] ?? 0
      for parameter in compiled.parameters {
        // What is kept for each task apart is among the states.
        if optimizer.contains(variable), compiled.parameterLayout.isApart(parameter.name) {
          continue
        }
        let offset = compiled.parameterLayout.offsets[parameter.name] ?? 0
        entries.append(
          Entry(
            name: prefix + parameter.name, shape: parameter.dims.compactMap { $0.size },
            offset: start + offset, count: parameter.count))
      }
    }
    for state in compiled.states {
      entries.append(
        Entry(
          name: state.name, shape: state.dims.compactMap { $0.size },
          offset: compiled.variables.offsets[state.name] ?? 0, count: state.count))
    }
    return entries
  }

  /// Writes a checkpoint, whole or not at all.
  static func write(
    _ snapshot: Snapshot, of compiled: CompiledModel, withOptimizer: Bool, state: RunState,
    to path: String
  ) throws(FormatError) {
    let tensors = entries(of: compiled, withOptimizer: withOptimizer).map { entry in
      Safetensors.Tensor(
        entry.name, shape: entry.shape,
        values: .float(Array(snapshot.variables[entry.offset..<entry.offset + entry.count])))
    }
    let metadata = [
      "format": format, "model": compiled.model.name, stateKey: state.json.text(),
      "tasks": compiled.model.tasks.map { $0.name }.joined(separator: ","),
    ]
    try Safetensors(metadata: metadata, tensors: tensors).write(to: path)
  }

  /// Reads the tensors of a file into the parameters and states of their names; an optimizer's own
  /// vectors are passed over.
  ///
  /// - Throws: Where a tensor is of no parameter, or of another shape: what a file is given for should
  ///   not be left out unseen.
  static func readParameters(
    _ path: String, into session: TrainingSession
  ) throws(FormatError) {
    let file = try Safetensors.read(path, limit: 1 << 36)
    let entries = entries(of: session.compiled, withOptimizer: false)
    let byName = Dictionary(entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let optimizer = GraphName.optimizerState("")
    for tensor in file.tensors where !tensor.name.hasPrefix(optimizer) {
      guard let entry = byName[tensor.name] else {
        throw FormatError(path, "the model has no parameter `\(tensor.name)`")
      }
      try store(tensor, as: entry, from: path, into: session)
    }
  }

  /// Reads the parameters and states that a declaration is about from a file that has them all.
  static func readParameters(
    _ path: String, of settings: ParameterSettings, into session: TrainingSession
  ) throws(FormatError) {
    let file = try Safetensors.read(path, limit: 1 << 36)
    let byName = Dictionary(
      file.tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for entry in entries(of: session.compiled, withOptimizer: false)
    where settings.covers(entry.name) {
      let name = settings.originalName(of: entry.name)
      guard let tensor = byName[name] else {
        throw FormatError(path, "the file has no parameter `\(name)`")
      }
      try store(tensor, as: entry, from: path, into: session)
    }
  }

  /// Stores a tensor of a file in its place, where it has the shape that the model wants.
  private static func store(
    _ tensor: Safetensors.Tensor, as entry: Entry, from path: String,
    into session: TrainingSession
  ) throws(FormatError) {
    guard tensor.shape == entry.shape, case .float(let values) = tensor.values else {
      throw FormatError(
        path,
        "`\(tensor.name)` has the shape \(tensor.shape) in the file and \(entry.shape) in the model"
      )
    }
    session.memory.store(values, at: entry.offset)
  }

  /// Reads a checkpoint into a session's memory.
  ///
  /// - Returns: Where the run stood.
  static func read(
    _ path: String, into session: TrainingSession, withOptimizer: Bool
  ) throws(FormatError) -> RunState {
    let file = try Safetensors.read(path, limit: 1 << 36)
    let compiled = session.compiled
    let tensors = Dictionary(
      file.tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for entry in entries(of: compiled, withOptimizer: withOptimizer) {
      guard let tensor = tensors[entry.name] else {
        throw FormatError(path, "the checkpoint has no `\(entry.name)`: it is of another model")
      }
      guard tensor.shape == entry.shape, case .float(let values) = tensor.values else {
        throw FormatError(
          path,
          "the checkpoint's `\(entry.name)` has the shape \(tensor.shape) and the model's "
            + "\(entry.shape): it is of another model")
      }
      session.memory.store(values, at: entry.offset)
    }
    session.storeDecayMask()
    guard let text = file.metadata[stateKey],
      let state = RunState(
        try JSONValue.parse(bytes: Array(text.utf8), name: path),
        taskCount: compiled.model.tasks.count)
    else {
      throw FormatError(path, "the checkpoint does not say where its run stood")
    }
    return state
  }
}
