import MTLCompiler
import MTLData
import MTLFormats
import MTLRuntime
import MTLSemantics
import MTLSource
import MTLSyntax

/// The model of a run without the data that it was trained on: to predict.
package struct Predictor {
  private let saved: SavedRun
  private let model: CheckedModel

  /// Reads the spec and the record of a run.
  package init(_ path: String, options: RunOptions) throws(Failure) {
    saved = try SavedRun(path, options: options)
    let result = Checker.check(saved.program, facts: saved.record.facts)
    guard let model = result.model else { throw Failure(result.diagnostics) }
    self.model = model
  }

  /// What the best epoch predicts for the rows of a file, as comma-separated text.
  ///
  /// The file stands for the model's first data set; tasks that read others have no part in it.
  /// One column for each output: the most probable class, the probability of a flag, or a number in
  /// the units of the training file; a value of several numbers has a column for each. A class for each
  /// word or place is one cell, with blanks between the classes.
  ///
  /// - Parameter withProbabilities: Whether a column for the probability of each class follows.
  package func predict(_ path: String, withProbabilities: Bool) throws(Failure) -> String {
    let table = try read(path)
    let spec = LoadedSpec(
      program: saved.program, model: model, tables: [table], facts: saved.record.facts,
      diagnostics: [])
    let session = try Driver.session(
      try Driver.compile(spec), spec, options: saved.options)
    do {
      try session.load(saved.folder.best)
    } catch {
      throw Failure(error)
    }
    let outputs = session.predict(table: 0, rows: (0..<table.rowCount).map { Int32($0) })
    return PredictionText(outputs: outputs, withProbabilities: withProbabilities)
      .text(rows: table.rowCount)
  }

  /// Reads a file as the run's first data set, encoded as that was.
  private func read(_ path: String) throws(Failure) -> DataTable {
    guard let data = model.dataSets.first, let facts = saved.record.facts.dataSets[data.name] else {
      throw Failure("`\(saved.folder.record)` says nothing of the model's data")
    }
    let location = DataLocation(specDirectory: ".", dataRoot: nil, allowsOutside: true)
    let (table, diagnostics) = DataReader.read(
      data, sources: saved.program.sources, location: location, facts: facts, path: path,
      labelsAreOptional: true)
    guard let table else { throw Failure(diagnostics) }
    return table.completed(for: data)
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
    guard let classes = output.classes, !classes.isEmpty else {
      return numbers.map { "\(Float($0))" }
    }
    let places = (0..<output.placeCount(row: row)).map { place in
      numbers.dropFirst(place * classes.count).prefix(classes.count)
    }
    let names = places.map { classes[output.predictedClass(of: $0)] }
    let probabilities = classes.indices.map { number in
      places.map { "\(Float($0[$0.startIndex + number]))" }.joined(separator: " ")
    }
    return [quoted(names.joined(separator: " "))] + (withProbabilities ? probabilities : [])
  }

  /// A cell in quotes where it needs them.
  private func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
