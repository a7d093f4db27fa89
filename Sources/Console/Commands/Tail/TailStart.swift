import Engine

/// Reads where `--from` says to begin.
/// - Parameter now: what `-15m` is reckoned from.
func startPosition(_ text: String, now: Timestamp) throws(Failure) -> StartPosition {
    switch text {
    case "end": return .end
    case "begin", "beginning": return .beginning
    default: break
    }
    if let age = age(text) { return .time(Timestamp(milliseconds: now.milliseconds - age)) }
    if let time = Timestamp(iso8601: text) { return .time(time) }
    throw Failure(
        .usage, "--from must be end, begin, an age such as -15m, or a time such as 2026-01-31T14:00:00Z (UTC), not \(text)")
}

/// `-90s`, `-15m`, `-2h`, `-1d` in milliseconds.
private func age(_ text: String) -> Int64? {
    let units: [Character: Int64] = ["s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
    guard text.hasPrefix("-"), let unit = text.last.flatMap({ units[$0] }) else { return nil }
    guard let count = Int64(text.dropFirst().dropLast()), count >= 0 else { return nil }
    let (age, isTooLong) = count.multipliedReportingOverflow(by: unit)
    return isTooLong ? nil : age
}
