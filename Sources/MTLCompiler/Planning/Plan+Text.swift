import MTLGraph

extension Plan {
  /// The plan as text: one instruction a line, then inputs, outputs and sizes.
  ///
  ///     0: [32] = matrixProduct+bias+relu [48], [0], [16] for 1 x rows 0 by 32  // trunk.dense
  package func dump() -> String {
    var lines = instructions.enumerated().map { "\($0): \($1.dump())" }
    lines += inputs.sorted { $0.key < $1.key }.map { "input \"\($0)\" at \($1.text)" }
    lines += outputs.sorted { $0.key < $1.key }.map { "output \"\($0)\" at \($1.text)" }
    lines.append("memory \(arenaEnd), variables \(variableEnd), rows \(rowCapacities)")
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Slot {
  fileprivate var text: String { "\(place.text) : \(type.fullDescription)" }
}

extension Extent {
  fileprivate var text: String {
    guard let rows else { return "\(perRow)" }
    return perRow == 1 ? "(rows \(rows.index))" : "(\(perRow) rows \(rows.index))"
  }
}

extension Place {
  fileprivate var text: String {
    "[\(offset)" + (laneStride > 0 ? " by \(laneStride)" : "") + "]"
  }
}

extension Instruction {
  /// The instruction as one line of text.
  package func dump() -> String {
    let head = "\(result.text) = \(name)"
    let tail = origin.map { "  // \($0.name)" } ?? ""
    let repeats = lanes > 1 ? " lanes \(lanes)" : ""
    let size = units.rows.map { "\(units.perRow) x rows \($0.index)" } ?? "\(units.perRow)"
    let sweep = followers > 0 ? " with next \(followers)" : ""
    return "\(head) for \(size)\(repeats) by \(unitsPerChunk)\(sweep)\(tail)"
  }

  /// What the instruction does, without places in memory: `matrixProduct+bias+relu 64x128x64`.
  package var summary: String {
    switch body {
    case .program(let steps, _):
      steps.map(\.operation.rawValue).joined(separator: ", ") + " \(sizeText)"
    case .kernel(.matrixProduct(let shape), _, _):
      "\(kernelName) \(shape.m.text)x\(shape.n)x\(shape.k.text)"
    case .kernel: "\(kernelName) \(sizeText)"
    case .clear(let ranges): "clear \(ranges.reduce(0) { $0 + $1.count })"
    }
  }

  private var sizeText: String { units.text + (lanes > 1 ? " lanes \(lanes)" : "") }

  /// The kernel with what it does on its way out: `matrixProduct+bias+relu`.
  private var kernelName: String {
    guard case .kernel(let kernel, let hasBias, let appliesRelu) = body else { return "" }
    let name = "\(kernel)".prefix { $0 != "(" }
    return name + (hasBias ? "+bias" : "") + (appliesRelu ? "+relu" : "")
  }

  private var name: String {
    switch body {
    case .program(let steps, let modes):
      let reads = zip(operands, modes).map { $0.text + $1.suffix }.joined(separator: ", ")
      return "program(\(reads)) { \(steps.map(\.text).joined(separator: "; ")) }"
    case .kernel: return "\(kernelName) " + operands.map(\.text).joined(separator: ", ")
    case .clear(let ranges):
      return "clear " + ranges.map { "\($0.lowerBound)..<\($0.upperBound)" }.joined(separator: ", ")
    }
  }
}

extension OperandMode {
  fileprivate var suffix: String {
    switch self {
    case .full: ""
    case .scalar: " scalar"
    case .repeat(let length): " repeat \(length)"
    case .stretch(let length): " stretch \(length)"
    }
  }
}

extension ProgramStep {
  fileprivate var text: String {
    let constant = operation.takesConstant ? " \(constant)" : ""
    let operands = [" r\(a)", " r\(b)"].prefix(operation.operandCount).joined()
    return "r\(target) = \(operation.rawValue)\(operands)\(constant)"
  }
}

extension ElementwiseOperation {
  /// How many registers a step reads.
  package var operandCount: Int {
    switch self {
    case .add, .subtract, .multiply, .divide, .maximum, .minimum, .greater, .equal: 2
    case .constant, .randomKeep: 0
    default: 1
    }
  }

  /// Whether a step has a constant.
  var takesConstant: Bool {
    switch self {
    case .scale, .offset, .power, .maximumConstant, .minimumConstant, .constant, .randomKeep: true
    default: false
    }
  }
}
