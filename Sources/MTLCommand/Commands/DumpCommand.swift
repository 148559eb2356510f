import MTL
import MTLCompiler
import MTLGraph
import MTLSemantics
import MTLSyntax

/// `mtl dump`: what a stage of the compiler makes of a spec.
enum DumpCommand: Command {
  static let name = "dump"
  static let summary = "Show what a stage of the compiler makes of a spec"
  static let operands = "SPEC"
  static let operandCount = 1...1
  static let options =
    [
      .value("stage", "NAME", "tree (default), model, graph, gradients, optimized or plan")
    ] + RunOptions.dataOptions

  static func run(_ arguments: CommandLineArguments) throws(Failure) -> ExitCode {
    let stage = try arguments.word(
      "stage", among: ["tree", "model", "graph", "gradients", "optimized", "plan"])
    let path = arguments.operands[0]
    let source = try SpecFile.read(path)
    if stage == "tree" {
      let tree = SyntaxTree.parse(source)
      Terminal.raw(tree.dump())
      if tree.hasErrors { throw Failure(tree.diagnostics) }
      return .fine
    }
    if stage == "model" {
      let program = Driver.parse(source, folder: SpecFile.folder(of: path))
      let result = Checker.check(program)
      guard let model = result.model else { throw Failure(result.diagnostics) }
      Terminal.raw(model.dump(shapes: result.shapes, sources: program.sources))
      return .fine
    }
    let options = try RunOptions(arguments)
    let spec = try Driver.load(source, specFolder: SpecFile.folder(of: path), options: options)
    let compiled = try Driver.compile(spec)
    Terminal.raw(text(of: stage, compiled))
    return .fine
  }

  private static func text(of stage: String, _ compiled: CompiledModel) -> String {
    switch stage {
    case "graph": compiled.evaluation.graph.dump()
    case "gradients": compiled.training.graph.dump()
    case "optimized": compiled.training.optimized.dump()
    default: compiled.training.plan.dump()
    }
  }
}
