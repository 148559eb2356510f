import MTLCompiler
import MTLGraph
import MTLKernels

/// Binds a plan's instructions to memory and owns what the kernels' structures point to.
final class Binder {
  let instructions: UnsafePointer<BoundInstruction>
  let count: Int
  /// The floats of scratch memory that each thread needs.
  private(set) var scratch = Int(mtl_elementwise_scratch())
  private var allocations: [UnsafeMutableRawPointer] = []
  private var solvers: [BoundSolver] = []

  init(_ plan: Plan, memory: Memory) {
    let bound = UnsafeMutablePointer<BoundInstruction>.allocate(
      capacity: max(plan.instructions.count, 1))
    instructions = UnsafePointer(bound)
    count = plan.instructions.count
    for index in plan.instructions.indices {
      (bound + index).initialize(to: bind(index, plan, memory))
    }
  }

  deinit {
    instructions.deallocate()
    for allocation in allocations { allocation.deallocate() }
  }

  /// Memory with the elements of an array that lives as long as the binder.
  private func store<Element>(_ elements: [Element]) -> UnsafePointer<Element> {
    let stored = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
    for (index, element) in elements.enumerated() { (stored + index).initialize(to: element) }
    allocations.append(UnsafeMutableRawPointer(stored))
    return UnsafePointer(stored)
  }

  private func bind(_ index: Int, _ plan: Plan, _ memory: Memory) -> BoundInstruction {
    let instruction = plan.instructions[index]
    let places = instruction.operands.map { BoundPlace($0, in: memory) }
    let result = BoundPlace(instruction.result, in: memory)
    func place(_ index: Int) -> BoundPlace { places.indices ~= index ? places[index] : result }
    return BoundInstruction(
      body: body(of: index, places, plan, memory), first: place(0), second: place(1),
      third: place(2), fourth: place(3), result: result, lanes: instruction.lanes,
      units: BoundExtent(instruction.units), unitsPerChunk: instruction.unitsPerChunk,
      followers: instruction.followers)
  }

  private func body(
    of index: Int, _ places: [BoundPlace], _ plan: Plan, _ memory: Memory
  ) -> BoundBody {
    let instruction = plan.instructions[index]
    switch instruction.body {
    case .program:
      let sweep = plan.instructions[index...index + instruction.followers]
      guard let program = JoinedProgram(sweep) else {
        preconditionFailure("a program is larger than the planner lets it be")
      }
      return .program(bind(program, lanes: instruction.lanes, memory))
    case .clear(let ranges): return .clear(store(ranges), count: ranges.count)
    case .kernel(let kernel, let hasBias, let appliesRelu):
      return body(of: kernel, hasBias: hasBias, relu: appliesRelu ? 1 : 0, plan) {
        self.operands(places, lanes: instruction.lanes)
      }
    }
  }

  private func bind(_ program: JoinedProgram, lanes: Int, _ memory: Memory) -> BoundProgram {
    let steps = program.steps.map(mtl_elementwise_step.init)
    var translated = mtl_elementwise_program()
    mtl_elementwise_translate(
      steps, Int32(steps.count), Int32(program.operands.count), Int32(program.results.count),
      &translated)
    let operands = (0..<lanes).flatMap { lane in
      program.operands.map {
        mtl_operand(BoundPlace($0.place, in: memory).lane(lane), mode: $0.mode)
      }
    }
    let results = (0..<lanes).flatMap { lane in
      program.results.map { Optional(BoundPlace($0, in: memory).lane(lane)) }
    }
    return BoundProgram(
      program: store([translated]), operands: store(operands),
      operandCount: program.operands.count, results: store(results),
      resultCount: program.results.count)
  }

