/// Named tensors with their metadata, as a safetensors file holds them.
///
/// The format is eight bytes with the header's size, a JSON header, and the elements in row-major
/// order, little-endian.
package struct Safetensors: Hashable, Sendable {
  /// Free text under keys of the writer's choice.
  package var metadata: [String: String]

  /// The tensors; after reading, in the order of their elements in the file.
  package var tensors: [Tensor]

  /// Creates the contents of a file.
  package init(metadata: [String: String] = [:], tensors: [Tensor] = []) {
    self.metadata = metadata
    self.tensors = tensors
  }

  /// The tensor of a name; nil where there is none.
  ///
  /// Linear in the number of tensors.
  package subscript(name: String) -> Tensor? {
    tensors.first { $0.name == name }
  }

  /// One named array of numbers.
  package struct Tensor: Hashable, Sendable {
    /// The name, unique in its file.
    package var name: String

    /// The sizes of the axes; none for a scalar.
    package var shape: [Int]

    /// The elements in row-major order, as many as the shape says.
    package var values: Values

    /// Creates a tensor.
    package init(_ name: String, shape: [Int], values: Values) {
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// The elements of a tensor in their type.
  package enum Values: Hashable, Sendable {
    /// Elements of 32 bits.
    case float([Float])
    /// Elements of 64 bits.
    case double([Double])
    /// Whole elements of 64 bits.
    case integer([Int64])
    /// Whole elements of 8 bits, from 0 up.
    case bytes([UInt8])

    /// How many elements there are.
    package var count: Int {
      switch self {
      case .float(let elements): elements.count
      case .double(let elements): elements.count
      case .integer(let elements): elements.count
      case .bytes(let elements): elements.count
      }
    }

    /// The type of the elements.
    package var type: ElementType {
      switch self {
      case .float: .float
      case .double: .double
      case .integer: .integer
      case .bytes: .byte
      }
    }
  }

  /// The types of elements that are read and written, under the format's names.
  ///
  /// They stand in the order in which the reference writer puts them into a file.
  package enum ElementType: String, Hashable, Sendable, CaseIterable {
    /// Signed, 64 bits.
    case integer = "I64"
    /// Floating point, 64 bits.
    case double = "F64"
    /// Floating point, 32 bits.
    case float = "F32"
    /// Unsigned, 8 bits.
    case byte = "U8"

    /// The size of one element in bytes.
    package var size: Int {
      switch self {
      case .integer, .double: 8
      case .float: 4
      case .byte: 1
      }
    }
  }

  /// The key of the header that holds the metadata and so cannot name a tensor.
  static let metadataKey = "__metadata__"

  /// The reference's limit on the size of the header.
  static let headerLimit = 100_000_000

  /// The size of the field that holds the header's size.
  static let prefixSize = 8

  /// The number of elements of a shape, or nil where it overflows or an axis is negative.
  static func elementCount(of shape: [Int]) -> Int? {
    var count = 1
    for axis in shape {
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: axis)
      if axis < 0 || isTooLarge { return nil }
      count = product
    }
    return count
  }
}
