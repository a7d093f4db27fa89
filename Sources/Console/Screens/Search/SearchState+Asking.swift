import Engine

// Everything that leads to a search. Each returns the search to send, if there is to be one.
extension SearchState {
    /// The text in the bar has changed, or will not change any more.
    /// - Parameter now: the moment that the query means by `now`.
    mutating func parseQuery(at now: Timestamp) -> Search? { parseQuery(at: now, isFinished: !isEditing) }

    /// The text is to be searched for as it is. What is no query stays to be mended.
    mutating func submit(at now: Timestamp) -> Search? {
        let search = parseQuery(at: now, isFinished: true)
        isEditing = error != nil
        return search
    }

    private mutating func parseQuery(at now: Timestamp, isFinished: Bool) -> Search? {
        let typed = TypedQuery(text: field.text, isFinished: isFinished, fields: fields.catalog)
        let isWanted = error != nil || (found == nil && asked == nil)
        // The cursor moves: dates that count from now do not become others by that.
        if typed == understood, !isWanted { return nil }
        do throws(QueryError) {
            let meant = try typed.query(at: now)
            let isNew = meant != query || isWanted
            (query, understood, meantAt, error) = (meant, typed, now, nil)
            return isNew ? ask(.fresh, at: now) : nil
        } catch {
            self.error = error
            return nil
        }
    }

    /// Another query in another order is in the bar.
    mutating func searchAnew(at now: Timestamp) -> Search? {
        let search = parseQuery(at: now)
        return error == nil ? search ?? ask(.fresh, at: now) : nil
    }

    /// Relevance, latest, popularity, and round again.
    mutating func cycleSort(at now: Timestamp) -> Search {
        let all = Sort.allCases
        return order(by: all[((all.firstIndex(of: sort) ?? 0) + 1) % all.count], .descending, at: now)
    }

    mutating func flipOrder(at now: Timestamp) -> Search {
        order(by: sort, order == .descending ? .ascending : .descending, at: now)
    }

    mutating func order(by sort: Sort, _ order: SortOrder, at now: Timestamp) -> Search {
        self.sort = sort
        self.order = order
        return ask(.again, at: now)
    }

    /// Lets the dates of the query that count from now count from another moment.
    mutating func renewQuery(at now: Timestamp) {
        if let meant = try? understood.query(at: now) { (query, meantAt) = (meant, now) }
    }

    /// Searches for the query as it was last understood, from the first hit on.
    mutating func ask(_ purpose: Search.Purpose, at now: Timestamp) -> Search {
        renewQuery(at: now)
        let size = purpose == .again ? min(mostHits, sizeForSelection) : firstPage
        changesSinceAsked = ChangesSinceAsked()
        return send(purpose, start: 0, size: size)
    }

    /// How many hits the selected document is certainly among, and some after it. The first row is a place and no document.
    private var sizeForSelection: Int {
        guard let found, cursor.selected > 0 else { return firstPage }
        let isReordered = found.request.sort != sort || found.request.order != order
        guard isReordered else { return cursor.selected + arrivals.keys.count + Self.page }
        return found.isComplete ? max(Self.page, hits.count + arrivals.keys.count) : mostHits
    }

    /// Asks for more once the cursor comes near the end of what is there, or the screen has room for more.
    mutating func askMoreNearEnd() -> Search? {
        let enough = max(rows, cursor.selected + min(Self.page, hits.count) / 2 + 1)
        guard asked == nil, let found, !found.isComplete, hits.count < enough else { return nil }
        return send(.more, start: hits.count, size: Self.page)
    }

    /// Asks for everything that is missing, so that the bottom of the list is the last hit.
    mutating func askRest() -> Search? {
        guard asked == nil, let found, !found.isComplete else { return nil }
        let missing = found.total.isLowerBound ? mostHits : found.total.value - hits.count
        return send(.rest, start: hits.count, size: max(Self.page, min(mostHits, missing)))
    }

    private mutating func send(_ purpose: Search.Purpose, start: Int, size: Int) -> Search {
        generation += 1
        // More of the results that are shown is more of their search, whatever is in the bar by now.
        let earlier = start > 0 ? found : nil
        var request = earlier?.request ?? request
        request.after = earlier?.next
        request.start = request.after == nil ? start : 0
        request.size = size
        let search = Search(generation: generation, purpose: purpose, request: request, text: earlier?.text ?? understood.text)
        asked = search
        return search
    }

    /// The search for the query as it was last understood.
    var request: SearchRequest { SearchRequest(indexes: indexes, query: query, sort: sort, order: order) }
}
