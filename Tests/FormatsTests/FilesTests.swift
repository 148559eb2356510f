import Foundation
import MTLFormats
import Testing

@Suite struct FilesTests {
  @Test func writtenFilesReadBack() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.bin")
    for size in [0, 1, 70_000] {
      let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
      try AtomicFile.write(bytes, to: path)
      #expect(try FileBytes.read(path, limit: size) == bytes)
    }
    #expect(folder.names == ["a.bin"])
  }

  @Test func failedWritesLeaveNothing() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write([1], to: folder.file("file"))
    try FileManager.default.createDirectory(
      atPath: folder.file("folder"), withIntermediateDirectories: false)
    for name in ["folder", "absent/x", "file/x"] {
      let path = folder.file(name)
      let error = #expect(throws: FormatError.self) { try AtomicFile.write([1], to: path) }
      #expect(error?.file == path)
      #expect(error?.message.hasPrefix("cannot write the file: ") == true)
    }
    #expect(folder.names == ["file", "folder"])
  }

  #if os(Linux)
    @Test func fullDevice() {
      let descriptor = open("/dev/full", O_WRONLY)
      defer { close(descriptor) }
      let error = #expect(throws: FormatError.self) {
        try AtomicFile.writeAll([1, 2, 3], to: descriptor, path: "best.safetensors")
      }
      #expect(
        error?.description
          == "best.safetensors: cannot write the file: no space is left on the device")
    }

    /// A device is written to and stays what it is, also where its folder could be written to.
    @Test func devicesAreNotReplaced() throws {
      try AtomicFile.write([1, 2, 3], to: "/dev/null")
      let error = #expect(throws: FormatError.self) {
        try AtomicFile.write([1, 2, 3], to: "/dev/full")
      }
      #expect(error?.message == "cannot write the file: no space is left on the device")
      for device in ["/dev/null", "/dev/full"] {
        let type = try FileManager.default.attributesOfItem(atPath: device)[.type]
        #expect(type as? FileAttributeType == .typeCharacterSpecial)
      }
    }

    @Test func pipesAreWrittenTo() throws {
      let folder = try TemporaryFolder()
      let path = folder.file("pipe")
      #expect(mkfifo(path, 0o600) == 0)
      let reader = open(path, O_RDONLY | O_NONBLOCK)
      defer { close(reader) }
      try AtomicFile.write([1, 2, 3], to: path)
      var bytes = [UInt8](repeating: 0, count: 8)
      #expect(read(reader, &bytes, bytes.count) == 3)
      #expect(folder.names == ["pipe"])
    }

    @Test func filesThatDoNotKnowTheirSize() throws {
      #expect(try !FileBytes.read("/proc/self/status", limit: 1 << 20).isEmpty)
      #expect(throws: FormatError.self) { try FileBytes.read("/dev/zero", limit: 1 << 20) }
    }
  #endif

  @Test func linksAreReplaced() throws {
    let folder = try TemporaryFolder()
    let link = folder.file("latest")
    for target in ["one", "two"] {
      try FileManager.default.createDirectory(
        atPath: folder.file(target), withIntermediateDirectories: false)
      try AtomicFile.replaceLink(at: link, target: target)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
    }
    #expect(throws: FormatError.self) {
      try AtomicFile.replaceLink(at: folder.file("one"), target: "two")
    }
    #expect(folder.names == ["latest", "one", "two"])
  }

  @Test func unreadableFiles() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write([1, 2, 3], to: folder.file("three"))
    for (path, message) in [
      (folder.file("absent"), "cannot read the file: there is no such file or folder"),
      (folder.path, "cannot read the file: it is a folder, not a file"),
      (folder.file("three"), "the file is larger than the limit of 2 bytes"),
      (folder.file("three\0x"), "the path holds a NUL character"),
    ] {
      let error = #expect(throws: FormatError.self) { try FileBytes.read(path, limit: 2) }
      #expect(error?.message == message)
      #expect(error?.file == path)
    }
  }

  @Test func filesWithoutPermission() throws {
    guard geteuid() != 0 else { return }
    let folder = try TemporaryFolder()
    try AtomicFile.write([1], to: folder.file("secret"))
    chmod(folder.file("secret"), 0)
    let error = #expect(throws: FormatError.self) {
      try FileBytes.read(folder.file("secret"), limit: 10)
    }
    #expect(error?.message == "cannot read the file: permission denied")
  }

  @Test func safetensorsFile() throws {
    let folder = try TemporaryFolder()
    let contents = Safetensors(
      metadata: ["format": "mtl"], tensors: [.init("w", shape: [1, 2], values: .float([1, 2]))])
    try contents.write(to: folder.file("best.safetensors"))
    #expect(try Safetensors.read(folder.file("best.safetensors"), limit: 1 << 20) == contents)
  }
}
