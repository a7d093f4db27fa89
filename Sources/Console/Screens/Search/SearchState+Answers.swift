import Engine

// What searches bring.
extension SearchState {
    /// Takes an answer, unless a newer search has been asked for since.
    mutating func take(_ results: SearchResults, of search: Search, height: Int, now: Timestamp) {
        guard search.generation == generation else { return }
        asked = nil
        failure = nil
        retry = results.isPartial ? Retry(after: retry, at: now) : nil
        switch search.purpose {
        case .fresh, .again: replace(with: results, of: search, height: height, now: now)
        case .more: append(results, of: search)
        case .rest:
            append(results, of: search)
            cursor.move(.bottom, count: hits.count, height: height)
        }
    }

    /// Says, where the bottom of the list is not the last hit, that it is not.
    func bottomNotice(of search: Search) -> SafeText? {
        guard search.purpose == .rest, search.generation == generation, let found, !found.isComplete else { return nil }
        return "the first \(count(hits.count, "hit")) are here; G goes on, S turns the order round and begins with the last"
    }

    /// Takes a failure; the last good results stay.
    mutating func take(_ failure: Failure, of search: Search, now: Timestamp) {
        guard search.generation == generation else { return }
        asked = nil
        guard failure.kind != .cancelled else { return }
        self.failure = failure.sentence
        let mayHeal = failure.kind == .unavailable || failure.kind == .tryAgain
        retry = mayHeal ? Retry(after: retry, at: now) : nil
    }

    /// Asks again what could not be answered, or not whole, once that is due.
    mutating func retry(at now: Timestamp) -> Search? {
        guard let nextRetry, now >= nextRetry else { return nil }
        return ask(found == nil ? .fresh : .again, at: now)
    }

    var nextRetry: Timestamp? { asked == nil && error == nil ? retry?.at : nil }

    /// Notes since when an answer has been waited for.
    mutating func noteSilence(at now: Timestamp) {
        guard let asked else { return silence = nil }
        if silence?.generation != asked.generation { silence = Silence(generation: asked.generation, since: now) }
    }

    private mutating func replace(with results: SearchResults, of search: Search, height: Int, now: Timestamp) {
        let earlier = found
        let before = selected.flatMap { earlier?.key(of: $0) }
        let isFirstRow = cursor.selected == 0
        let isReordered =
            earlier.map { $0.request.sort != search.request.sort || $0.request.order != search.request.order } ?? false
        let found = Found(results, of: search, at: now)
        self.found = found
        mark(found, since: search.purpose == .again ? earlier : nil, now: now)
        arrivals = Arrivals()
        note(Array(changesSinceAsked.byKey.values), now: now)
        arrivals.isCut = changesSinceAsked.leftOut > 0
        changesSinceAsked = ChangesSinceAsked()
        // Who has not moved wants the first hit, not the place that the old first hit has now.
        let row = isFirstRow ? nil : before.flatMap { found.rows[$0] }
        if let row {
            cursor.follow(to: row, count: hits.count, height: height)
        } else {
            // In another order the row that it stood on means nothing.
            if isReordered { cursor = ListCursor() }
            cursor.settle(count: hits.count, height: height)
        }
    }

    /// Marks rows that came with the stream. What a search says now is true, but it may still show what was just deleted.
    private mutating func mark(_ found: Found, since earlier: Found?, now: Timestamp) {
        marks = marks.filter { found.rows[$0.key] != nil && $0.value.kind != .changed && !$0.value.isOver(at: now) }
        guard let earlier else { return }
        for key in arrivals.keys where found.rows[key] != nil && earlier.rows[key] == nil {
            marks[key] = RowMark(kind: .new, since: now)
        }
    }

    private mutating func append(_ results: SearchResults, of search: Search) {
        found?.append(results.hits)
        found?.total = results.total
        found?.isComplete = results.hits.count < search.request.size
        found?.next = results.next
    }
}
