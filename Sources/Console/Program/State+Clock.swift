import Engine

extension State {
    /// How long the screen stays as it is if nothing happens; `nil` is for ever.
    var timeToNextTick: Duration? {
        guard opening == .open else { return nil }
        if isReading { return .untilNext(1_000, at: now) }
        guard times == .age, document == nil, let youngest = youngestVisible else { return nil }
        let age = max(0, now.milliseconds - youngest.milliseconds)
        return .untilNext(age < 60_000 ? 1_000 : age < 3_600_000 ? 60_000 : 3_600_000, at: now)
    }

    /// Whether there are rates to show.
    private var isReading: Bool {
        switch strip.status?.activity {
        case nil, .off, .stopped: false
        case .connecting, .running, .waiting: true
        }
    }

    private var youngestVisible: Timestamp? {
        search.hits.dropFirst(search.cursor.top).prefix(resultRows).compactMap(\.createdAt).max()
    }
}

extension Duration {
    /// The time until the clock shows the next whole multiple of some milliseconds.
    fileprivate static func untilNext(_ period: Int64, at now: Timestamp) -> Duration {
        .milliseconds(period - now.milliseconds % period)
    }
}
