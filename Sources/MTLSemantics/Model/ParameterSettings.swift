import MTLCatalogue
import MTLSource

/// What a `parameters` declaration says of the parameters that it is about.
package struct ParameterSettings: Sendable {
  /// How long parameters stand still.
  package enum Freeze: Hashable, Sendable {
    case always
    case until(Duration)
  }

  /// The declaration, or the named step of one, such as `trunk` or `trunk.hidden`.
  package let path: String
  /// The same as the file has it that declares it: an import may give it another name.
  package let originalPath: String
  /// The path of the declaration in the spec, for messages.
  package let range: SourceRange
  package internal(set) var source: (any ParameterSource)?
  package internal(set) var freeze: Freeze?
  /// The factor on the learning rate.
  package internal(set) var rate = 1.0
  /// The factor on the optimizer's weight decay and on the penalty.
  package internal(set) var decay = 1.0

  init(path: String, originalPath: String, range: SourceRange) {
    self.path = path
    self.originalPath = originalPath
    self.range = range
  }

  /// Whether a parameter is one of those that the declaration is about.
  package func covers(_ parameter: String) -> Bool {
    guard parameter.hasPrefix(path) else { return false }
    // Behind a family's name its members follow, in brackets.
    return [".", "["].contains(parameter.dropFirst(path.count).first)
  }

  /// The name of a parameter in the file that declares it.
  package func originalName(of parameter: String) -> String {
    originalPath + parameter.dropFirst(path.count)
  }

  /// The factor on the learning rate in a step; 0 while the parameters stand still.
  ///
  /// - Parameter step: The step's number, from 0 on.
  package func rate(step: Int, stepsPerEpoch: Int) -> Double {
    switch freeze {
    case nil: rate
    case .always: 0
    case .until(let duration):
      Double(step) < (duration.steps(perEpoch: stepsPerEpoch) ?? 0) ? 0 : rate
    }
  }
}

extension CheckedModel {
  /// The settings of a parameter: those of the longest path that covers it.
  package func settings(ofParameter name: String) -> ParameterSettings? {
    parameterSettings.filter { $0.covers(name) }.max { $0.path.count < $1.path.count }
  }

  /// Whether some parameters decay by a factor of their own.
  package var hasParameterDecays: Bool { parameterSettings.contains { $0.decay != 1 } }

  /// Whether some parameters have a learning rate of their own, or stand still for a while.
  package var hasParameterRates: Bool {
    parameterSettings.contains { $0.freeze != nil || $0.rate != 1 }
  }
}
