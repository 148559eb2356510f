/// The header of a safetensors file, checked against the size of the file.
struct SafetensorsHeader {
  /// One tensor's place in the file.
  struct Entry {
    /// The tensor's name.
    let name: String
    /// The type of its elements.
    let type: Safetensors.ElementType
    /// The sizes of its axes.
    let shape: [Int]
    /// The offsets of the elements from the beginning of the file.
    let range: Range<Int>

    /// What messages call the tensor.
    var label: String { "tensor \(FormatError.quote(name))" }
  }

  /// Free text under keys of the writer's choice.
  let metadata: [String: String]

  /// The tensors in the order of their elements, which fill the file without hole or overlap.
  let entries: [Entry]

  /// The file's name for messages.
  private let name: String
  /// The offset of the first byte behind the header.
  private let dataStart: Int
  /// The number of bytes in the file.
  private let fileSize: Int

  /// Reads the header of a file that nobody vouches for.
  init(of bytes: [UInt8], name: String) throws(FormatError) {
    self.name = name
    fileSize = bytes.count
    dataStart = try SafetensorsHeader.dataStart(in: bytes, name: name)
    let json = Array(bytes[Safetensors.prefixSize..<dataStart])
    let root = try SafetensorsHeader.parse(json, name: name)
    metadata = try SafetensorsHeader.readMetadata(root, name: name)
    var unsorted: [Entry] = []
    for member in root where member.key != Safetensors.metadataKey {
      let reader = EntryReader(
        member: member, file: name, dataStart: dataStart, fileSize: fileSize)
      unsorted.append(try reader.read())
    }
    entries = unsorted.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    try checkTiling()
  }

  /// Reads the size of the header, which tells where the elements begin.
  private static func dataStart(in bytes: [UInt8], name: String) throws(FormatError) -> Int {
    guard bytes.count >= Safetensors.prefixSize else {
      throw FormatError(name, "the file is too short for a safetensors file", offset: bytes.count)
    }
    var size: UInt64 = 0
    for index in (0..<Safetensors.prefixSize).reversed() { size = size << 8 | UInt64(bytes[index]) }
    guard size <= UInt64(Safetensors.headerLimit) else {
      let limit = Safetensors.headerLimit
      throw FormatError(
        name, "the header's size, \(size), is beyond the limit of \(limit) bytes", offset: 0)
    }
    let end = Safetensors.prefixSize + Int(size)
    guard end <= bytes.count else {
      throw FormatError(name, "the file ends within its header of \(size) bytes", offset: 0)
    }
    return end
  }

  /// Parses the JSON text of the header.
  private static func parse(
    _ json: [UInt8], name: String
  ) throws(FormatError) -> [JSONValue.Member] {
    let root: JSONValue
    do throws(FormatError) {
      root = try JSONValue.parse(bytes: json, name: name, depthLimit: 4)
    } catch {
      throw FormatError(name, "in the header: \(error.message)", offset: Safetensors.prefixSize)
    }
    guard let members = root.members else {
      throw FormatError(name, "the header is not a JSON object", offset: Safetensors.prefixSize)
    }
    return members
  }

  /// Reads the metadata, which must be texts.
  private static func readMetadata(
    _ root: [JSONValue.Member], name: String
  ) throws(FormatError) -> [String: String] {
    guard let value = root.first(where: { $0.key == Safetensors.metadataKey })?.value else {
      return [:]
    }
    guard let members = value.members else {
      throw FormatError(name, "the header's metadata are not a JSON object")
    }
    var metadata: [String: String] = [:]
    for member in members {
      guard let text = member.value.string else {
        throw FormatError(name, "the metadata's \(FormatError.quote(member.key)) is not a string")
      }
      metadata[member.key] = text
    }
    return metadata
  }

  /// Makes sure that the tensors fill the file from the header to its end, each byte once.
  private func checkTiling() throws(FormatError) {
    var end = dataStart
    for entry in entries {
      let start = entry.range.lowerBound
      if start < end {
        throw FormatError(name, "\(entry.label) overlaps with another", offset: start)
      }
      if start > end {
        throw FormatError(
          name, "\(start - end) bytes before \(entry.label) belong to none", offset: end)
      }
      end = entry.range.upperBound
    }
    if end < fileSize {
      throw FormatError(name, "\(fileSize - end) bytes follow the last tensor", offset: end)
    }
  }
}

/// Reads one tensor's description in the header.
private struct EntryReader {
  /// The name and its description.
  let member: JSONValue.Member
  /// The file's name for messages.
  let file: String
  /// The offset of the first byte behind the header.
  let dataStart: Int
  /// The number of bytes in the file.
  let fileSize: Int

  /// Reads the description and checks it for itself.
  func read() throws(FormatError) -> SafetensorsHeader.Entry {
    let type = try readType()
    let shape = try readIntegers("shape")
    let range = try readRange()
    guard let count = Safetensors.elementCount(of: shape),
      case let (size, isTooLarge) = count.multipliedReportingOverflow(by: type.size), !isTooLarge
    else { throw error("has a shape that is too large") }
    guard size == range.count else {
      throw error("takes up \(range.count) bytes in the file, but its shape and type \(size)")
    }
    return SafetensorsHeader.Entry(name: member.key, type: type, shape: shape, range: range)
  }

  /// Reads the type of the elements.
  private func readType() throws(FormatError) -> Safetensors.ElementType {
    guard let spelling = member.value["dtype"]?.string else { throw error("has no `dtype`") }
    guard let type = Safetensors.ElementType(rawValue: spelling) else {
      let known = Safetensors.ElementType.allCases.map(\.rawValue).joined(separator: ", ")
      throw error("has the type \(FormatError.quote(spelling)); those read are \(known)")
    }
    return type
  }

  /// Reads where the elements lie, counted from the file's beginning.
  private func readRange() throws(FormatError) -> Range<Int> {
    let offsets = try readIntegers("data_offsets")
    let room = fileSize - dataStart
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw error("has `data_offsets` that are not a beginning and an end")
    }
    guard offsets[1] <= room else {
      throw error("ends at byte \(offsets[1]) of the data, which have \(room)")
    }
    return dataStart + offsets[0]..<dataStart + offsets[1]
  }

  /// Reads an array of integers that are not negative.
  private func readIntegers(_ key: String) throws(FormatError) -> [Int] {
    guard let elements = member.value[key]?.elements else {
      throw error("has no array `\(key)`")
    }
    var integers: [Int] = []
    integers.reserveCapacity(elements.count)
    for element in elements {
      guard let integer = element.integer, integer >= 0 else {
        throw error("has an entry in `\(key)` that is not a whole number from 0 up")
      }
      integers.append(integer)
    }
    return integers
  }

  /// An error about this tensor.
  private func error(_ message: String) -> FormatError {
    FormatError(file, "tensor \(FormatError.quote(member.key)) \(message)")
  }
}
