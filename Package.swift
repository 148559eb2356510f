// swift-tools-version: 6.2
import PackageDescription

/// Settings that every Swift target shares: the Swift 6 language mode, and every warning an error.
let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A library module; it may depend on modules above it in the list of targets only.
func module(_ name: String, on dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

/// A suite of tests; the files of its corpus, where it has one, are read in place.
func tests(_ name: String, on dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, exclude: exclude, swiftSettings: swiftSettings)
}

let package = Package(
  name: "mtl",
  products: [
    .library(name: "MTL", targets: ["MTL"]),
    .executable(name: "mtl", targets: ["MTLCommand"]),
  ],
  dependencies: [],
  targets: [
    // The modules in layer order: each imports only modules that stand above it.
    .systemLibrary(name: "CZlib", path: "Sources/CZlib"),
    module("MTLSource"),
    module("MTLFormats", on: ["CZlib"]),
    .target(name: "MTLKernels"),
    module("MTLSyntax", on: ["MTLSource"]),
    module("MTLGraph"),
    module("MTLCatalogue", on: ["MTLGraph"]),
    module("MTLSemantics", on: ["MTLSource", "MTLSyntax", "MTLGraph", "MTLCatalogue"]),
    module("MTLCompiler", on: ["MTLGraph", "MTLCatalogue", "MTLSemantics"]),
    module(
      "MTLLint",
      on: ["MTLSource", "MTLFormats", "MTLSyntax", "MTLGraph", "MTLCatalogue", "MTLSemantics"]),
    module(
      "MTLData", on: ["MTLSource", "MTLFormats", "MTLCatalogue", "MTLSemantics", "MTLGraph"]),
    module(
      "MTLRuntime",
      on: [
        "MTLFormats", "MTLKernels", "MTLGraph", "MTLCatalogue", "MTLSemantics", "MTLCompiler",
        "MTLData",
      ]),
    module(
      "MTL",
      on: [
        "MTLSource", "MTLFormats", "MTLSyntax", "MTLGraph", "MTLCatalogue", "MTLSemantics",
        "MTLCompiler", "MTLLint", "MTLData", "MTLRuntime",
      ]),
    .target(name: "MTLAllocationCount"),
    .executableTarget(
      name: "MTLCommand",
      dependencies: [
        "MTLSource", "MTLFormats", "MTLSyntax", "MTLGraph", "MTLCatalogue", "MTLSemantics",
        "MTLCompiler", "MTLLint", "MTLData", "MTLRuntime", "MTL", "MTLAllocationCount",
      ],
      swiftSettings: swiftSettings),
    // What the suites share: the corpus, its annotations and its records, and laws of all texts.
    .target(
      name: "MTLTestSupport", dependencies: ["MTLSource", "MTLSyntax"],
      path: "Tests/MTLTestSupport",
      swiftSettings: swiftSettings),
    tests(
      "SyntaxTests", on: ["MTLSource", "MTLSyntax", "MTLTestSupport"], exclude: ["Corpus"]),
    tests(
      "SemanticsTests",
      on: ["MTLSource", "MTLSyntax", "MTLSemantics", "MTL", "MTLTestSupport"],
      exclude: ["Corpus"]),
    tests(
      "TidyTests", on: ["MTLGraph", "MTLCatalogue"]),
    tests(
      "LintTests",
      on: [
        "MTLSource", "MTLFormats", "MTLSyntax", "MTLGraph", "MTLCatalogue", "MTLSemantics",
        "MTLCompiler", "MTLLint", "MTL", "MTLTestSupport",
      ], exclude: ["Corpus", "validate_reports.py"]),
    tests("FormatsTests", on: ["MTLFormats"]),
    tests(
      "DataTests",
      on: [
        "MTLSource", "MTLFormats", "MTLSyntax", "MTLGraph", "MTLCatalogue", "MTLSemantics",
        "MTLData",
      ]),
    tests(
      "CatalogueTests",
      on: ["MTLGraph", "MTLCatalogue", "MTLCompiler", "MTLRuntime", "CAllocationCount"]),
    .target(name: "CAllocationCount", path: "Tests/CAllocationCount"),
    tests(
      "CompilerTests",
      on: ["MTLGraph", "MTLCatalogue", "MTLCompiler", "MTLRuntime", "CAllocationCount"]),
    tests("KernelTests", on: ["MTLKernels"]),
    tests(
      "RecordedTests",
      on: [
        "MTLSource", "MTLFormats", "MTLSyntax", "MTLGraph", "MTLCatalogue", "MTLSemantics",
        "MTLCompiler", "MTLData", "MTLRuntime", "MTL",
      ]),
    tests(
      "TrainingTests",
      on: [
        "MTLSource", "MTLFormats", "MTLCatalogue", "MTLSemantics", "MTLCompiler", "MTLData",
        "MTLRuntime", "MTL", "CAllocationCount",
      ]),
    tests("CommandTests", on: ["MTLFormats", "MTLTestSupport"], exclude: ["Corpus", "Plans"]),
  ]
)
