import MTLGraph

/// A trained parameter: its name, shape and first values.
package final class ParameterSpec: Sendable {
  package let name: String
  package let dims: [Dim]
  package let initializer: Initializer
  /// The declaration of the spec that it belongs to, such as `trunk`.
  package let owner: String
  /// Whether it stays as it begins.
  package let isFrozen: Bool
  /// The number of elements; 0 while a dimension is unknown.
  package let count: Int

  init(name: String, dims: [Dim], initializer: Initializer, owner: String, isFrozen: Bool) {
    self.name = name
    self.dims = dims
    self.initializer = initializer
    self.owner = owner
    self.isFrozen = isFrozen
    count = dims.knownProduct ?? 0
  }
}

/// A variable that training keeps without a gradient, such as a running mean.
package struct StateSpec: Sendable {
  package let name: String
  package let dims: [Dim]
  package let initializer: Initializer
  /// Whether the first dimension is a task axis.
  var hasLanes = false

  /// The number of elements; 0 while a dimension is unknown.
  package var count: Int { dims.knownProduct ?? 0 }

  /// The type of the variable.
  var type: TensorType {
    guard hasLanes, case .size(let lanes)? = dims.first else { return TensorType(dims: dims) }
    return TensorType(dims: Array(dims.dropFirst()), lanes: lanes)
  }
}

