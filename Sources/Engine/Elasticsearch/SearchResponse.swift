/// The answer to a search.
struct SearchResponse: Sendable {
    var took = Duration.zero
    var total: SearchResults.Total?
    var hits: [Hit] = []
    /// The values that each hit was sorted by: a JSON array.
    private(set) var sortValues: [[UInt8]?] = []
    /// A point in time may get a new id with every answer.
    var pointInTime: String?
    private var sequenceNumbers: [Int64?] = []
    private var isTimedOut = false
    private var shards: (total: Int, failed: Int, reason: ErrorReason?) = (0, 0, nil)
    private var hasHits = false

    /// - Throws: where the bytes are no JSON, or not the answer to a search.
    init(_ bytes: [UInt8], sort: Sort) throws(JSONError) {
        var cursor = JSONCursor(bytes)
        guard try cursor.enterObject() else { throw JSONError("it is no object", at: 0, in: bytes) }
        while let key = try cursor.nextKey() {
            switch key {
            case "took": took = .milliseconds(try cursor.count() ?? 0)
            case "timed_out": isTimedOut = try cursor.isTrue()
            case "pit_id": pointInTime = try cursor.string()
            case "_shards": try readShards(&cursor)
            case "hits": try readHits(&cursor, sort: sort)
            default: try cursor.skip()
            }
        }
        try cursor.end()
        guard hasHits else { throw JSONError("it has no hits", at: 0, in: bytes) }
    }

    /// The hits with the place of their last change in the shard's history, where that was asked for.
    var places: [(Hit, Int64)] {
        zip(hits, sequenceNumbers).compactMap { hit, place in place.map { (hit, $0) } }
    }

    /// Whether the point in time is gone from some of the shards.
    var hasLostPointInTime: Bool { shards.reason?.type == "search_context_missing_exception" }

    /// Leaves out hits that were shown, and those beyond so many.
    /// - Returns: whether there were more.
    mutating func keep(_ count: Int, without shown: [DocumentKey]) -> Bool {
        let known = Set(shown)
        let kept = zip(hits, sortValues).filter { hit, _ in !known.contains(DocumentKey(index: hit.index, id: hit.id)) }
        hits = kept.prefix(count).map(\.0)
        sortValues = kept.prefix(count).map(\.1)
        return kept.count > count
    }

    /// What the results lack.
    var notice: SafeText? {
        if shards.failed > 0 {
            let reason: SafeText = shards.reason.map { " (\($0.reason))" } ?? ""
            return "\(shards.failed) of \(shards.total) shards did not answer\(reason): results are missing"
        }
        return isTimedOut ? "the search took too long and was ended: results are missing" : nil
    }

    /// Whether what the results lack is on nodes that are away, and may be back.
    var isPartial: Bool {
        guard shards.failed > 0 else { return false }
        guard let type = shards.reason?.type else { return true }
        return type.hasPrefix("node_") || ["no_shard_available_action_exception", "connect_transport_exception"].contains(type)
    }

    private mutating func readShards(_ cursor: inout JSONCursor) throws(JSONError) {
        guard try cursor.enterObject() else { return }
        while let key = try cursor.nextKey() {
            switch key {
            case "total": shards.total = try cursor.count() ?? 0
            case "failed": shards.failed = try cursor.count() ?? 0
            case "failures": shards.reason = try ErrorReason.first(of: &cursor)
            default: try cursor.skip()
            }
        }
    }

    private mutating func readHits(_ cursor: inout JSONCursor, sort: Sort) throws(JSONError) {
        guard try cursor.enterObject() else { return }
        while let key = try cursor.nextKey() {
            switch key {
            case "total": try readTotal(&cursor)
            case "hits":
                hasHits = try cursor.enterArray()
                while hasHits, try cursor.hasElement() {
                    var hit = HitReader()
                    try hit.read(&cursor)
                    hits.append(hit.hit(sort))
                    sequenceNumbers.append(hit.sequenceNumber)
                    sortValues.append(hit.sortValues)
                }
            default: try cursor.skip()
            }
        }
    }

    /// A number until Elasticsearch 6 and where it is asked for; an object with a relation since; missing where nobody counted.
    private mutating func readTotal(_ cursor: inout JSONCursor) throws(JSONError) {
        guard try cursor.isObjectNext() else {
            total = try cursor.count().map { SearchResults.Total($0) }
            return
        }
        _ = try cursor.enterObject()
        var found = SearchResults.Total(0)
        while let key = try cursor.nextKey() {
            switch key {
            case "value": found.value = try cursor.count() ?? 0
            case "relation": found.isLowerBound = try cursor.string() != "eq"
            default: try cursor.skip()
            }
        }
        total = found
    }
}
