import MTLCatalogue
import MTLCompiler
import MTLGraph
import Testing

/// Small networks built from operations, each with a scalar loss and its parameters.
struct Network: CustomTestStringConvertible {
  let name: String
  var trial: Trial
  let loss: Value
  let parameters: [Value]

  var testDescription: String { name }

  static let rows = RowSpace(0)

  static func all() throws -> [Network] {
    try [
      dense(), convolution(pooling: "max_pool"), convolution(pooling: "average_pool"),
      crossEntropy(), layerNorm(),
    ]
  }

  /// Two dense layers with relu and a mean squared error.
  static func dense(inputs: Int = 6, hidden: Int = 8, capacity: Int = 4) throws -> Network {
    var trial = Trial(capacities: [capacity])
    let x = trial.input("x", TensorType(rows: rows, [inputs]))
    let target = trial.input("target", TensorType(rows: rows, [1]))
    let (first, a, b) = try trial.dense(x, inputs, hidden, "first")
    let activated = try trial.graph.emit(operation("relu"), first)
    let (second, c, d) = try trial.dense(activated, hidden, 1, "second")
    let difference = try trial.graph.subtract(second, target)
    let loss = try trial.graph.mean(trial.graph.multiply(difference, difference), to: .scalar)
    return Network(name: "dense", trial: trial, loss: loss, parameters: [a, b, c, d])
  }

  /// A convolution with bias and relu, a pooling and a sum.
  static func convolution(pooling: String) throws -> Network {
    var trial = Trial()
    let picture = TensorType(rows: rows, [5, 4, 2])
    let x = trial.input("x", picture)
    let weights = trial.variable("weights", TensorType([3, 2, 2, 3]))
    let bias = trial.variable("bias", TensorType([3]))
    let convolved = try trial.graph.emit(operation("convolution", sample: 2), x, weights)
    let type = trial.graph.type(of: convolved)
    let sum = try trial.graph.add(convolved, trial.graph.broadcast(bias, to: type))
    let activated = try trial.graph.emit(operation("relu"), sum)
    let pooled = try trial.graph.emit(operation(pooling), activated)
    let loss = try trial.graph.mean(
      trial.graph.emit(operation("square"), pooled), to: .scalar)
    return Network(name: pooling, trial: trial, loss: loss, parameters: [weights, bias])
  }

  /// A dense layer with cross entropy, some labels absent.
  static func crossEntropy() throws -> Network {
    var trial = Trial()
    let x = trial.input("x", TensorType(rows: rows, [6]))
    let labels = trial.input("labels", TensorType(rows: rows, []), classes: 3)
    let (logits, a, b) = try trial.dense(x, 6, 3, "head")
    let losses = try trial.graph.emit(operation("cross_entropy"), logits, labels)
    let loss = try trial.graph.mean(losses, to: .scalar)
    return Network(name: "cross entropy", trial: trial, loss: loss, parameters: [a, b])
  }

  /// A layer norm by composition over a dense layer, and a softmax.
  static func layerNorm() throws -> Network {
    var trial = Trial()
    let x = trial.input("x", TensorType(rows: rows, [6]))
    let (y, a, b) = try trial.dense(x, 6, 4, "first")
    let (type, perRow) = (TensorType(rows: rows, [4]), TensorType(rows: rows, []))
    let mean = try trial.graph.mean(y, to: perRow)
    let centred = try trial.graph.subtract(y, trial.graph.broadcast(mean, to: type))
    let squares = try trial.graph.emit(operation("square"), centred)
    let variance = try trial.graph.offset(trial.graph.mean(squares, to: perRow), by: 1e-3)
    let scale = try trial.graph.emit(operation("reciprocal_square_root"), variance)
    let normal = try trial.graph.multiply(centred, trial.graph.broadcast(scale, to: type))
    let gain = trial.variable("gain", TensorType([4]))
    let scaled = try trial.graph.multiply(normal, trial.graph.broadcast(gain, to: type))
    let shares = try trial.graph.emit(operation("softmax"), scaled)
    let loss = try trial.graph.mean(trial.graph.multiply(shares, shares), to: .scalar)
    return Network(name: "layer norm", trial: trial, loss: loss, parameters: [a, b, gain])
  }
}

extension Trial {
  /// A dense layer; its result, weights and bias.
  mutating func dense(
    _ x: Value, _ inputs: Int, _ width: Int, _ name: String
  ) throws -> (Value, Value, Value) {
    let weights = variable("\(name).weight", TensorType([inputs, width]))
    let bias = variable("\(name).bias", TensorType([width]))
    let product = try graph.emit(operation("matrix_product"), x, weights)
    let result = try graph.add(product, graph.broadcast(bias, to: graph.type(of: product)))
    return (result, weights, bias)
  }
}
