import Synchronization

/// Some of the documents that were written lately and their place in the shard's history, until a search has seen them there.
struct UnseenWrites: Sendable {
    /// How many of each bulk stand for all of it.
    static let sample = 16
    private static let most = 2048

    private var places: [DocumentKey: Int64] = [:]

    /// Takes in what was written.
    mutating func note(_ written: [DocumentKey: Int64]) {
        // Where nobody asks, nothing is ever taken out; a sample that is lost only counts as seen.
        if places.count > UnseenWrites.most { places.removeAll() }
        places.merge(written) { $1 }
    }

    /// Those of some documents that are not seen yet.
    func places(of documents: [DocumentKey]) -> [DocumentKey: Int64] {
        guard !places.isEmpty else { return [:] }
        return documents.reduce(into: [:]) { found, document in
            if let place = places[document] { found[document] = place }
        }
    }

    /// Takes out what a search has seen.
    mutating func remove(_ key: DocumentKey, upTo place: Int64) {
        if let known = places[key], known <= place { places[key] = nil }
    }
}

extension ElasticsearchIndex {
    /// A search sees it from the next refresh on.
    public var showsWritesAtOnce: Bool { false }

    /// Asks, ten times a second, for some of the documents until a search finds them as they were written.
    public func becomesSearchable(_ documents: [DocumentKey], within patience: Duration) async -> Bool {
        let clock = ContinuousClock()
        let end = clock.now + patience
        while true {
            let waiting = knowledge.withLock { $0.unseen.places(of: documents) }
            if waiting.isEmpty { return true }
            guard clock.now < end else { return false }
            await look(for: waiting)
            do { try await clock.sleep(for: .milliseconds(100)) } catch { return false }
        }
    }

    private func look(for waiting: [DocumentKey: Int64]) async {
        for (index, keys) in Dictionary(grouping: waiting.keys, by: \.index) {
            let request = question(for: keys.map(\.id), in: [index], wantsSource: false)
            guard let response = try? await ask(request),
                let found = try? SearchResponse(response.body, sort: .latest).places
            else { continue }
            knowledge.withLock { knowledge in
                for (hit, place) in found {
                    // The index may be an alias: the hit's own says another name.
                    knowledge.unseen.remove(DocumentKey(index: index, id: hit.id), upTo: place)
                }
            }
        }
    }

    /// Those that a search finds, as it finds them: what was written after the last refresh is not among them.
    public func searchable(_ ids: [DocumentID], in index: IndexName?) async throws(Failure) -> [Hit] {
        guard !ids.isEmpty else { return [] }
        let indexes = index.map { [$0] } ?? []
        let request = question(for: ids, in: indexes, wantsSource: true)
        let response = try await send(request)
        guard response.isSuccess else { throw await failure(response, to: request, indexes: indexes) }
        return try read(response, to: request) { bytes throws(JSONError) in try SearchResponse(bytes, sort: .latest).hits }
    }

    private func question(for ids: [DocumentID], in indexes: [IndexName], wantsSource: Bool) -> NodeRequest {
        var json = JSONWriter()
        json.object("ids") { json in
            json.object("values") { json in
                json.beginArray()
                for id in ids { json.string(id.rawValue) }
                json.endArray()
            }
        }
        // Without an index to look in, an id may be in several.
        let size = indexes.isEmpty ? max(100, ids.count) : ids.count
        let body = "{\"size\":\(size),\"_source\":\(wantsSource),\"seq_no_primary_term\":true,\"query\":\(json.string)}"
        return question(.post, path(indexes) + "/_search", Array(body.utf8))
    }
}
