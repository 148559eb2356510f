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
  /// Whether the classes stand in an order, so that the middle one counts as predicted.
  private let isOrdered: Bool
  /// Row after row: probabilities, or numbers in the file's units.
  package private(set) var values: [Double] = []
  private let output: Int
  private let scale: UnitScale
  /// The number of words of each row of the table, where the output has a class for each.
  private let wordCounts: [Int]?
  private var rows: [Int32] = []

  private init(
    _ output: CheckedOutput, index: Int, width: Int, encoding: ColumnEncoding?, wordCounts: [Int]?
  ) {
    name = output.name
    self.width = width
    classes = output.transform.givesClasses ? encoding?.classes : nil
    isOrdered = output.transform.isOrdered
    self.output = index
    scale = UnitScale(encoding)
    self.wordCounts = wordCounts
  }

  /// The number of places of a row that have a class.
  package func placeCount(row: Int) -> Int {
    let places = width / max(classes?.count ?? 1, 1)
    return min(wordCounts?[Int(rows[row])] ?? places, places)
  }

  /// The number of the class that the probabilities of a place predict.
  package func predictedClass(of probabilities: ArraySlice<Double>) -> Int {
    Predictions.predictedClass(of: probabilities, isOrdered: isOrdered)
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
          output, index: index, width: runner.executor.outputSlot(index).type.elementsPerRow,
          encoding: encoding, wordCounts: isOfWords ? source?.wordCounts : nil)
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
