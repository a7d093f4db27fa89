import Synchronization

/// Paging past the window of a search: by `search_after`, over a point in time where the product has one.
enum DeepPaging {
    /// How long a point in time outlives the page that was read last.
    static let keepAlive = "2m"

    /// How far a walk through the hits of one search has come.
    struct Walk: Hashable, Sendable {
        /// What is searched; pages of the same search go on with the walk.
        var search: SearchRequest
        var pointInTime: SearchBody.PointInTime?
        /// After how many hits which place comes, by the number.
        var marks: [Mark] = []
        var total: SearchResults.Total?

        struct Mark: Hashable, Sendable {
            var position: Int
            var cursor: ElasticsearchCursor
        }

        /// The last place before this one from where it is possible to go on.
        func mark(before position: Int) -> Mark? { marks.last { $0.position <= position } }

        mutating func note(_ mark: Mark) {
            guard !marks.contains(where: { $0.position == mark.position }) else { return }
            marks.append(mark)
            marks.sort { $0.position < $1.position }
        }
    }
}

extension ElasticsearchIndex {
    func searchDeep(_ request: SearchRequest, _ body: SearchBody, _ dialect: Dialect) async throws(Failure) -> SearchResults {
        let given = try request.after.map { cursor throws(Failure) in try ElasticsearchCursor(cursor) }
        var walk = try await takeWalk(request, dialect)
        do throws(Failure) {
            let results = try await self.walk(&walk, request, body, from: given, dialect)
            await keep(walk)
            return results
        } catch {
            // The server holds its point in time: the next search goes on with it or closes it.
            await keep(walk)
            throw error
        }
    }

    private func walk(
        _ walk: inout DeepPaging.Walk, _ request: SearchRequest, _ body: SearchBody, from given: ElasticsearchCursor?,
        _ dialect: Dialect
    ) async throws(Failure) -> SearchResults {
        var results = SearchResults(hits: [], total: SearchResults.Total(0), took: .zero)
        let mark = given == nil ? walk.mark(before: request.start) : nil
        var (position, cursor) = (mark?.position ?? 0, given ?? mark?.cursor)
        var hasMore = true
        while hasMore, position < request.end {
            let isWanted = position >= request.start
            let size = (isWanted ? request.end : request.start) - position
            var answer: SearchResponse
            (answer, hasMore) = try await hop(&walk, body, from: cursor, size: size, isWanted: isWanted)
            results.took += answer.took
            results.notice = results.notice ?? answer.notice
            if isWanted { results.hits += answer.hits }
            position += answer.hits.count
            cursor = ElasticsearchCursor(after: answer, before: cursor)
            guard let cursor else { break }
            if given == nil { walk.note(DeepPaging.Walk.Mark(position: position, cursor: cursor)) }
        }
        results.next = hasMore ? cursor?.searchCursor : nil
        results.total = walk.total ?? SearchResults.Total(position, isLowerBound: true)
        if walk.pointInTime == nil {
            results.notice =
                results.notice ?? "\(dialect.name) has no point in time: what changes meanwhile may be missing or come twice"
        }
        return results
    }

    /// One step of a walk, of at most so many hits, and whether there are more.
    private func hop(
        _ walk: inout DeepPaging.Walk, _ body: SearchBody, from cursor: ElasticsearchCursor?, size: Int, isWanted: Bool
    ) async throws(Failure) -> (SearchResponse, hasMore: Bool) {
        let shown = cursor?.shown ?? []
        var body = body
        body.from = 0
        // One more tells whether there are more.
        body.size = min(SearchBody.window, min(SearchBody.window, size) + shown.count + 1)
        body.hasSource = isWanted
        body.isCounted = walk.total == nil
        var answer = try await ask(&walk, body, from: cursor)
        walk.total = walk.total ?? answer.total
        let isFull = answer.hits.count == body.size
        let isCut = answer.keep(size, without: shown)
        return (answer, isCut || isFull)
    }

