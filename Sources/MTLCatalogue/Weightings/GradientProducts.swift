import MTLGraph

extension ModelBuilder {
  /// The inner products of all tasks' gradients, a square matrix, where nothing else is asked of them.
  ///
  /// - Parameter blocks: Matrices of inner products that are to be added up, and the tasks that the rows
  ///   of each stand for.
  package func gradientProducts(
    of blocks: [(products: Value, tasks: [Int])], tasks: Int
  ) throws(TypeMismatch) -> Value {
    let solver = GradientProductsSolver(blocks: blocks.map(\.tasks), tasks: tasks)
    let products = try graph.emit(Solve(solver), blocks.map(\.products))
    return try graph.slice(products, at: 0, dims: [tasks, tasks])
  }
}

/// Adds blocks of inner products up.
///
/// Operands: the blocks. Result: the square matrix of all tasks.
struct GradientProductsSolver: SmallSolver {
  let blocks: [[Int]]
  let tasks: Int

  var name: String { "gradient_products" }
  var resultCount: Int { tasks * tasks }

  func accepts(_ operandCounts: [Int]) -> Bool {
    SquareMatrix.hasBlocks(operandCounts[...], of: blocks)
  }

  func makeWorkspace() -> SquareMatrix { SquareMatrix(count: tasks) }

  func solve(
    _ operands: [[Double]], into result: inout [Double], random: RandomKey,
    workspace: inout SquareMatrix
  ) {
    workspace.becomeSum(of: operands, from: 0, tasks: blocks)
    for row in 0..<tasks {
      for column in 0..<tasks { result[row * tasks + column] = workspace[row, column] }
    }
  }
}

extension SquareMatrix {
  /// Whether operands of so many elements are stacks of matrices over some tasks.
  static func hasBlocks(_ counts: ArraySlice<Int>, of tasks: [[Int]]) -> Bool {
    counts.count == tasks.count
      && zip(counts, tasks).allSatisfy { count, members in
        !members.isEmpty && count.isMultiple(of: members.count * members.count)
      }
  }

  /// Becomes the sum of blocks, each a stack of matrices over the tasks that it has.
  ///
  /// - Parameters:
  ///   - operands: The blocks, from the operand of index `first` on.
  ///   - tasks: The tasks that the rows of each block stand for.
  mutating func becomeSum(of operands: [[Double]], from first: Int, tasks: [[Int]]) {
    for row in 0..<count {
      for column in 0..<count { self[row, column] = 0 }
    }
    for (block, members) in tasks.enumerated() {
      let size = members.count
      for start in stride(from: 0, to: operands[first + block].count, by: size * size) {
        for (row, task) in members.enumerated() {
          for (column, other) in members.enumerated() {
            self[task, other] += operands[first + block][start + row * size + column]
          }
        }
      }
    }
  }
}
