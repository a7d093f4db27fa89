import Engine

extension State {
    /// How long the screen stays as it is if nothing happens; `nil` is for ever.
    var timeToNextTick: Duration? {
        guard opening == .open else { return nil }
        if let soon = timeToNextDeed { return soon }
        if isReading || isOnServer || search.asked != nil { return .untilNext(1_000, at: now) }
        guard times != .date, let youngest = youngestVisible else { return nil }
        let age = max(0, now.milliseconds - youngest.milliseconds)
        return .untilNext(age < 60_000 ? 1_000 : age < 3_600_000 ? 60_000 : 3_600_000, at: now)
    }

    /// How long until there is something to do that no event brings.
    private var timeToNextDeed: Duration? {
        var times: [Duration] = []
        if let lookUp, lookUp.showsEvent { times.append(until(lookUp.since.advanced(by: LookUp.patience))) }
        if let retry = search.nextRetry { times.append(until(retry)) }
        if search.wantsMerge { times.append(until(search.nextMerge)) }
        if let oldest = search.marks.values.filter({ $0.kind == .new }).map(\.since).min() {
            times.append(until(oldest.advanced(by: RowMark.life)))
        }
        return times.min().map { min($0, isReading || isOnServer || search.nextRetry != nil ? .untilNext(1_000, at: now) : $0) }
    }

    private func until(_ time: Timestamp) -> Duration { .milliseconds(max(1, time.milliseconds - now.milliseconds)) }

    /// Whether there are rates to show.
    private var isReading: Bool {
        switch strip.status?.activity {
        case nil, .off, .stopped: false
        case .connecting, .running, .waiting: true
        }
    }

    private var youngestVisible: Timestamp? {
        if let document { return document.youngest }
        let created = search.hits.dropFirst(search.cursor.top).prefix(resultRows).compactMap(\.createdAt)
        let seen = times == .age ? live.events.dropFirst(live.cursor.top).prefix(liveRows).map(\.seenAt) : []
        return (created + seen).max()
    }
}

extension Duration {
    /// The time until the clock shows the next whole multiple of some milliseconds.
    fileprivate static func untilNext(_ period: Int64, at now: Timestamp) -> Duration {
        .milliseconds(period - now.milliseconds % period)
    }
}