    /// A point in time that is gone is opened anew, and the walk goes on from the same place.
    private func ask(
        _ walk: inout DeepPaging.Walk, _ body: SearchBody, from cursor: ElasticsearchCursor?, isSecond: Bool = false
    ) async throws(Failure) -> SearchResponse {
        var body = body
        body.pointInTime = walk.pointInTime
        body.after = cursor?.searchAfter(hasTiebreaker: body.hasTiebreaker)
        let path = walk.pointInTime == nil ? path(walk.search.indexes) : ""
        let request = question(.post, path + "/_search", body.bytes)
        let response = try await send(request)
        let canRenew = walk.pointInTime != nil && !isSecond
        if response.status == 404, canRenew { return try await askAnew(&walk, body, from: cursor) }
        guard response.isSuccess else { throw await failure(response, to: request, indexes: walk.search.indexes) }
        let answer = try read(response, to: request) { bytes throws(JSONError) in
            try SearchResponse(bytes, sort: walk.search.sort)
        }
        if let id = answer.pointInTime { walk.pointInTime?.id = id }
        return answer.hasLostPointInTime && canRenew ? try await askAnew(&walk, body, from: cursor) : answer
    }

    private func askAnew(
        _ walk: inout DeepPaging.Walk, _ body: SearchBody, from cursor: ElasticsearchCursor?
    ) async throws(Failure) -> SearchResponse {
        await close(walk)
        walk.pointInTime = try await openPointInTime(walk.search.indexes, try await dialect())
        return try await ask(&walk, body, from: cursor, isSecond: true)
    }

    /// The walk of the page before, or a new one.
    private func takeWalk(_ request: SearchRequest, _ dialect: Dialect) async throws(Failure) -> DeepPaging.Walk {
        var search = request
        (search.start, search.size, search.after) = (0, 0, nil)
        let last = knowledge.withLock { knowledge in
            defer { knowledge.walk = nil }
            return knowledge.walk
        }
        if let last {
            if last.search == search, request.start > 0 || request.after != nil { return last }
            await close(last)
        }
        let pointInTime = try await openPointInTime(request.indexes, dialect)
        return DeepPaging.Walk(search: search, pointInTime: pointInTime)
    }

    private func keep(_ walk: DeepPaging.Walk) async {
        let replaced = knowledge.withLock { knowledge in
            defer { knowledge.walk = walk }
            return knowledge.walk
        }
        if let replaced { await close(replaced) }
    }
}

extension ElasticsearchIndex {
    private func openPointInTime(_ indexes: [IndexName], _ dialect: Dialect) async throws(Failure) -> SearchBody.PointInTime? {
        let suffix =
            switch dialect.pointInTime {
            case .missing: ""
            case .elasticsearch: "/_pit?keep_alive=\(DeepPaging.keepAlive)"
            case .openSearch: "/_search/point_in_time?keep_alive=\(DeepPaging.keepAlive)"
            }
        guard !suffix.isEmpty else { return nil }
        let request = question(.post, path(indexes) + suffix)
        let response = try await send(request)
        // Distributions without it, and users who may not, answer that there is no such thing.
        if [400, 403, 405].contains(response.status) { return nil }
        guard response.isSuccess else { throw await failure(response, to: request, indexes: indexes) }
        let id = try read(response, to: request) { bytes throws(JSONError) in
            var cursor = JSONCursor(bytes)
            guard try cursor.enterObject() else { throw JSONError("it is no object", at: 0, in: bytes) }
            while let key = try cursor.nextKey() {
                if key == "id" || key == "pit_id", let id = try cursor.string() { return id }
                if key != "id" && key != "pit_id" { try cursor.skip() }
            }
            throw JSONError("it has no point in time", at: 0, in: bytes)
        }
        return SearchBody.PointInTime(id: id, tiebreaker: dialect.tiebreaker)
    }

    /// Frees what the server holds for the walk; where that fails, it frees it by itself a little later.
    func close(_ walk: DeepPaging.Walk) async {
        guard let id = walk.pointInTime?.id, let dialect = knowledge.withLock({ $0.dialect }) else { return }
        var json = JSONWriter()
        json.beginObject()
        if dialect.pointInTime == .openSearch {
            json.key("pit_id")
            json.beginArray()
            json.string(id)
            json.endArray()
        } else {
            json.member("id", id)
        }
        json.endObject()
        let path = dialect.pointInTime == .openSearch ? "/_search/point_in_time" : "/_pit"
        _ = try? await send(question(.delete, path, json.bytes))
    }
}
