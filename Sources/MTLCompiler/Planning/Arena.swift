import MTLGraph

/// Gives buffers their places: those in use at the same time lie apart, others share memory.
struct Arena {
  /// The offset of each buffer; those at home in another have that one's.
  private(set) var offsets: [Int]
  private(set) var end: Int
  private(set) var planned: [PlannedBuffer] = []

  private var buffers: [Buffer]
  private var lives: [ClosedRange<Int>?]

  /// Places the buffers of work in order, from `start` on.
  init(_ buffers: [Buffer], _ works: [Work], start: Int) {
    self.buffers = buffers
    offsets = Array(repeating: 0, count: buffers.count)
    end = start
    lives = Self.lives(of: buffers, works)
    for (position, work) in works.enumerated() { takeOver(work, at: position) }
    place(from: start)
    for index in buffers.indices { offsets[index] = offset(of: index) }
  }

  /// From the first to the last work that touches each buffer.
  private static func lives(of buffers: [Buffer], _ works: [Work]) -> [ClosedRange<Int>?] {
    var lives: [ClosedRange<Int>?] = buffers.map { $0.isInput ? -1...works.count : nil }
    for (position, work) in works.enumerated() {
      for view in [work.target] + work.operands.map(\.view) {
        let life = lives[view.buffer] ?? position...position
        let last = buffers[view.buffer].isOutput ? works.count : position
        lives[view.buffer] = min(life.lowerBound, position)...max(life.upperBound, last)
      }
    }
    return lives
  }

  // MARK: Taking over

  /// Lets a program's result take over the memory of an operand that nobody reads afterwards.
  private mutating func takeOver(_ work: Work, at position: Int) {
    guard case .program = work.body, let life = lives[work.target.buffer], isWhole(work.target),
      life.lowerBound == position, case .arena = buffers[work.target.buffer].home
    else { return }
    let result = work.target.buffer
    for operand in work.operands where canBeTaken(operand, by: work, at: position) {
      let taken = owner(of: operand.view.buffer)
      buffers[result].home = .shared(taken)
      buffers[taken].isOutput = buffers[taken].isOutput || buffers[result].isOutput
      lives[taken] = (lives[taken] ?? life).lowerBound...life.upperBound
      return
    }
  }

  private func canBeTaken(_ operand: Work.Operand, by work: Work, at position: Int) -> Bool {
    let taken = owner(of: operand.view.buffer)
    guard case .arena = buffers[taken].home, !buffers[taken].isInput,
      lives[taken]?.upperBound == position, operand.mode == .full,
      operand.view.laneStride == work.target.laneStride, operand.view.offset == 0,
      buffers[taken].count == buffers[work.target.buffer].count
    else { return false }
    return work.operands.allSatisfy { other in
      owner(of: other.view.buffer) != taken || (other.view == operand.view && other.mode == .full)
    }
  }

  /// Whether a view is all of its buffer.
  private func isWhole(_ view: View) -> Bool { view.offset == 0 }

  /// The buffer whose memory a buffer has.
  private func owner(of index: Int) -> Int {
    var index = index
    while case .shared(let other) = buffers[index].home { index = other }
    return index
  }

  // MARK: Placing

  /// Places the largest buffers first, each as low as those in use at the same time allow.
  private mutating func place(from start: Int) {
    let indices = buffers.indices.filter { buffers[$0].home == .arena && lives[$0] != nil }
    let order = indices.sorted { (buffers[$1].count, $0) < (buffers[$0].count, $1) }
    for index in order {
      guard let life = lives[index] else { continue }
      let size = VariableLayout.aligned(max(buffers[index].count, 1))
      let offset = lowestPlace(for: size, during: life, from: start)
      offsets[index] = offset
      planned.append(PlannedBuffer(range: offset..<offset + size, life: life))
      end = max(end, offset + size)
    }
  }

  private func lowestPlace(for size: Int, during life: ClosedRange<Int>, from start: Int) -> Int {
    let taken = planned.filter { $0.life.overlaps(life) }.map(\.range)
    var offset = start
    for range in taken.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound >= offset + size { break }
      offset = max(offset, range.upperBound)
    }
    return offset
  }

  private func offset(of index: Int) -> Int {
    let owner = owner(of: index)
    if case .variable(let offset) = buffers[owner].home { return offset }
    return offsets[owner]
  }
}
