import MTLFormats

/// Where a table lies as a spec sees it.
struct SpecPlace: Hashable {
  /// The path that the spec gives.
  let path: String
  /// The folder for `--data-root`, where the table does not lie in the spec's folder.
  let dataRoot: String?

  /// The place of a table for a spec in a folder.
  ///
  /// - Parameters:
  ///   - table: The table's path from the working folder.
  ///   - folder: The spec's folder, from there as well.
  init(of table: String, from folder: String) throws(Failure) {
    guard let real = FilePath.resolved(table) else {
      throw Failure("there is no file `\(table)`")
    }
    guard let home = FilePath.resolved(folder) else {
      throw Failure("there is no folder `\(folder)` to write the spec to")
    }
    if FilePath.isInside(real, folder: home) {
      path = String(real.dropFirst(home == "/" ? 1 : home.count + 1))
      dataRoot = nil
      return
    }
    path = FilePath.split(real).name
    let given = FilePath.split(table).folder
    let realFolder = FilePath.split(real).folder
    dataRoot = FilePath.resolved(given) == realFolder ? given : realFolder
  }
}
