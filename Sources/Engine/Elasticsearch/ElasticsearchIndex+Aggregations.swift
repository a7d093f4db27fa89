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
            Double(bucket.key).map { HistogramBucket(start: Timestamp(milliseconds: Int64($0)), count: bucket.count) }
        }
    }

    /// The values that most of the documents which a search finds have in a field, the most frequent first.
    /// - Throws: `.usage` where the field holds words.
    public func topValues(of path: FieldPath, _ request: SearchRequest, count: Int) async throws(Failure) -> [TopValue] {
        let field = path.rawValue
        let fields = try await mappings(of: request.indexes).values
        let keyword = "\(field).keyword"
        let isText = fields.contains { $0.isText(field) }
        guard !isText || fields.contains(where: { $0.types[keyword] == "keyword" }) else {
            throw Failure(.usage, "\(field) holds words, which have no top values: name a field of whole values")
        }
        let answer = try await aggregate(request) { json in
            json.key("top")
            json.object("terms") { json in
                json.beginObject()
                json.member("field", isText ? keyword : field)
                json.member("size", count)
                json.endObject()
            }
        }
        return (answer.buckets["top"] ?? []).map { TopValue($0.shown ?? $0.key, count: $0.count) }
    }

    private func aggregate(
        _ request: SearchRequest, _ write: (inout JSONWriter) -> Void
    ) async throws(Failure) -> AggregationResponse {
        let scope = try await scope(of: request)
        var json = JSONWriter()
        json.beginObject()
        json.member("size", 0)
        json.key("track_total_hits")
        json.bool(false)
        json.key("query")
        scope.write(request.query, to: &json)
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
    return Int64(round.first { $0 > least } ?? year * (least / year).rounded(.up))
}
