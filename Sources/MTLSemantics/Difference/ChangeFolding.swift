import MTLCatalogue
import MTLGraph

/// Changes in which members of a family that change alike are one.
struct ChangeFolding {
  /// The members that change in one way.
  private struct Group {
    let change: ModelDifference.Change
    let family: String?
    var members: [String]
  }

  private var groups: [Group] = []
  private var places: [[String]: Int] = [:]

  /// The changes, each where the first of its members stands.
  var changes: [ModelDifference.Change] {
    groups.map { group in
      guard let family = group.family, group.members.count > 1 else { return group.change }
      return ModelDifference.Change(
        kind: group.change.kind,
        subject: group.members.count > 3
          ? "task \(family), \(group.members.count) members from \(group.members[0]) on"
          : "task " + group.members.joined(separator: ", "),
        removed: group.change.removed.map { ChangeFolding.general($0, group) },
        added: group.change.added.map { ChangeFolding.general($0, group) })
    }
  }

  /// Adds what has become of a declaration.
  mutating func add(_ change: ModelDifference.Change, of section: ModelOutline.Section) {
    let group = Group(
      change: change, family: section.member?.family,
      members: section.member.map { [$0.name] } ?? [])
    guard let family = group.family else { return groups.append(group) }
    let key =
      [family, change.kind.rawValue] + change.removed.map { ChangeFolding.general($0, group) } + [
        ""
      ]
      + change.added.map { ChangeFolding.general($0, group) }
    if let place = places[key] {
      groups[place].members += group.members
    } else {
      places[key] = groups.count
      groups.append(group)
    }
  }

  /// A line with the family in place of its member.
  private static func general(_ line: String, _ group: Group) -> String {
    group.members.first.map { line.replacing($0, with: group.family ?? $0) } ?? line
  }
}

extension PredictionTransform {
  /// What a column of predictions holds, with its sizes where it is not one.
  func column(of dims: [Dim]) -> String {
    let kind =
      switch self {
      case .none: "number"
      case .softmax: "class"
      case .sigmoid: "probability"
      case .exponential: "positive number"
      case .ranks: "rank"
      case .middleRank: "middle rank"
      case .unitVector: "unit vector"
      }
    guard dims != [.size(1)] else { return kind }
    return kind + "[" + dims.map(\.description).joined(separator: ", ") + "]"
  }
}
