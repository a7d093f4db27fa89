import Engine

/// Reads where `--from` says to begin.
/// - Parameter now: what `-15m` is reckoned from.
func startPosition(_ text: String, now: Timestamp) throws(Failure) -> StartPosition {
    if let start = StartPosition(text, now: now) { return start }
    throw Failure(
        .usage, "--from must be end, begin, an age such as -15m, or a time such as 2026-01-31T14:00:00Z (UTC), not \(text)")
}
