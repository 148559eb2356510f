import Foundation

/// Where the data sets lie that stand beside the project.
enum RealData {
  /// The folder: `shared/data` beside the package, or `MTL_DATA`; `nil` where it is not there.
  static let folder: String? = {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder =
      ProcessInfo.processInfo.environment["MTL_DATA"]
      ?? package.deletingLastPathComponent().appendingPathComponent("shared/data").path
    return FileManager.default.fileExists(atPath: folder) ? folder : nil
  }()
}
