import MTLCatalogue
import MTLSource
import MTLSyntax

extension Checker {
  /// The weighting that the file declares, or the default.
  func checkWeighting() -> (stages: [any Weighting], text: String)? {
    for case .weighting(let stages, let keyword) in program.declarations.map({ $0.kind }) {
      guard let first = stages.first, let last = stages.last else { return nil }
      guard let weightings = weightings(stages, keyword: keyword) else { return nil }
      return (weightings, sources.text(first.range.union(last.range)))
    }
    let type = Registry.defaultWeighting
    return ([type.init(Arguments(defaultsOf: type.parameters))], type.name)
  }

  /// The stages of a chain: what works on losses stands before what works on gradients, once each.
  func weightings(_ stages: [Expression], keyword: SourceRange) -> [any Weighting]? {
    let found = stages.compactMap { weighting($0) }
    guard found.count == stages.count else { return nil }
    for place in found.indices.dropFirst() {
      let (former, latter) = (found[place - 1], found[place])
      switch (type(of: former).level, type(of: latter).level) {
      case (.losses, .gradients): continue
      case (.gradients, .losses):
        reportOrder(stages, place, "works on losses, which have been combined before it")
      case (.losses, .losses):
        reportOrder(stages, place, "works on losses, and so does what stands before it")
      case (.gradients, .gradients):
        reportOrder(stages, place, "works on gradients, and so does what stands before it")
      }
      return nil
    }
    checkConflicts(of: found, stages)
    checkRequirements(of: found, stages)
    checkUpdates(of: found, stages)
    return found
  }

  private func reportOrder(_ stages: [Expression], _ place: Int, _ problem: String) {
    report(
      .weightingOrder, "`\(excerpt(stages[place].range))` \(problem)", at: stages[place].range,
      secondary: [(stages[place - 1].range, "the stage before it")],
      notes: ["a chain weighs losses first, and then combines gradients: `uncertainty -> pcgrad`"])
  }

  /// A scheme that combines gradients needs parameters that several tasks share.
  private func checkConflicts(of weightings: [any Weighting], _ stages: [Expression]) {
    guard let place = weightings.firstIndex(where: { type(of: $0).level == .gradients }),
      !hasErrors, !program.hasErrors, !hasOpenFamily
    else { return }
    let name = type(of: weightings[place]).name
    if tasks.count == 1 {
      return report(
        .nothingShared, "`\(name)` combines the gradients of several tasks, and the spec has one",
        at: stages[place].range, secondary: [(tasks[0].range, "the only task")],
        helps: [.init("use `\(type(of: Registry.plainSum).name)`, or leave the line out")])
    }
    let readers = readerCounts
    guard hasSharedParameters(readers) else {
      return reportNothingShared(name, at: stages[place].range, readers)
    }
    let least = weightings[place].leastTasks
    if tasks.count < least {
      report(
        .wrongArgument, "`\(name)` needs \(least) tasks here, and the spec has \(tasks.count)",
        at: stages[place].range,
        notes: ["what it leaves out of the tasks' gradients would leave too few"],
        helps: [.init("`mtl explain \(name)` says how its arguments ask for tasks")])
    }
  }

  private func reportNothingShared(_ name: String, at range: SourceRange, _ readers: [String: Int])
  {
    let message = "`\(name)` combines gradients of shared parameters, and no two tasks share any"
    guard let bare = shared.first(where: { readers[$0.name, default: 0] > 1 }) else {
      return report(
        .nothingShared, message, at: range,
        secondary: tasks.prefix(2).map { ($0.range, "reads nothing shared") },
        helps: [.init("put layers that several tasks use into a `shared` declaration")])
    }
    report(
      .nothingShared, message, at: range,
      secondary: [(bare.range, "is read by several tasks, and has no parameters")],
      helps: [.init("give `\(bare.name)` a layer with parameters, such as `dense(32)`")])
  }

  /// How many tasks read each declaration, be it through others.
  private var readerCounts: [String: Int] {
    var readers: [String: Int] = [:]
    for task in tasks {
      for name in reached(from: task.inputs) { readers[name, default: 0] += 1 }
    }
    return readers
  }

