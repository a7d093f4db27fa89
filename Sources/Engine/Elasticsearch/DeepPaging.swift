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
        /// After how many hits which sort values come, by the number.
        var marks: [Mark] = []
        var total: SearchResults.Total?

        struct Mark: Hashable, Sendable {
            var position: Int
            var after: [UInt8]
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
        var walk = try await takeWalk(request, dialect)
        var results = SearchResults(hits: [], total: SearchResults.Total(0), took: .zero)
        var position = walk.mark(before: request.start)?.position ?? 0
        while position < request.start + request.size {
            let isWanted = position >= request.start
            let size = min(SearchBody.window, (isWanted ? request.start + request.size : request.start) - position)
            let answer = try await hop(&walk, body, from: position, size: size, isWanted: isWanted)
            results.took += answer.took
            results.notice = results.notice ?? answer.notice
            if isWanted { results.hits += answer.hits }
            position += answer.hits.count
            guard answer.hits.count == size, let after = answer.last else { break }
            walk.note(DeepPaging.Walk.Mark(position: position, after: after))
        }
        results.total = walk.total ?? SearchResults.Total(position, isLowerBound: true)
        if walk.pointInTime == nil {
            results.notice =
                results.notice ?? "\(dialect.name) has no point in time: what changes meanwhile may be missing or come twice"
        }
        await keep(walk)
        return results
    }

    /// One step of a walk.
    private func hop(
        _ walk: inout DeepPaging.Walk, _ body: SearchBody, from position: Int, size: Int, isWanted: Bool
    ) async throws(Failure) -> SearchResponse {
        var body = body
        body.from = 0
        body.size = size
        body.hasSource = isWanted
        body.isCounted = walk.total == nil
        body.after = walk.mark(before: position)?.after
        body.pointInTime = walk.pointInTime
        let path = walk.pointInTime == nil ? path(walk.search.indexes) : ""
        let request = question(.post, path + "/_search", body.bytes)
        let response = try await send(request)
        guard response.isSuccess else { throw await failure(response, to: request, indexes: walk.search.indexes) }
        let answer = try read(response, to: request) { bytes throws(JSONError) in
            try SearchResponse(bytes, sort: walk.search.sort)
        }
        walk.total = walk.total ?? answer.total
        if let id = answer.pointInTime { walk.pointInTime?.id = id }
        return answer
    }

    /// The walk of the page before, or a new one.
    private func takeWalk(_ request: SearchRequest, _ dialect: Dialect) async throws(Failure) -> DeepPaging.Walk {
        var search = request
        (search.start, search.size) = (0, 0)
        let last = knowledge.withLock { knowledge in
            defer { knowledge.walk = nil }
            return knowledge.walk
        }
        if let last {
            if last.search == search, request.start > 0, await isOpen(last) { return last }
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

    /// Whether the point in time is still there; without one there is nothing that could be gone.
    private func isOpen(_ walk: DeepPaging.Walk) async -> Bool {
        guard let id = walk.pointInTime?.id else { return true }
        var json = JSONWriter()
        json.beginObject()
        json.member("size", 0)
        json.key("pit")
        json.beginObject()
        json.member("id", id)
        json.member("keep_alive", DeepPaging.keepAlive)
        json.endObject()
        json.endObject()
        let response = try? await send(question(.post, "/_search?track_total_hits=false&terminate_after=1", json.bytes))
        return response?.isSuccess ?? false
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
    private func close(_ walk: DeepPaging.Walk) async {
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
