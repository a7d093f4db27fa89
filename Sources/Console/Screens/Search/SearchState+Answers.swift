import Engine

// What searches and the stream bring.
extension SearchState {
    /// Takes an answer, unless a newer search has been asked for since.
    mutating func take(_ results: SearchResults, of search: Search, height: Int) {
        guard search.generation == generation else { return }
        asked = nil
        failure = nil
        switch search.purpose {
        case .fresh, .again: replace(with: results, of: search, height: height)
        case .more: append(results, of: search)
        case .rest:
            append(results, of: search)
            cursor.move(.bottom, count: hits.count, height: height)
        }
    }

    /// Takes a failure; the last good results stay.
    mutating func take(_ failure: Failure, of search: Search) {
        guard search.generation == generation else { return }
        asked = nil
        if failure.kind != .cancelled { self.failure = failure.sentence }
    }

    private mutating func replace(with results: SearchResults, of search: Search, height: Int) {
        let before = selected.map { DocumentKey($0) }
        let isFirstRow = cursor.selected == 0
        let isReordered =
            found.map { $0.request.sort != search.request.sort || $0.request.order != search.request.order } ?? false
        found = Found(
            request: search.request, text: search.text, hits: results.hits, total: results.total, took: results.took,
            isComplete: results.hits.count < search.request.size, next: results.next)
        arrivals = arrivalsSinceAsked
        for hit in results.hits { arrivals.remove(DocumentKey(hit)) }
        // Who types another query and has not moved wants its first hit, not the place the old first hit has in it.
        let staysOnRow = search.purpose == .fresh && isFirstRow
        let row = staysOnRow ? nil : before.flatMap { key in results.hits.firstIndex { DocumentKey($0) == key } }
        if let row {
            cursor.follow(to: row, count: hits.count, height: height)
        } else {
            // In another order the row that it stood on means nothing.
            if isReordered { cursor = ListCursor() }
            cursor.settle(count: hits.count, height: height)
        }
    }

    private mutating func append(_ results: SearchResults, of search: Search) {
        // New documents push others onto the next page: none is shown twice.
        let known = Set(hits.map { DocumentKey($0) })
        found?.hits += results.hits.filter { !known.contains(DocumentKey($0)) }
        found?.total = results.total
        found?.isComplete = results.hits.count < search.request.size
        found?.next = results.next
    }

    /// Counts what the stream made searchable and the query matches.
    mutating func note(_ documents: [(document: Document, position: RecordPosition)]) {
        guard !documents.isEmpty else { return }
        let matcher = LiveMatcher(query)
        for (document, position) in documents where index == nil || document.index == index {
            guard matcher.matches(document) else { continue }
            let key = DocumentKey(document)
            if asked?.purpose == .fresh || asked?.purpose == .again { arrivalsSinceAsked.add(key) }
            if !hits.contains(where: { $0.origin == position && DocumentKey($0) == key }) { arrivals.add(key) }
        }
    }
}