/// Builds a model's graph: hands out parameters, states and random streams under readable names.
///
/// Layers, losses and weightings see this and nothing else of the compiler. The same code builds
/// the graph of training, that of evaluation, and the one from which the checker reads shapes.
///
/// What is touched for every node is not checked for overlapping accesses as it runs, which a spec's
/// check would spend a thirtieth of its time on: nothing that changes it calls back.
package final class ModelBuilder {
  /// The name of the variable that holds all parameters, one after another.
  package static let parametersVariable = "parameters"

  @exclusivity(unchecked) package var graph = Graph()
  /// Whether dropout drops and batch statistics are the batch's own.
  package let isTraining: Bool
  @exclusivity(unchecked) package private(set) var parameters: [ParameterSpec] = []
  /// The values of the parameters, in their order.
  @exclusivity(unchecked) package private(set) var valuesOfParameters: [Value] = []
  package private(set) var states: [StateSpec] = []
  @exclusivity(unchecked) private var parameterValues: [String: Value] = [:]
  private var stateValues: [String: Value] = [:]
  /// The declaration and the steps inside each other that are being built.
  @exclusivity(unchecked) package private(set) var scope = BuilderScope.root
  @exclusivity(unchecked) private var stepCounts: [[String: Int]] = [[:]]
  private var streamCount: UInt32 = 0
  @exclusivity(unchecked) private var placeMasks: [Value: Value] = [:]
  /// The readings of each table whose rows may be updated by themselves, by the table's name.
  package private(set) var tableReadings: [String: [TableReading]] = [:]
  @exclusivity(unchecked) private var freezesParameters = false
  private let layout: ParameterLayout?
  private var flatParameters: Value?

  /// Creates a builder; with a layout, parameters are slices of one flat variable.
  package init(isTraining: Bool, layout: ParameterLayout? = nil) {
    self.isTraining = isTraining
    self.layout = layout
    graph.reserveCapacity(512)
    parameterValues.reserveCapacity(64)
    if let layout {
      flatParameters = graph.variable(
        ModelBuilder.parametersVariable, TensorType([layout.length]))
    }
  }

  /// The variable that holds all parameters, where the builder has a layout.
  package var allParameters: Value? { flatParameters }

  /// The value of a parameter that has been handed out.
  package func value(ofParameter name: String) -> Value? { parameterValues[name] }

  /// Runs `body` with names under a scope, such as a declaration's name.
  package func inScope<Result>(
    _ name: String, _ body: () throws(TypeMismatch) -> Result
  ) throws(TypeMismatch) -> Result {
    let outer = scope
    scope = BuilderScope(name, in: outer)
    stepCounts.append([:])
    defer {
      scope = outer
      stepCounts.removeLast()
    }
    return try body()
  }

  /// Runs `body` under the scope of a step: its own name, numbered from the second of that name on.
  ///
  /// No two steps of a scope have one name, whatever names the spec gives to steps itself.
  package func inStep<Result>(
    _ name: String, _ body: () throws(TypeMismatch) -> Result
  ) throws(TypeMismatch) -> Result {
    let last = stepCounts.count - 1
    guard var count = stepCounts[last][name] else {
      stepCounts[last][name] = 1
      return try inScope(name, body)
    }
    repeat { count += 1 } while stepCounts[last]["\(name)_\(count)"] != nil
    stepCounts[last][name] = count
    stepCounts[last]["\(name)_\(count)"] = 1
    return try inScope("\(name)_\(count)", body)
  }

  /// The current scope and a name, joined by points.
  package func qualified(_ name: String) -> String { scope.path(of: name) }

  /// A trained parameter of the current scope.
  package func parameter(
    _ name: String, _ dims: [Dim], _ initializer: Initializer
  ) throws(TypeMismatch) -> Value {
    let name = qualified(name)
    if let value = parameterValues[name] { return value }
    let spec = ParameterSpec(
      name: name, dims: dims, initializer: initializer, owner: scope.owner ?? name,
      isFrozen: freezesParameters)
    parameters.append(spec)
    let value = try makeParameter(spec)
    valuesOfParameters.append(value)
    parameterValues[name] = value
    return value
  }

  private func makeParameter(_ spec: ParameterSpec) throws(TypeMismatch) -> Value {
    guard let layout, let flatParameters, let offset = layout.offsets[spec.name] else {
      return graph.variable(spec.name, TensorType(dims: spec.dims))
    }
    let sizes = spec.dims.compactMap(\.size)
    if layout.isTable(spec.name) {
      let variable = ParameterLayout.variable(ModelBuilder.parametersVariable, table: spec.name)
      return graph.variable(variable, TensorType(sizes))
    }
    return try graph.emit(Slice(offset: offset, dims: sizes), flatParameters)
  }

  /// Notes that a table of the current scope has been read.
  func note(_ reading: TableReading, of name: String, _ updates: TableUpdates) {
    guard updates == .touched else { return }
    tableReadings[qualified(name), default: []].append(reading)
  }

  /// A variable of the current scope that training keeps without a gradient.
  package func state(_ name: String, _ dims: [Dim], _ initializer: Initializer) -> Value {
    let name = qualified(name)
    if let value = stateValues[name] { return value }
    return state(StateSpec(name: name, dims: dims, initializer: initializer))
  }

  /// A variable with a task axis, zeros at first, that training keeps without a gradient.
  func rowState(_ name: String, _ type: TensorType) -> Value {
    let name = qualified(name)
    if let value = stateValues[name] { return value }
    return state(
      StateSpec(
        name: name, dims: [.size(type.lanes ?? 1)] + type.dims, initializer: .constant(0),
        hasLanes: true))
  }

  private func state(_ spec: StateSpec) -> Value {
    states.append(spec)
    let value = graph.variable(spec.name, spec.type)
    stateValues[spec.name] = value
    return value
  }

  /// Sets a state's value for the next step; evaluation leaves states alone.
  package func assign(_ state: Value, _ value: Value) {
    guard isTraining, !freezesParameters else { return }
    graph.assignments.append(Graph.Assignment(variable: state, value: value))
  }

  /// A value that nothing computes yet: what a layer gives that can be checked but not trained.
  package func pending(_ type: TensorType) -> Value {
    graph.input("pending \(graph.nodes.count)", type)
  }

  /// Runs `body`, whose parameters and states stay as they begin.
  func withFrozenParameters<Result>(
    _ body: () throws(TypeMismatch) -> Result
  ) throws(TypeMismatch) -> Result {
    let outer = freezesParameters
    defer { freezesParameters = outer }
    freezesParameters = true
    return try body()
  }

  /// 1 at each place of a sequence that holds something, else 0, `[rows, length]`; `nil` where all do.
  package func placeMask(of sequence: Value) -> Value? { placeMasks[sequence] }

  /// Whether some sequence has places that hold nothing.
  package var hasPlaceMasks: Bool { !placeMasks.isEmpty }

  /// Says which places of a sequence hold something.
  package func setPlaceMask(_ mask: Value?, of sequence: Value) {
    if mask != nil || !placeMasks.isEmpty { placeMasks[sequence] = mask }
  }

  /// A random stream of its own.
  package func randomStream() -> UInt32 {
    streamCount += 1
    return streamCount
  }
}