  private func body(
    of kernel: Kernel, hasBias: Bool, relu: Int32, _ plan: Plan,
    operands: () -> UnsafePointer<UnsafePointer<Float>?>
  ) -> BoundBody {
    switch kernel {
    case .matrixProduct(let shape): product(shape, hasBias: hasBias, relu: relu, plan)
    case .sumColumns(let rows, let columns):
      .sumColumns(rows: BoundExtent(rows), columns: columns)
    case .sumRows(_, let columns): .sumRows(columns: BoundExtent(columns))
    case .columnMoments(let rows, let columns):
      .columnMoments(rows: BoundExtent(rows), columns: columns)
    case .standardize(_, let columns): .standardize(columns: columns, relu: relu)
    case .standardizeSums(let rows, let columns):
      .standardizeSums(rows: BoundExtent(rows), columns: columns)
    case .softmax(_, let columns): .softmax(columns: columns)
    case .logSumExp(_, let columns): .logSumExp(columns: columns)
    case .crossEntropy(_, let columns): .crossEntropy(columns: columns)
    case .crossEntropyGradient(_, let columns): .crossEntropyGradient(columns: columns)
    case .convolution(let shape, _):
      .convolution(convolution(shape), hasBias: hasBias, relu: relu)
    case .convolutionInputGradient(let shape, _): .convolutionInputGradient(convolution(shape))
    case .convolutionWeightGradient(let shape, let images, let shares):
      .convolutionWeightGradient(
        convolution(shape), images: BoundExtent(images), shares: shares)
    case .maxPool(let shape, _): .maxPool(mtl_pooling(shape))
    case .maxPoolGradient(let shape, _): .maxPoolGradient(mtl_pooling(shape))
    case .averagePool(let shape, _): .averagePool(mtl_pooling(shape))
    case .averagePoolGradient(let shape, _): .averagePoolGradient(mtl_pooling(shape))
    case .runningSum(_, let columns, let isFromEnd):
      .runningSum(columns: columns, isFromEnd: isFromEnd)
    case .joinColumns(_, let widths):
      .joinColumns(
        BoundColumnJoin(
          widths: store(widths), operands: operands(), operandCount: widths.count,
          width: widths.reduce(0, +)))
    case .takeColumns(_, let width, let offset, let count):
      .columns(
        BoundColumns(
          source: .init(width: width, offset: offset), target: .init(width: count, offset: 0),
          count: count, clears: false))
    case .placeColumns(_, let width, let offset, let count):
      .columns(
        BoundColumns(
          source: .init(width: count, offset: 0), target: .init(width: width, offset: offset),
          count: count, clears: true))
    case .lookUpRows(_, let entries, let width):
      .lookUpRows(entries: BoundExtent(entries), width: width)
    case .addToRows(let rows, _, let width): .addToRows(places: BoundExtent(rows), width: width)
    case .firstPlaces(let places, let entries): firstPlaces(places, entries: entries)
    case .keepFirst: .keepFirst
    case .replaceRows(let rows, _, let width): .replaceRows(places: BoundExtent(rows), width: width)
    case .sumBlocks(let map, _):
      .sumBlocks(
        store([
          mtl_block_map(
            block: Int64(map.blockSize), source_blocks: Int64(map.sourceCount),
            target_blocks: Int64(map.targetCount), starts: store(map.starts),
            sources: store(map.sources))
        ]))
    case .moveRows(let move, let parts, let perRow):
      .moveRows(
        BoundRowMove(
          move: move, parts: store(parts.map { BoundExtent(Extent(perRow, rows: $0)) }),
          partCount: parts.count, operands: operands(),
          operandCount: move == .join ? parts.count : 1))
    case .sequence(let kernel, let shape): sequence(kernel, shape, operands())
    case .rowPairs(let comparison, let rows, let columns):
      .rowPairs(comparison, rows: BoundExtent(rows), columns: columns)
    case .layerNorm(let kernel, let shape): .layerNorm(kernel, mtl_layer_norm(shape))
    case .gelu(let isGradient, _): .gelu(isGradient: isGradient)
    case .laneProducts(let parts, let lanes, let elements):
      .laneProducts(parts: parts, lanes: lanes, elements: BoundExtent(elements))
    case .solve(let solver, let counts): .solve(bind(solver, counts, operands()))
    case .constants(let values): .constants(store(values.map { Float($0) }), count: values.count)
    case .rowCount(let rows): .rowCount(BoundExtent(Extent(1, rows: rows)))
    }
  }

  private func product(
    _ shape: MatrixProductShape, hasBias: Bool, relu: Int32, _ plan: Plan
  ) -> BoundBody {
    let product = BoundProduct(
      template: mtl_matrix_product(shape, relu: relu), m: BoundExtent(shape.m),
      k: BoundExtent(shape.k))
    var largest = plan.rowCapacities.withUnsafeBufferPointer { capacities in
      capacities.baseAddress.map { product.shape($0) } ?? product.template
    }
    largest.k = Int64(shape.k.count(plan.rowCapacities))
    scratch = max(scratch, Int(mtl_matrix_product_scratch(&largest)))
    return .matrixProduct(product, hasBias: hasBias)
  }

  private func bind(
    _ solver: AnySmallSolver, _ counts: [Int],
    _ operands: UnsafePointer<UnsafePointer<Float>?>
  ) -> Unmanaged<BoundSolver> {
    let bound = BoundSolver.bind(solver.solver, operands: operands, counts: counts)
    solvers.append(bound)
    return Unmanaged.passUnretained(bound)
  }

  private func firstPlaces(_ places: Extent, entries: Int) -> BoundBody {
    scratch = max(scratch, entries)
    return .firstPlaces(places: BoundExtent(places), entries: entries)
  }

  /// The operands of all lanes, one lane after another.
  private func operands(
    _ places: [BoundPlace], lanes: Int
  ) -> UnsafePointer<UnsafePointer<Float>?> {
    store(
      (0..<lanes).flatMap { lane in places.map { UnsafePointer<Float>?($0.lane(lane)) } })
  }

  private func sequence(
    _ kernel: SequenceKernel, _ shape: SequenceShape,
    _ operands: UnsafePointer<UnsafePointer<Float>?>
  ) -> BoundBody {
    var sizes = mtl_sequence(shape)
    scratch = max(scratch, Int(mtl_sequence_scratch(&sizes)))
    return .sequence(
      BoundSequence(
        kernel: kernel, shape: store([sizes]), operands: operands,
        operandCount: kernel.operandCount))
  }

  private func convolution(_ shape: ConvolutionShape) -> mtl_convolution {
    var convolution = mtl_convolution(shape)
    scratch = max(scratch, Int(mtl_convolution_scratch(&convolution)))
    return convolution
  }
}
