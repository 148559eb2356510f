import MTLData
import MTLFormats
import MTLRuntime
import MTLSemantics

extension FinishedRun {
  /// What the run's model predicts for the rows of a file, as comma-separated text.
  ///
  /// The file stands for the model's first data set; tasks that read others have no part in it.
  /// One column for each output: the most probable class, the probability of a flag, or a number in
  /// the units of the training file; a value of several numbers has a column for each.
  ///
  /// - Parameter withProbabilities: Whether a column for the probability of each class follows.
  package func predict(_ path: String, withProbabilities: Bool) throws(Failure) -> String {
    guard let data = spec.model.dataSets.first else { throw Failure("the model reads no data") }
    let location = DataLocation(specDirectory: ".", dataRoot: nil, allowsOutside: true)
    let (table, diagnostics) = DataReader.read(
      data, source: spec.source, location: location, facts: record.facts.dataSets[data.name],
      path: path, labelsAreOptional: true)
    guard let table else { throw Failure(diagnostics) }
    var tables = spec.tables
    tables[0] = table
    let session = TrainingSession(
      session.compiled, tables: tables, threads: 1, instructionSet: session.instructionSet)
    do {
      try session.load(folder.best)
    } catch {
      throw Failure(error)
    }
    let outputs = session.predict(table: 0, rows: (0..<table.rowCount).map { Int32($0) })
    return PredictionText(outputs: outputs, withProbabilities: withProbabilities)
      .text(rows: table.rowCount)
  }
}

/// Predictions as comma-separated text.
struct PredictionText {
  let outputs: [OutputPredictions]
  let withProbabilities: Bool

  /// The header and one line a row.
  func text(rows: Int) -> String {
    var text = outputs.flatMap { header(of: $0) }.map { quoted($0) }.joined(separator: ",") + "\n"
    for row in 0..<rows {
      text += outputs.flatMap { cells(of: $0, row: row) }.joined(separator: ",")
      text += "\n"
    }
    return text
  }

  private func header(of output: OutputPredictions) -> [String] {
    if let classes = output.classes {
      return [output.name]
        + (withProbabilities ? classes.map { "\(output.name)[\($0)]" } : [])
    }
    return output.width == 1 ? [output.name] : (0..<output.width).map { "\(output.name)[\($0)]" }
  }

  private func cells(of output: OutputPredictions, row: Int) -> [String] {
    let numbers = output.values[row * output.width..<(row + 1) * output.width]
    let plain = numbers.map { "\(Float($0))" }
    guard let classes = output.classes else { return plain }
    let best = numbers.indices.max { numbers[$0] < numbers[$1] } ?? numbers.startIndex
    let name = classes.isEmpty ? "" : classes[best - numbers.startIndex]
    return [quoted(name)] + (withProbabilities ? plain : [])
  }

  /// A cell in quotes where it needs them.
  private func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
