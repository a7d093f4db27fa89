import Engine

extension State {
    /// What the status line says: what is happening now, else what went wrong last, else the last notice.
    var shownNotice: Notice? {
        if isClosing { return Notice(.note, "closing: finishing what is on its way, at most 3 seconds") }
        return failure.map { Notice(.failure, $0 + attempt) } ?? silence ?? notice ?? lasting
    }

    /// Gives what is to be said for long rows of its own, so that it covers neither rows of a list nor the hints.
    mutating func makeRoomForNotices() -> [Effect] {
        // The most that is said of the next attempt: a list must not jump with every one.
        let attempt: SafeText = attempt == "" ? "" : " · next try in 5s"
        lasting = failure.map { Notice(.failure, $0 + attempt) } ?? standing
        let rows = lasting?.lines(columns: size.columns).count ?? 0
        guard rows != noticeRows else { return [] }
        noticeRows = rows
        return resize()
    }

    private var failure: SafeText? { isFilling ? nil : search.failure }

    /// What is so for as long as it lasts.
    private var standing: Notice? {
        let stream = strip.untold(columns: size.columns, index: search.index, look: look) ?? strip.status?.notice
        return (stream ?? strip.indexNotice).map { Notice(.warning, $0) }
    }

    /// When a search that failed is asked again.
    private var attempt: SafeText {
        if search.asked != nil { return " · trying again…" }
        return search.retry.map { " · next try in \(age(of: now, at: $0.at))" } ?? ""
    }

    /// How long an answer has been waited for, once that is long.
    private var silence: Notice? {
        guard let silence = search.silence, search.asked != nil,
            now.milliseconds - silence.since.milliseconds >= Silence.patience
        else { return nil }
        return Notice(.warning, "the index has not answered for \(age(of: silence.since, at: now))")
    }

    /// Whether the first events may still make the index that is searched.
    var isFilling: Bool {
        guard let settling else { return false }
        return now < settling.end && hasFeed && search.found == nil
    }
}
