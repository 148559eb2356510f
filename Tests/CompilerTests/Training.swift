import MTLCatalogue
import MTLCompiler
import MTLGraph
import Testing

/// A whole training step: a perceptron over packed parameters, its gradient, and Adam's update.
struct Training {
  var trial: Trial
  private(set) var offsets: [Int] = []

  /// The layers' widths from the input to the output; mean squared error.
  init(widths: [Int], capacity: Int) throws {
    trial = Trial(capacities: [capacity])
    let shapes = zip(widths, widths.dropFirst()).flatMap { [[$0, $1], [$1]] }
    let layout = VariableLayout(
      variables: shapes.enumerated().map { ("\($0)", $1.reduce(1, *)) })
    let flat = TensorType([layout.size])
    let packed = trial.variable("parameters", flat)
    let (first, second) = (trial.variable("first", flat), trial.variable("second", flat))
    for index in 0..<layout.size {
      trial.feeds["second"]?.values[index] = 0.5 + Double(index % 7) / 16
      trial.feeds["parameters"]?.values[index] *= 0.25
    }
    offsets = shapes.indices.map { layout.offsets["\($0)"] ?? 0 }
    let parameters = try zip(shapes, offsets).map { shape, offset in
      try trial.graph.slice(packed, at: offset, dims: shape)
    }
    let loss = try loss(widths, parameters)
    trial.output("loss", loss)
    let gradients = try trial.graph.gradients(of: loss, withRespectTo: parameters)
    let gradient = try trial.graph.pack(
      gradients.compactMap { $0 }, at: offsets, length: layout.size)
    try update(packed, first, second, gradient)
  }

  private mutating func loss(_ widths: [Int], _ parameters: [Value]) throws -> Value {
    var x = trial.input("x", TensorType(rows: Network.rows, [widths[0]]))
    let last = TensorType(rows: Network.rows, [widths[widths.count - 1]])
    let target = trial.input("target", last)
    for layer in 0..<widths.count - 1 {
      let product = try trial.graph.emit(
        operation("matrix_product"), x, parameters[2 * layer])
      let type = trial.graph.type(of: product)
      x = try trial.graph.add(product, trial.graph.broadcast(parameters[2 * layer + 1], to: type))
      if layer < widths.count - 2 { x = try trial.graph.emit(operation("relu"), x) }
    }
    let difference = try trial.graph.subtract(x, target)
    return try trial.graph.mean(trial.graph.multiply(difference, difference), to: .scalar)
  }

  private mutating func update(
    _ packed: Value, _ first: Value, _ second: Value, _ gradient: Value
  ) throws {
    let rate = trial.input("rate", .scalar)
    trial.feeds["rate"]?.values = [0.0078125]
    let type = trial.graph.type(of: packed)
    let newFirst = try trial.graph.add(
      trial.graph.scale(first, by: 0.9), trial.graph.scale(gradient, by: 0.1))
    let squares = try trial.graph.multiply(gradient, gradient)
    let newSecond = try trial.graph.add(
      trial.graph.scale(second, by: 0.999), trial.graph.scale(squares, by: 0.001))
    let root = try trial.graph.offset(
      trial.graph.emit(operation("square_root"), newSecond), by: 1e-3)
    let step = try trial.graph.multiply(
      trial.graph.divide(newFirst, root), trial.graph.broadcast(rate, to: type))
    trial.assign(newFirst, to: first)
    trial.assign(newSecond, to: second)
    trial.assign(try trial.graph.subtract(packed, step), to: packed)
    trial.graph = PassPipeline.standard.run(trial.graph)
  }
}
