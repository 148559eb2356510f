/// Shared experts and experts of each task's own, mixed by a gate for each task.
struct CustomizedGateControl: Sharing {
  static let name = "cgc"
  static let summary =
    "Shared experts and experts of each task's own, mixed by a gate for each task"
  static let details = """
    A task's gate runs over the shared experts and its own (Tang et al., RecSys 2020). One `cgc` on top \
    of another is progressive layered extraction: each task's view flows along, and so does a shared one.
    """
  static let parameters: [ParameterDeclaration] = [
    .named("shared_experts", .integer(1...1024), default: .integer(1), "experts of all tasks"),
    .named("task_experts", .integer(1...1024), default: .integer(1), "experts of each task"),
  ]
  static let example =
    "shared level(encoded) using cgc(shared_experts: 2, task_experts: 2) { dense(64) }"
  static let givesViews = true
  var isTrainable: Bool { false }

  init(_ arguments: Arguments) {}
}
