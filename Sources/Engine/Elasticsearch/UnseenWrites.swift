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

    /// Those of the batch that are not seen yet.
    func places(of batch: WriteBatch) -> [DocumentKey: Int64] {
        guard !places.isEmpty else { return [:] }
        return batch.operations.reduce(into: [:]) { found, operation in
            if let place = places[operation.key] { found[operation.key] = place }
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

    /// Asks, ten times a second, for some of the batch's documents until a search finds them as they were written.
    public func becomesSearchable(_ batch: WriteBatch, within patience: Duration) async -> Bool {
        let clock = ContinuousClock()
        let end = clock.now + patience
        while true {
            let waiting = knowledge.withLock { $0.unseen.places(of: batch) }
            if waiting.isEmpty { return true }
            guard clock.now < end else { return false }
            await look(for: waiting)
            do { try await clock.sleep(for: .milliseconds(100)) } catch { return false }
        }
    }

    private func look(for waiting: [DocumentKey: Int64]) async {
        for (index, keys) in Dictionary(grouping: waiting.keys, by: \.index) {
            var json = JSONWriter()
            json.object("ids") { json in
                json.object("values") { json in
                    json.beginArray()
                    for key in keys { json.string(key.id.rawValue) }
                    json.endArray()
                }
            }
            let body =
                "{\"size\":\(keys.count),\"_source\":false,\"seq_no_primary_term\":true,\"query\":\(json.string)}"
            let request = question(.post, path([index]) + "/_search", Array(body.utf8))
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
}
