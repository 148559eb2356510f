import MTLKernels

/// The vector instructions that kernels use; results have the same bits on every machine that has it.
package enum InstructionSet: String, Sendable, CaseIterable {
  case portable, avx2, avx512, amx

  /// The best one of this processor.
  package static var best: InstructionSet {
    switch mtl_best_isa() {
    case MTL_ISA_AMX: .amx
    case MTL_ISA_AVX512: .avx512
    case MTL_ISA_AVX2: .avx2
    default: .portable
    }
  }

  /// Those that this processor has.
  package static var available: [InstructionSet] { allCases.filter { $0.kernels != nil } }

  /// The one of a name, where there is one and this processor has it.
  package static func named(_ name: String) -> InstructionSet? {
    available.first { $0.rawValue == name }
  }

  /// The kernels that use it; `nil` where this processor or build lacks it.
  var kernels: UnsafePointer<mtl_kernels>? {
    switch self {
    case .portable: mtl_kernels_for(MTL_ISA_PORTABLE)
    case .avx2: mtl_kernels_for(MTL_ISA_AVX2)
    case .avx512: mtl_kernels_for(MTL_ISA_AVX512)
    case .amx: mtl_kernels_for(MTL_ISA_AMX)
    }
  }
}
