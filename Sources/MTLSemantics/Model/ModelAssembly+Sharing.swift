import MTLCatalogue
import MTLGraph

/// The copies of a shared body, from which each task's view is mixed.
struct SharedCopies {
  let sharing: any Sharing
  let copies: [Value]
  /// What the gates read, of any shape.
  let gate: Value
  let isProbability: Bool
}

extension ModelAssembly {
  /// Builds a shared declaration as its scheme has it: the body once, or as several copies.
  package func assemble(
    _ name: String, inputs: [CheckedInput], body: CheckedBody, sharing: any Sharing
  ) throws(TypeMismatch) {
    guard sharing.copyCount > 1 || type(of: sharing).givesViews, sharing.isTrainable else {
      return try assemble(name, inputs: inputs, body: body)
    }
    failure = nil
    let notice = onStep
    isBuildingCopy = true
    defer { (onStep, isBuildingCopy) = (notice, false) }
    var copies: [Value] = []
    var areProbabilities = true
    for place in 1...max(sharing.copyCount, 1) {
      let end = try builder.inScope(name) { () throws(TypeMismatch) in
        try builder.inScope("expert_\(place)") { () throws(TypeMismatch) in
          try build(body, inputs: inputs, readsViews: false).0
        }
      }
      guard case .tensor(let tensor, let isProbability) = end else {
        throw TypeMismatch("copies of a body are mixed, and this one ends with \(kindPhrase(end))")
      }
      copies.append(tensor)
      areProbabilities = areProbabilities && isProbability
      define(name, as: end)
      // What one copy shows holds of all.
      onStep = nil
    }
    sharedCopies[name] = SharedCopies(
      sharing: sharing, copies: copies, gate: try gate(of: sharing, inputs),
      isProbability: areProbabilities)
  }

  /// The value that the gates of a scheme read.
  private func gate(
    of sharing: any Sharing, _ inputs: [CheckedInput]
  ) throws(TypeMismatch) -> Value {
    let name = sharing.gate
    let input = name.map { name in inputs.first { $0.name == name } } ?? inputs.first
    if let input, case .tensor(let tensor, _)? = value(of: input.reference) { return tensor }
    let found = input.flatMap { value(of: $0.reference) }.map { phrase($0) } ?? "nothing"
    throw TypeMismatch(
      "the gates of `\(type(of: sharing).name)` read numbers, and `\(input?.name ?? "")` is \(found)",
      help: "make numbers of it in a `shared` declaration before this one")
  }

  /// The value of an input: where its declaration gives views, one that is mixed for the reader.
  func value(
    of reference: InputReference, asView: Bool
  ) throws(TypeMismatch) -> BodyValue? {
    guard asView, case .declaration(let name, nil) = reference, let shared = sharedCopies[name]
    else { return value(of: reference) }
    return try builder.inScope(name) { () throws(TypeMismatch) in
      try builder.inScope("gate") { () throws(TypeMismatch) in
        try recorded(line: 0) { () throws(TypeMismatch) in
          let view = try shared.sharing.view(of: shared.copies, gate: shared.gate, in: builder)
          builder.setPlaceMask(shared.copies.first.flatMap(builder.placeMask), of: view)
          return .tensor(view, isProbability: shared.isProbability)
        }
      }
    }
  }
}