  /// Whether two tasks are reached by parameters of one declaration.
  private func hasSharedParameters(_ readers: [String: Int]) -> Bool {
    let trained = Set(assembly.builder.parameters.map { $0.owner })
    let bodies = shared.map { $0.name } + tasks.map { $0.name }
    return bodies.contains { name in
      let isTask = tasks.contains { $0.name == name }
      let isTrained = trained.contains(name) || self.body(of: name).hasPendingStep
      return isTrained && (readers[name] ?? 0) + (isTask ? 1 : 0) > 1
    }
  }

  private func body(of name: String) -> CheckedBody {
    shared.first { $0.name == name }?.body ?? tasks.first { $0.name == name }?.body ?? CheckedBody()
  }

  /// The declarations that some inputs are made from.
  private func reached(from inputs: [CheckedInput]) -> Set<String> {
    var found: Set<String> = []
    var queue = inputs.flatMap { $0.declarations }
    while let name = queue.popLast() {
      guard found.insert(name).inserted else { continue }
      queue += joinedInputs[name] ?? []
      let inner =
        shared.first { $0.name == name }?.inputs ?? tasks.first { $0.name == name }?.inputs ?? []
      queue += inner.flatMap { $0.declarations }
    }
    return found
  }

  private func weighting(_ expression: Expression) -> (any Weighting)? {
    guard let call = settingCall(expression, for: "weighting"),
      let type = entry(
        call.name, among: Registry.weightings, kind: "weighting", plural: "weightings"),
      !reportNested(call),
      let arguments = bind(call, to: type)
    else { return nil }
    checkTaskWeights(arguments, call)
    let weighting = type.init(arguments)
    noteEntry(weighting, at: call.name)
    return weighting
  }

  /// Reports `pcgrad(uncertainty)`: stages follow each other; answers whether it is such a call.
  private func reportNested(_ call: Call) -> Bool {
    guard call.arguments.count == 1, call.arguments[0].label == nil,
      let inner = call.arguments[0].value.call,
      Registry.weightings.contains(where: { $0.name == inner.name.text })
    else { return false }
    let written = "\(sources.text(inner.range)) -> \(call.name.text)"
    report(
      .misplacedArgument, "the stages of a weighting follow each other", at: inner.range,
      helps: [.init("write `\(written)`", edits: [.init(call.range, written)])])
    return true
  }

  /// Every weight is that of a task, and not below 0.
  private func checkTaskWeights(_ arguments: Arguments, _ call: Call) {
    let names = self.names(of: .task) + tasks.filter { $0.family != nil }.map { $0.name }
    let known = Set(names)
    guard case .weights(let list)? = arguments["weights"] else { return }
    let weights = Dictionary(list.map { ($0.task, $0) }, uniquingKeysWith: { first, _ in first })
    for argument in call.arguments {
      guard let label = argument.label, let task = taskName(label), let weight = weights[task]
      else { continue }
      if !known.contains(task), !isUnknownMember(label) {
        report(
          .unknownTask, "there is no task `\(task)` to weigh", at: label.range,
          helps: taskHelps(for: Name(task, label.range)))
      } else if !(weight.weight >= 0 && weight.weight.isFinite) {
        report(
          .wrongArgument,
          "the weight of a task is a number from 0 on, not \(ConstantValue.plain(weight.weight))",
          at: argument.value.range,
          notes: ["a loss with a weight below 0 would be made as large as possible"])
      }
    }
  }
}

extension CheckedInput {
  /// The declaration that it refers to, where it is no column.
  fileprivate var declarations: [String] {
    if case .declaration(let name, _) = reference { [name] } else { [] }
  }
}

extension CheckedBody {
  /// Whether a step cannot be trained yet, so that its parameters are not known.
  fileprivate var hasPendingStep: Bool {
    chains.flatMap { $0.steps }.contains { step in
      let isPending =
        switch step.kind {
        case .layer(let layer): !layer.isTrainable
        case .encoder(let encoder): !encoder.isTrainable
        case .tokenReader(let reader): !reader.isTrainable
        case .block(let body): body.hasPendingStep
        }
      return isPending || step.body?.hasPendingStep ?? false
    }
  }
}
