extension Safetensors {
  /// The bytes of the file, the same ones that the reference writer makes of the same contents.
  ///
  /// Tensors are ordered by type, wide ones first, then by name; metadata by key; the header is
  /// padded with blanks so that the elements begin at a multiple of eight.
  ///
  /// - Parameter name: the file's name for messages.
  /// - Throws: where a name stands twice, is reserved, or a shape and its elements differ.
  package func encoded(name: String) throws(FormatError) -> [UInt8] {
    let ordered = try checkedTensors(file: name).sorted(by: Tensor.precedes)
    let header = header(of: ordered)
    guard header.count <= Safetensors.headerLimit else {
      throw FormatError(name, "the header is beyond the limit of \(Safetensors.headerLimit) bytes")
    }
    var output: [UInt8] = []
    output.reserveCapacity(
      Safetensors.prefixSize + header.count + ordered.reduce(0) { $0 + $1.byteCount })
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { output.append(contentsOf: $0) }
    output.append(contentsOf: header)
    for tensor in ordered { tensor.values.appendLittleEndian(to: &output) }
    return output
  }

  /// Writes a file in one go, as `AtomicFile` does.
  package func write(to path: String) throws(FormatError) {
    try AtomicFile.write(try encoded(name: path), to: path)
  }

  /// The tensors, once nothing is found wrong with them.
  private func checkedTensors(file: String) throws(FormatError) -> [Tensor] {
    var names: Set<String> = [Safetensors.metadataKey]
    for tensor in tensors {
      guard names.insert(tensor.name).inserted else {
        let reason = tensor.name == Safetensors.metadataKey ? "is reserved" : "stands twice"
        throw FormatError(file, "the tensor name \(FormatError.quote(tensor.name)) \(reason)")
      }
      guard Safetensors.elementCount(of: tensor.shape) == tensor.values.count else {
        throw FormatError(
          file,
          "tensor \(FormatError.quote(tensor.name)) has \(tensor.values.count) elements, which its shape "
            + "\(tensor.shape) does not hold")
      }
    }
    return tensors
  }

  /// The padded header for tensors in the order of the file.
  private func header(of ordered: [Tensor]) -> [UInt8] {
    var members: [JSONValue.Member] = []
    if !metadata.isEmpty {
      let sorted = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      let texts = sorted.map { JSONValue.Member($0.key, .string($0.value)) }
      members.append(JSONValue.Member(Safetensors.metadataKey, .object(texts)))
    }
    var offset = 0
    for tensor in ordered {
      let end = offset + tensor.byteCount
      let description: JSONValue = [
        "dtype": .string(tensor.values.type.rawValue),
        "shape": .array(tensor.shape.map { .integer($0) }),
        "data_offsets": [.integer(offset), .integer(end)],
      ]
      members.append(JSONValue.Member(tensor.name, description))
      offset = end
    }
    var header = JSONValue.object(members).bytes()
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    return header
  }
}

extension Safetensors.Tensor {
  /// The number of bytes that the elements take up.
  fileprivate var byteCount: Int { values.count * values.type.size }

  /// The order of tensors in a file.
  fileprivate static func precedes(_ lhs: Self, _ rhs: Self) -> Bool {
    let (lhsRank, rhsRank) = (lhs.values.type.rank, rhs.values.type.rank)
    if lhsRank != rhsRank { return lhsRank < rhsRank }
    return lhs.name.utf8.lexicographicallyPrecedes(rhs.name.utf8)
  }
}

extension Safetensors.ElementType {
  /// The place in the order of types in a file, which is that of the cases.
  fileprivate var rank: Int {
    Safetensors.ElementType.allCases.firstIndex(of: self) ?? 0
  }
}

extension Safetensors.Values {
  /// Appends the elements, the lowest byte of each first.
  fileprivate func appendLittleEndian(to output: inout [UInt8]) {
    switch self {
    case .float(let elements): append(elements, to: &output) { $0.bitPattern.littleEndian }
    case .double(let elements): append(elements, to: &output) { $0.bitPattern.littleEndian }
    case .integer(let elements): append(elements, to: &output) { $0.littleEndian }
    case .bytes(let elements): output.append(contentsOf: elements)
    }
  }

  /// Appends elements by their bits.
  private func append<Element, Pattern: BitwiseCopyable>(
    _ elements: [Element], to output: inout [UInt8], _ pattern: (Element) -> Pattern
  ) {
    // On little-endian machines the elements lie in memory as they do in the file.
    if 1.littleEndian == 1 {
      elements.withUnsafeBytes { output.append(contentsOf: $0) }
      return
    }
    for element in elements {
      withUnsafeBytes(of: pattern(element)) { output.append(contentsOf: $0) }
    }
  }
}
