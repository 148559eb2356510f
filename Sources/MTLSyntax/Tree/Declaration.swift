import MTLSource

/// One declaration of a file.
package struct Declaration: Sendable {
  /// What a declaration is.
  package indirect enum Kind: Sendable {
    case model(Name)
    case imported(Import)
    case constant(Constant)
    case data(Data)
    case columns(ColumnSet)
    case input(Input)
    case block(Block)
    case shared(Shared)
    case task(LearningTask)
    case parameters(Parameters)
    case weighting([Expression], keyword: SourceRange)
    case settings(Settings)
    /// Tokens that no declaration takes; a diagnostic has said so.
    case malformed
  }

  package let kind: Kind
  package let range: SourceRange
  /// The lines of `///` comments that stand before it, without the slashes.
  package let documentation: [String]

  package init(kind: Kind, range: SourceRange, documentation: [String]) {
    self.kind = kind
    self.range = range
    self.documentation = documentation
  }

  /// `import trunk, digits as numbers from "other.mtl"`.
  package struct Import: Sendable {
    /// One imported declaration and its new name.
    package struct Item: Sendable {
      package let name: Name
      package let alias: Name?

      package init(name: Name, alias: Name?) {
        self.name = name
        self.alias = alias
      }
    }
    package let items: [Item]
    package let file: Expression

    package init(items: [Item], file: Expression) {
      self.items = items
      self.file = file
    }
  }

  /// `const width = 64`.
  package struct Constant: Sendable {
    package let name: Name
    package let value: Expression

    package init(name: Name, value: Expression) {
      self.name = name
      self.value = value
    }
  }

  /// `data digits from csv("digits.csv") { ... }`.
  package struct Data: Sendable {
    package let name: Name
    package let source: Call
    package let lines: [DataLine]
    package let body: SourceRange

    package init(name: Name, source: Call, lines: [DataLine], body: SourceRange) {
      self.name = name
      self.source = source
      self.lines = lines
      self.body = body
    }
  }

  /// `columns survey { ... }`.
  package struct ColumnSet: Sendable {
    package let name: Name
    package let lines: [DataLine]

    package init(name: Name, lines: [DataLine]) {
      self.name = name
      self.lines = lines
    }
  }

  /// `input student from math.features, portuguese.features`.
  package struct Input: Sendable {
    package let name: Name
    package let sources: [Path]

    package init(name: Name, sources: [Path]) {
      self.name = name
      self.sources = sources
    }
  }

  /// `block expert(width: Int, activation: Layer = relu) { ... }`.
  package struct Block: Sendable {
    /// One compile-time parameter with its type and default.
    package struct Parameter: Sendable {
      package let name: Name
      package let type: TypeReference
      package let defaultValue: Expression?

      package init(name: Name, type: TypeReference, defaultValue: Expression?) {
        self.name = name
        self.type = type
        self.defaultValue = defaultValue
      }
    }
    package let name: Name
    package let parameters: [Parameter]
    package let body: Body

    package init(name: Name, parameters: [Parameter], body: Body) {
      self.name = name
      self.parameters = parameters
      self.body = body
    }
  }

  /// `shared trunk(digits.image) using mmoe(experts: 8) { ... }`.
  package struct Shared: Sendable {
    package let name: Name
    package let inputs: [Path]
    package let sharing: Call?
    package let body: Body

    package init(name: Name, inputs: [Path], sharing: Call?, body: Body) {
      self.name = name
      self.inputs = inputs
      self.sharing = sharing
      self.body = body
    }
  }

  /// `auxiliary task redraw(trunk) for x in list { ... }`.
  package struct LearningTask: Sendable {
    /// One variable of a family and what it runs through.
    package struct Iteration: Sendable {
      package let variable: Name
      package let domain: Expression

      package init(variable: Name, domain: Expression) {
        self.variable = variable
        self.domain = domain
      }
    }
    package let name: Name
    package let isAuxiliary: Bool
    package let inputs: [Path]
    package let iterations: [Iteration]
    package let body: Body

    package init(
      name: Name, isAuxiliary: Bool, inputs: [Path], iterations: [Iteration], body: Body
    ) {
      self.name = name
      self.isAuxiliary = isAuxiliary
      self.inputs = inputs
      self.iterations = iterations
      self.body = body
    }
  }

  /// `parameters trunk { freeze 2 epochs }`.
  package struct Parameters: Sendable {
    package let path: Path
    package let clauses: [Clause]

    package init(path: Path, clauses: [Clause]) {
      self.path = path
      self.clauses = clauses
    }
  }

  /// `train { ... }`, `compare { ... }` or `tune { ... }`.
  package struct Settings: Sendable {
    /// The word that the block begins with.
    package enum Kind: String, Sendable {
      case train
      case compare
      case tune
    }
    package let kind: Kind
    package let keyword: SourceRange
    package let clauses: [Clause]

    package init(kind: Kind, keyword: SourceRange, clauses: [Clause]) {
      self.kind = kind
      self.keyword = keyword
      self.clauses = clauses
    }
  }
}

/// One line of a data block.
package struct DataLine: Sendable {
  /// What a column is for.
  package enum Role: String, Sendable {
    case feature
    case label
    case column
  }

  /// `x1..x28`, one name, or `*`.
  package struct Span: Sendable {
    /// `nil` for `*`.
    package let first: Name?
    package let last: Name?
    package let range: SourceRange

    package init(first: Name?, last: Name?, range: SourceRange) {
      self.first = first
      self.last = last
      self.range = range
    }
  }

  /// What a line is.
  package enum Kind: Sendable {
    case columns(Role, spans: [Span], type: Call?, value: Expression?)
    case use(Name)
    case split(Call)
    case malformed
  }

  package let kind: Kind
  package let range: SourceRange
  /// The word that the line begins with.
  package let keyword: SourceRange

  package init(kind: Kind, range: SourceRange, keyword: SourceRange) {
    self.kind = kind
    self.range = range
    self.keyword = keyword
  }
}

/// One setting: a word and what belongs to it, such as `batch 64` or `methods equal, dwa -> pcgrad`.
package struct Clause: Sendable {
  package let word: Name
  /// The comma-separated values, each a pipeline of one or more stages.
  package let values: [[Expression]]
  package let range: SourceRange

  package init(word: Name, values: [[Expression]], range: SourceRange) {
    self.word = word
    self.values = values
    self.range = range
  }
}
