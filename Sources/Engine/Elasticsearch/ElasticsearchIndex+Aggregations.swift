extension ElasticsearchIndex {
    /// How many of the documents that a search finds were created when: stretches of one length, a round one, without gaps.
    /// - Parameter count: how many stretches there should be at most.
    public func histogram(_ request: SearchRequest, count: Int) async throws(Failure) -> [HistogramBucket] {
        let dialect = try await dialect()
        let bounds = try await aggregate(request) { json in
            for name in ["min", "max"] {
                json.key(name)
                json.object(name) { json in json.object("field") { $0.string("created_at") } }
            }
        }
        guard let first = bounds.values["min"], let last = bounds.values["max"] else { return [] }
        let interval = roundInterval(covering: last - first, count: count)
        let answer = try await aggregate(request) { json in
            json.key("times")
            json.object("date_histogram") { json in
                json.beginObject()
                json.member("field", "created_at")
                json.member(dialect.intervalName, "\(interval)ms")
                json.member("min_doc_count", 0)
                json.endObject()
            }
        }
        return (answer.buckets["times"] ?? []).compactMap { bucket in
            Double(bucket.key).flatMap { Int64(exactly: $0.rounded(.towardZero)) }
                .map { HistogramBucket(start: Timestamp(milliseconds: $0), count: bucket.count) }
        }
    }

    /// The values that most of the documents which a search finds have in a field, the most frequent first.
    /// - Throws: `.usage` where the field holds words.
    public func topValues(of path: FieldPath, _ request: SearchRequest, count: Int) async throws(Failure) -> [TopValue] {
        let targets = try await countable(path, of: request.indexes)
        guard !targets.isEmpty, count > 0 else { return [] }
        let answer = try await aggregate(request) { json in
            for target in targets {
                json.key(target.path)
                json.object("terms") { json in
                    json.beginObject()
                    json.member("field", target.path)
                    json.member("size", count)
                    json.endObject()
                }
            }
        }
        var counts: [String: Int] = [:]
        for target in targets {
            for bucket in answer.buckets[target.path] ?? [] { counts[target.shown(bucket), default: 0] += bucket.count }
        }
        let values = counts.map { value, number in TopValue(value, count: number) }
        return Array(values.sorted { $0.count == $1.count ? $0.value < $1.value : $0.count > $1.count }.prefix(count))
    }

    /// What to count the values of a field by, in some indexes by itself and in others by a sub-field.
    private func countable(_ path: FieldPath, of indexes: [IndexName]) async throws(Failure) -> Set<CountedField> {
        var found: Set<CountedField> = []
        for fields in try await mappings(of: indexes).values {
            guard let field = fields[path.rawValue] else { continue }
            found.insert(try CountedField(field, of: fields, asked: path))
        }
        return found
    }

    private func aggregate(
        _ request: SearchRequest, _ write: (inout JSONWriter) -> Void
    ) async throws(Failure) -> AggregationResponse {
        let query = try await clause(of: request)
        var json = JSONWriter()
        json.beginObject()
        json.member("size", 0)
        json.key("track_total_hits")
        json.bool(false)
        json.key("query")
        query.write(to: &json)
        json.key("aggs")
        json.beginObject()
        write(&json)
        json.endObject()
        json.endObject()
        let question = question(.post, path(request.indexes) + "/_search", json.bytes)
        let response = try await send(question)
        guard response.isSuccess else { throw await failure(response, to: question, indexes: request.indexes) }
        return try read(response, to: question) { bytes throws(JSONError) in try AggregationResponse(bytes) }
    }
}

/// The shortest round stretch, in milliseconds, of which so many cover the span.
func roundInterval(covering span: Double, count: Int) -> Int64 {
    let (second, minute, hour, day) = (1_000.0, 60_000.0, 3_600_000.0, 86_400_000.0)
    let round =
        [1, 2, 5, 10, 15, 30].map { $0 * second } + [1, 2, 5, 10, 15, 30].map { $0 * minute }
        + [1, 2, 3, 6, 12].map { $0 * hour }
        + [1, 2, 7, 14, 30, 90, 365].map { $0 * day }
    // One stretch is lost because the first one begins before the first document.
    let least = span / Double(max(1, count - 1))
    let year = 365 * day
    return Int64(exactly: round.first { $0 > least } ?? year * (least / year).rounded(.up)) ?? .max
}

/// A field whose values can be counted.
private struct CountedField: Hashable {
    var path: String
    var isDate = false

    /// - Throws: `.usage` where it has none that could be.
    init(_ field: IndexField, of fields: IndexFields, asked: FieldPath) throws(Failure) {
        let counted = field.isText ? fields.wholeField(of: field) : field
        guard let counted else {
            throw Failure(.usage, "\(asked.rawValue) holds words, which have no top values: name a field of whole values")
        }
        guard counted.nested == nil, counted.hasDocValues, counted.isEnabled, counted.kind != .other else {
            throw Failure(.usage, "\(asked.rawValue) is kept so that its values cannot be counted: name another field")
        }
        path = counted.path
        if case .date = counted.kind { isDate = true }
    }

    /// A value as a query may have it.
    func shown(_ bucket: AggregationResponse.Bucket) -> String {
        guard isDate, let milliseconds = Double(bucket.key).flatMap({ Int64(exactly: $0) }) else {
            return bucket.shown ?? bucket.key
        }
        return Timestamp(milliseconds: milliseconds).iso8601
    }
}
