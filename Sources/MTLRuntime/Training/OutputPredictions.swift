import MTLCatalogue
import MTLCompiler
import MTLData
import MTLGraph
import MTLSemantics

/// What one output of a model predicts for the rows of a table.
package struct OutputPredictions: Sendable {
  /// The column's name.
  package let name: String
  /// The numbers of a row.
  package let width: Int
  /// The classes, where the output is a probability for each.
  package let classes: [String]?
  /// Row after row: probabilities, or numbers in the file's units.
  package private(set) var values: [Double] = []
  private let output: Int
  private let scale: UnitScale
  /// The number of words of each row of the table, where the output has a class for each.
  private let wordCounts: [Int]?
  private var rows: [Int32] = []

  private init(
    name: String, width: Int, classes: [String]?, output: Int, scale: UnitScale, wordCounts: [Int]?
  ) {
    self.name = name
    self.width = width
    self.classes = classes
    self.output = output
    self.scale = scale
    self.wordCounts = wordCounts
  }

  /// The number of places of a row that have a class.
  package func placeCount(row: Int) -> Int {
    let places = width / max(classes?.count ?? 1, 1)
    return min(wordCounts?[Int(rows[row])] ?? places, places)
  }

  /// The outputs that a model's tasks have for the rows of one table, auxiliary tasks left out,
  /// without any row.
  static func all(
    of model: CheckedModel, table: Int, tables: [DataTable], runner: GraphRunner
  ) -> [OutputPredictions] {
    model.tasks.filter { !$0.isAuxiliary }.flatMap { task in
      task.outputs.compactMap { output -> OutputPredictions? in
        let prediction = TaskPrediction(value: output.prediction, transform: output.transform)
        guard
          let index = runner.executor.outputIndex(of: prediction.outputName(task.name)),
          let rows = runner.executor.outputSlot(index).type.rows, runner.has(rows, rowsOf: table)
        else { return nil }
        let source = output.target.flatMap { target in tables.first { $0.name == target.data } }
        let encoding = output.target.flatMap { source?.encoding(of: $0.label) }
        let isOfWords = output.target.map { source?.hasPlaces($0.label) ?? false } ?? false
        return OutputPredictions(
          name: output.name, width: runner.executor.outputSlot(index).type.elementsPerRow,
          classes: encoding?.classes, output: index, scale: UnitScale(encoding),
          wordCounts: isOfWords ? source?.wordCounts : nil)
      }
    }
  }

  /// Adds the rows of the batch that the runner has just run.
  mutating func add(rows: ArraySlice<Int32>, runner: GraphRunner) {
    self.rows += rows
    runner.executor.withOutput(output) { numbers in
      for index in 0..<rows.count * width { values.append(scale.plain(Double(numbers[index]))) }
    }
  }
}
