/// What a search says beside its hits: single values, or buckets.
struct AggregationResponse: Hashable, Sendable {
    struct Bucket: Hashable, Sendable {
        var key = ""
        /// The key in the field's own format, where it has one.
        var shown: String?
        var count = 0
    }

    private(set) var values: [String: Double] = [:]
    private(set) var buckets: [String: [Bucket]] = [:]

    init(_ bytes: [UInt8]) throws(JSONError) {
        var cursor = JSONCursor(bytes)
        var isThere = false
        guard try cursor.enterObject() else { throw JSONError("it is no object", at: 0, in: bytes) }
        while let key = try cursor.nextKey() {
            guard key == "aggregations", try cursor.enterObject() else {
                if key != "aggregations" { try cursor.skip() }
                continue
            }
            isThere = true
            while let name = try cursor.nextKey() { try read(name, &cursor) }
        }
        guard isThere else { throw JSONError("it has no aggregations", at: 0, in: bytes) }
    }

    private mutating func read(_ name: String, _ cursor: inout JSONCursor) throws(JSONError) {
        guard try cursor.enterObject() else { return }
        while let key = try cursor.nextKey() {
            switch key {
            case "value": values[name] = try cursor.number()
            case "buckets":
                var found: [Bucket] = []
                guard try cursor.enterArray() else { continue }
                while try cursor.hasElement() { found.append(try AggregationResponse.bucket(&cursor)) }
                buckets[name] = found
            default: try cursor.skip()
            }
        }
    }

    private static func bucket(_ cursor: inout JSONCursor) throws(JSONError) -> Bucket {
        var bucket = Bucket()
        guard try cursor.enterObject() else { return bucket }
        while let key = try cursor.nextKey() {
            switch key {
            case "key": bucket.key = try cursor.scalar() ?? ""
            case "key_as_string": bucket.shown = try cursor.scalar()
            case "doc_count": bucket.count = try cursor.count() ?? 0
            default: try cursor.skip()
            }
        }
        return bucket
    }
}
