import Foundation
import MTLSource
import Testing

@testable import MTLCatalogue
@testable import MTLData
@testable import MTLSemantics

/// Where the data sets lie that stand beside the project.
private enum RealData {
  /// The folder: `shared/data` beside the package, or `MTL_DATA`.
  static let folder: String? = {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder =
      ProcessInfo.processInfo.environment["MTL_DATA"]
      ?? package.deletingLastPathComponent().appendingPathComponent("shared/data").path
    return FileManager.default.fileExists(atPath: folder) ? folder : nil
  }()

  /// Whether the code is built to be fast; the census is too large for a debug build.
  static let isOptimized = !_isDebugAssertConfiguration()
}

/// Loads of real data sets; skipped where they are not there.
@Suite(.enabled(if: RealData.folder != nil, "the folder of real data sets is not there"))
struct RealDataTests {
  private func read(_ sample: DataSample) throws -> DataTable {
    let (table, diagnostics) = sample.read(RealData.folder ?? "")
    #expect(diagnostics.map(\.message) == [])
    return try #require(table)
  }

  @Test func sarcos() throws {
    var sample = DataSample(
      origin: .table(path: "sarcos/sarcos_inv_test.csv.gz", hasHeader: true, missing: []))
    for stem in ["pos", "vel", "acc", "torque"] {
      for index in 1...7 {
        sample = sample.with("\(stem)\(index)", Types.number, stem == "torque" ? .label : .feature)
      }
    }
    sample.test = 0.2
    let table = try read(sample)
    #expect(table.rowCount == 4449)
    #expect(
      table.facts.digest == "37770a9c8f7ca62e6d053e7f861f1b157d7305cea5c7c1987a70571e1d189b60")
    guard case .numbers(_, let scale, _)? = table.encoding(of: "torque1") else {
      Issue.record("torque1 has no scale")
      return
    }
    #expect(abs(scale - 20.35) < 0.5)
  }

  @Test func school() throws {
    var sample = DataSample(
      origin: .table(path: "school/school.csv.gz", hasHeader: true, missing: [])
    )
    .with("task", Types.category).with("score", Types.number, .label)
    for index in 1...28 { sample = sample.with("x\(index)", Types.number) }
    let table = try read(sample)
    #expect(table.rowCount == 15362)
    #expect(table.encoding(of: "task")?.classes?.count == 139)
  }

  @Test(.enabled(if: RealData.isOptimized, "needs an optimized build"))
  func census() throws {
    let numbers: Set<Int> = [0, 5, 16, 17, 18, 24, 30, 39]
    var sample = DataSample(
      origin: .table(
        path: "census-income-kdd/census-income.test.gz", hasHeader: false, missing: ["?"]))
    for index in 0..<42 {
      sample = sample.with("c\(index)", numbers.contains(index) ? Types.number : Types.category)
    }
    sample = sample.with(
      "single", Types.flag, .label,
      from: .expression(.binary(.equal, .column("c7"), .text("Never married"))))
    sample.validation = 0.2
    sample.test = 0.2
    let start = ContinuousClock.now
    let table = try read(sample)
    #expect(ContinuousClock.now - start < .seconds(10))
    #expect(table.rowCount == 99_762)
    #expect(table.facts.missing.values.reduce(0, +) == 208_379)
    #expect(table.plain("single").count { $0 == 1 } == 43_143)
    let columns = (0..<42).map { index in
      numbers.contains(index)
        ? EncodedColumn(column: "c\(index)", form: .value, width: 1)
        : EncodedColumn(
          column: "c\(index)", form: .oneHot,
          width: (table.encoding(of: "c\(index)")?.classes?.count ?? 0) + 1)
    }
    let writer = FeedWriter(.record(data: "d", columns: columns), table: table)
    let rows = table.rows(of: .train)
    var output = Array(repeating: Float(0), count: 64 * writer.width)
    for first in stride(from: 0, to: rows.count - 63, by: 64) {
      output.withUnsafeMutableBufferPointer {
        writer.write(rows: rows.span.extracting(first..<first + 64), into: $0)
      }
    }
    #expect(output.contains(1))
  }
}
