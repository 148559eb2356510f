import MTLCatalogue
import MTLSemantics

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension RowEvaluator {
  /// The value of a function; of one that lacks arguments, missing.
  func call(
    _ function: RowExpression.Function, _ arguments: [RowExpression]
  ) -> ColumnValues {
    switch function {
    case .abs: mapped(arguments) { Swift.abs($0) }
    case .sqrt: mapped(arguments) { $0.squareRoot() }
    case .exp: mapped(arguments) { exp($0) }
    case .log: mapped(arguments) { log($0) }
    case .log1p: mapped(arguments) { log1p($0) }
    case .round: mapped(arguments) { $0.rounded(.toNearestOrAwayFromZero) }
    case .floor: mapped(arguments) { $0.rounded(.down) }
    case .pow: folded(arguments) { pow($0, $1) }
    case .min: folded(arguments) { Swift.min($0, $1) }
    case .max: folded(arguments) { Swift.max($0, $1) }
    case .select: selected(arguments)
    case .isMissing: missing(arguments)
    case .lower: lowered(arguments)
    case .count: wordCounts(arguments)
    case .startsWith: related(arguments) { $0.hasPrefix($1) }
    case .contains: related(arguments) { $1.isEmpty || $0.contains($1) }
    }
  }

  /// The number of words in each text: what blanks divide it into, or as its source knows them.
  private func wordCounts(_ arguments: [RowExpression]) -> ColumnValues {
    guard let first = arguments.first else { return .missing(.number, count: rowCount) }
    let texts = texts(first)
    let counts = texts.names.map { Double(WordText.atBlanks($0).count) }
    return .numbers(texts.codes.map { $0 < 0 ? .nan : counts[Int($0)] })
  }

  /// Applies a function of one number.
  private func mapped(
    _ arguments: [RowExpression], _ body: (Double) -> Double
  ) -> ColumnValues {
    guard let first = arguments.first else { return .missing(.number, count: rowCount) }
    return .numbers(
      numbers(first).map { number in
        let value = body(number)
        return value.isFinite ? value : .nan
      })
  }

  /// Applies a function of two numbers from the first to the last.
  private func folded(
    _ arguments: [RowExpression], _ body: (Double, Double) -> Double
  ) -> ColumnValues {
    guard let first = arguments.first else { return .missing(.number, count: rowCount) }
    return .numbers(
      arguments.dropFirst().reduce(numbers(first)) { calculated($0, numbers($1), body) })
  }

  /// The second argument where the first is true, the third where it is false.
  private func selected(_ arguments: [RowExpression]) -> ColumnValues {
    guard arguments.count == 3 else { return .missing(.number, count: rowCount) }
    let choice = flags(arguments[0])
    switch (evaluate(arguments[1]), evaluate(arguments[2])) {
    case (.texts(let yes), .texts(let no)):
      return .texts(selected(choice, yes, no))
    case (.flags(let yes), .flags(let no)):
      return .flags(choice.indices.map { choice[$0] < 0 ? -1 : choice[$0] == 1 ? yes[$0] : no[$0] })
    case (let lhs, let rhs):
      let (yes, no) = (lhs.asNumbers(count: rowCount), rhs.asNumbers(count: rowCount))
      return .numbers(
        choice.indices.map { choice[$0] < 0 ? .nan : choice[$0] == 1 ? yes[$0] : no[$0] })
    }
  }

  private func selected(_ choice: [Int8], _ yes: TextValues, _ no: TextValues) -> TextValues {
    var names: [String] = []
    var codeOfName: [String: Int32] = [:]
    let codes = (yes.names + no.names).map { name -> Int32 in
      if let code = codeOfName[name] { return code }
      let code = Int32(names.count)
      codeOfName[name] = code
      names.append(name)
      return code
    }
    let selected = choice.indices.map { row -> Int32 in
      if choice[row] < 0 { return -1 }
      let (code, start) = choice[row] == 1 ? (yes.codes[row], 0) : (no.codes[row], yes.names.count)
      return code < 0 ? -1 : codes[start + Int(code)]
    }
    return TextValues(codes: selected, names: names)
  }

  /// Whether rows have no value.
  private func missing(_ arguments: [RowExpression]) -> ColumnValues {
    guard let first = arguments.first else { return .missing(.flag, count: rowCount) }
    let values = evaluate(first)
    return .flags((0..<rowCount).map { values.isPresent($0) ? 0 : 1 })
  }

  /// Texts in small letters.
  private func lowered(_ arguments: [RowExpression]) -> ColumnValues {
    guard let first = arguments.first else { return .missing(.text, count: rowCount) }
    let values = texts(first)
    return .texts(TextValues(codes: values.codes, names: values.names.map { $0.lowercased() }))
  }

  /// A relation of two texts, decided once for each pair of distinct ones.
  private func related(
    _ arguments: [RowExpression], _ body: (String, String) -> Bool
  ) -> ColumnValues {
    guard arguments.count == 2 else { return .missing(.flag, count: rowCount) }
    let (lhs, rhs) = (texts(arguments[0]), texts(arguments[1]))
    var known: [Int64: Int8] = [:]
    return .flags(
      (0..<rowCount).map { row in
        let (left, right) = (lhs.codes[row], rhs.codes[row])
        if left < 0 || right < 0 { return -1 }
        let pair = Int64(left) << 32 | Int64(right)
        if let flag = known[pair] { return flag }
        let flag: Int8 = body(lhs.names[Int(left)], rhs.names[Int(right)]) ? 1 : 0
        known[pair] = flag
        return flag
      })
  }
}
