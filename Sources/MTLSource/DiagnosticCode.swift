/// The stable identity of a kind of diagnostic: a number for tools, a name for people.
///
/// The name is the case's own, so the two cannot drift apart: `classCountMismatch` is
/// `class-count-mismatch`. Hundreds group by subject: 0xx text and syntax, 1xx names and structure,
/// 2xx shapes and layers, 3xx losses and labels, 4xx weighting and sharing, 5xx data, 6xx training.
package enum DiagnosticCode: Int, CaseIterable, Sendable {
  // MARK: Text and syntax
  /// Something stands where the grammar wants something else.
  case syntax = 1
  /// A string or a quoted name does not end on its line.
  case unterminated = 2
  /// A number is not written as numbers are, or no 64-bit value holds it.
  case badNumber = 3
  /// The file is longer than 4 MiB.
  case textTooLong = 4
  /// A name is longer than 256 bytes.
  case nameTooLong = 5
  /// Brackets, braces or operators are nested too deeply.
  case nestedTooDeep = 6
  /// The bytes of the file are not UTF-8 text.
  case invalidUtf8 = 7
  /// A control, zero-width or bidirectional character stands in the text.
  case hiddenCharacter = 8
  /// A character begins no token of the language.
  case strayCharacter = 9
  /// A backslash and what follows it are no escape.
  case badEscape = 10
  /// A string stands in single quotes.
  case singleQuotes = 11
  /// A comment is written as in another language.
  case foreignComment = 12
  /// A closing bracket or brace closes nothing, or something of another kind.
  case strayBracket = 13
  /// A round or square bracket is never closed.
  case unclosedBracket = 14
  /// A brace is never closed.
  case unclosedBrace = 15
  /// The brace that opens a body is missing or on a line of its own.
  case missingBrace = 16
  /// Two elements of a list have no comma between them.
  case missingComma = 17
  /// A comma at a line's end continues a line that should have ended.
  case trailingComma = 18
  /// A name is missing.
  case missingName = 19
  /// A value is missing.
  case missingValue = 20
  /// A sign stands between a word or an argument's name and its value.
  case needlessSign = 21
  /// `=` stands for `==`, or `==` for `=`.
  case confusedEquals = 22
  /// A line begins or ends with `->`.
  case strayArrow = 23
  /// A semicolon separates lines.
  case semicolon = 24
  /// A line begins with a word that begins no declaration.
  case unknownDeclaration = 25
  /// A line of a body begins with a word that begins no such line.
  case unknownLine = 26
  /// The word after a number is no unit of time.
  case unknownUnit = 27
  /// A name is a word of the language.
  case reservedName = 28
  /// Comparisons or ranges follow each other.
  case chainedComparison = 29
  /// A value begins with a plus sign.
  case leadingSign = 30
  /// A blank stands between a number and its percent sign.
  case spacedShare = 31
  /// Something follows where a line should have ended.
  case missingLineEnd = 32

  // MARK: Names and structure
  /// A name that nothing declares.
  case unknownName = 120
  /// A call names a parameter that does not exist.
  case unknownArgument = 121
  /// Two declarations of one name.
  case duplicateDeclaration = 122
  /// A call lacks a parameter that it needs.
  case missingArgument = 123
  /// A parameter is given twice.
  case repeatedArgument = 124
  /// A parameter's value is of the wrong kind or out of its range.
  case wrongArgument = 125
  /// A layer, loss, scheme or the like that the catalogue does not have.
  case unknownEntry = 126
  /// A block uses itself.
  case recursiveBlock = 127
  /// A parameter is given by position instead of by name, or the other way round.
  case misplacedArgument = 128
  /// Declarations need each other in a circle.
  case dependencyCycle = 129
  /// A spec without a task.
  case noTask = 130
  /// A declaration called like something of the language.
  case takenName = 131
  /// A word stands twice where it may stand once.
  case repeatedLine = 132
  /// A setting that the block does not know.
  case unknownSetting = 133
  /// A part of the language that cannot be compiled yet.
  case notYetSupported = 134
  /// A line of a body out of its order.
  case misplacedLine = 135
  /// A body without a step.
  case emptyBody = 136
  /// An expression that has no value when compiling.
  case badConstant = 137
  /// A declaration of a kind that cannot stand where it is named.
  case wrongReference = 138
  /// A value of a body's header that no step reads.
  case unusedInput = 139

  /// A part of a spec that is right, and that this version cannot train yet.
  case cannotTrainYet = 140
  /// A file that an import names and that cannot be had.
  case importMissing = 141
  /// Files that import each other in a circle.
  case importCycle = 142
  /// More imported files than the limit.
  case tooManyImports = 143
  /// A set of columns that no data block takes in.
  case unusedColumnSet = 144
  /// A family of tasks without members, or with too many.
  case familySize = 145
  /// A value inside a body of which a sharing scheme makes copies.
  case valueOfCopy = 146
  /// Sources of an input that do not go together.
  case inputSources = 147
  /// A constant and its values that are not written as such, or do not go together.
  case badVariation = 148
  /// A setting that a block cannot do without.
  case missingSetting = 149

  // MARK: Shapes and layers
  /// A layer's operands do not fit it.
  case shapeMismatch = 220
  /// A value does not have the type that a step asserts.
  case assertedType = 221
  /// A record reaches a layer that takes numbers.
  case recordNotEncoded = 222
  /// A step that takes a record gets something else.
  case nothingToEncode = 223
  /// A body where a layer takes none, or none where it takes one.
  case bodyMismatch = 224
  /// Too few or too many further operands.
  case operandCount = 225
  /// A body that unfolds to more steps than the limit.
  case tooManySteps = 226
  /// A value or a weight with more elements than can be held.
  case tooLarge = 227
  /// A step that combines rows of different data sets.
  case mixedRows = 228
  /// Tokens reach a layer that takes numbers.
  case tokensNotRead = 229
  /// A step that reads tokens gets something else.
  case tokensWanted = 230

  // MARK: Losses and labels
  /// A head has another number of classes than its label.
  case classCountMismatch = 304
  /// A prediction does not have the shape or kind that the loss takes.
  case predictionMismatch = 305
  /// A loss or metric does not take labels of this kind.
  case labelKindMismatch = 306
  /// A task without a loss.
  case missingLoss = 307
  /// A loss, metric or output that is not written as one.
  case malformedResult = 308
  /// A metric whose label has to be given.
  case metricWithoutLabel = 309
  /// A label of another data set than the prediction's rows.
  case foreignLabel = 310
  /// A mask whose shape is not that of its label's first dimensions.
  case maskShape = 311
  /// A weight of rows that is no column of numbers beside the label.
  case badWeight = 312
  /// Two metrics that reports would call the same.
  case sameMetricName = 313
  /// Only the data tell whether a head has as many classes as its label.
  case classCountUnknown = 314
  /// A label that is scaled where a loss takes counts as they are.
  case scaledLabel = 315

  // MARK: Weighting and sharing
  /// A weight for a task that does not exist.
  case unknownTask = 402
  /// A scheme that combines gradients where no parameters are shared.
  case nothingShared = 403
  /// Stages of a weighting in an order that makes no sense.
  case weightingOrder = 404
  /// A scheme that needs losses above 0 and a loss that can be negative.
  case negativeLoss = 405
  /// A scheme that goes by metrics and a task without one that it can take.
  case metricWanted = 406

  // MARK: Data
  /// A column that no line of the block declares.
  case undeclaredColumn = 501
  /// A column that needs a type and has none.
  case untypedColumn = 502
  /// Operands of an expression over columns that do not go together.
  case expressionType = 503
  /// A column made of more or fewer numbers than its type has.
  case elementCount = 504
  /// A line that needs a header, or names columns in a way that cannot be counted.
  case badColumnSpan = 505
  /// A file that is not there.
  case fileMissing = 510
  /// A file that cannot be read.
  case fileUnreadable = 511
  /// A path that leads outside the spec's folder.
  case pathOutside = 512
  /// A data set, or the part of it that trains, without rows.
  case emptyData = 514
  /// Shares of a split that leave nothing to train.
  case splitShares = 516
  /// A column that the file does not have.
  case columnMissing = 520
  /// A cell that cannot be read as its column's type.
  case cellUnreadable = 521
  /// A class that the column's type does not have.
  case classUndeclared = 522
  /// A file with more or fewer columns than the block declares.
  case columnCount = 524
  /// Two columns of one name.
  case duplicateColumn = 525
  /// A label below 0 where a loss takes counts.
  case negativeLabel = 526

  // MARK: Training
  /// A monitor that no task reports.
  case unknownMonitor = 601
  /// Two settings that exclude each other.
  case conflictingSettings = 602
  /// A setting that has nothing to work on.
  case idleSetting = 603

  /// The number and the name.
  package var identity: DiagnosticIdentity { DiagnosticIdentity(rawValue, name) }

  /// The code as tools print it, such as `MTL304`.
  package var id: String { identity.id }

  /// The name as people read it, such as `class-count-mismatch`.
  package var name: String {
    var result = ""
    for character in String(describing: self) {
      if character.isUppercase { result += "-" }
      result += character.lowercased()
    }
    return result
  }

  /// How much a diagnostic of this kind weighs unless it says otherwise.
  package var severity: Diagnostic.Severity {
    switch self {
    case .unusedInput, .unusedColumnSet, .idleSetting: .warning
    case .cannotTrainYet, .classCountUnknown: .note
    default: .error
    }
  }

  /// Finds a code by its number (`MTL304`, `mtl304`, `304`) or its name.
  package init?(_ text: String) {
    guard let code = DiagnosticCode.allCases.first(where: { $0.identity.isCalled(text) }) else {
      return nil
    }
    self = code
  }
}
