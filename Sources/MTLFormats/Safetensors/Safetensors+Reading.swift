extension Safetensors {
  /// Reads the bytes of a file that nobody vouches for.
  ///
  /// Rejected besides what the reference reader rejects (holes, overlaps, bytes behind the last
  /// tensor, sizes that do not fit the shape): a name that stands twice.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - name: the file's name for messages.
  package init(bytes: [UInt8], name: String) throws(FormatError) {
    let header = try SafetensorsHeader(of: bytes, name: name)
    metadata = header.metadata
    tensors = header.entries.map { entry in
      let values = Values(entry.type, littleEndian: bytes[entry.range])
      return Tensor(entry.name, shape: entry.shape, values: values)
    }
  }

  /// Reads a file.
  package static func read(_ path: String, limit: Int) throws(FormatError) -> Safetensors {
    try Safetensors(bytes: try FileBytes.read(path, limit: limit), name: path)
  }
}

extension Safetensors.Values {
  /// Decodes elements of a type; the number of bytes is a multiple of their size.
  fileprivate init(_ type: Safetensors.ElementType, littleEndian bytes: ArraySlice<UInt8>) {
    switch type {
    case .float:
      self = .float(
        decodeElements(bytes, as: UInt32.self) { Float(bitPattern: UInt32(littleEndian: $0)) })
    case .double:
      self = .double(
        decodeElements(bytes, as: UInt64.self) { Double(bitPattern: UInt64(littleEndian: $0)) })
    case .integer:
      self = .integer(decodeElements(bytes, as: Int64.self) { Int64(littleEndian: $0) })
    case .byte:
      self = .bytes(Array(bytes))
    }
  }
}

/// Decodes elements that lie one behind the other, aligned or not.
private func decodeElements<Pattern: BitwiseCopyable, Element>(
  _ bytes: ArraySlice<UInt8>, as pattern: Pattern.Type, _ decode: (Pattern) -> Element
) -> [Element] {
  let stride = MemoryLayout<Pattern>.stride
  return bytes.withUnsafeBytes { buffer in
    [Element](unsafeUninitializedCapacity: bytes.count / stride) { elements, count in
      while count < bytes.count / stride {
        let value = buffer.loadUnaligned(fromByteOffset: count * stride, as: pattern)
        elements.initializeElement(at: count, to: decode(value))
        count += 1
      }
    }
  }
}
