/// One input of libFuzzer; what breaks a law ends the run.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  if let problem = Trial.problem(Array(UnsafeBufferPointer(start: start, count: count))) {
    preconditionFailure(problem)
  }
  return 0
}
