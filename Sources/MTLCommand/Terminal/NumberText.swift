import Foundation

/// Numbers as people read them.
enum NumberText {
  /// A number with its noun, such as `1 task` and `2,000 tasks`.
  static func counted(_ count: Int, _ noun: String) -> String {
    "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// A number with four significant decimals: `0.9722`, `12.31`, `1.2e-05`.
  static func short(_ value: Double?) -> String {
    guard let value else { return "-" }
    guard value.isFinite else { return "\(value)" }
    let size = abs(value)
    if size != 0, size < 0.001 || size >= 100_000 { return String(format: "%.2e", value) }
    return String(format: size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : "%.4f", value)
  }

  /// A share in percent, a small one with a decimal: `31 %`, `0.4 %`.
  static func percent(_ share: Double) -> String {
    let percent = share * 100
    if percent > 0, percent < 0.1 { return "less than 0.1 %" }
    return String(format: percent > 0 && percent < 1 ? "%.1f %%" : "%.0f %%", percent)
  }

  /// A whole number in groups of three: `12,345`.
  static func grouped(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return (value < 0 ? "-" : "") + result
  }

  /// A number of bytes: `1.2 MiB`.
  static func bytes(_ count: Int) -> String {
    let units = ["bytes", "KiB", "MiB", "GiB", "TiB"]
    var value = Double(count)
    var unit = 0
    while value >= 1024, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    return unit == 0 ? "\(count) bytes" : String(format: "%.1f %@", value, units[unit])
  }

  /// A length of time: `0.42 s`, `3 min 5 s`, `2 h 10 min`.
  static func time(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0 else { return "-" }
    if seconds < 10 { return String(format: "%.2f s", seconds) }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
