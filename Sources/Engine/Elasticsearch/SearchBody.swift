/// The body of a search.
struct SearchBody {
    /// How many hits one answer may have, as long as nobody set an index's `max_result_window`.
    static let window = 10_000

    /// A point in time that is searched instead of the indexes as they are now.
    struct PointInTime: Hashable, Sendable {
        var id: String
        /// The field that tells apart what sorts alike, where the server wants to sort by it.
        var tiebreaker: String?
    }

    var query: Clause
    var sort: Sort
    var order: SortOrder
    var size: Int
    var from = 0
    /// The sort values of the hit after which to go on: a JSON array.
    var after: [UInt8]?
    var pointInTime: PointInTime?
    var hasSource = true
    var highlight: Highlight?
    var isCounted: Bool

    init(_ request: SearchRequest, _ query: Clause) {
        self.query = query
        sort = request.sort
        order = request.order
        size = request.size
        from = request.start
        isCounted = request.isCounted
    }

    /// Whether the sort has a third value.
    var hasTiebreaker: Bool { pointInTime?.tiebreaker != nil }

    /// The body as JSON.
    var bytes: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("size", size)
        if from > 0 { json.member("from", from) }
        json.key("query")
        query.write(to: &json)
        writeSort(to: &json)
        writeTotal(to: &json)
        if !hasSource {
            json.key("_source")
            json.bool(false)
        }
        if hasSource, let highlight { highlight.write(to: &json) }
        if let pointInTime {
            json.key("pit")
            json.beginObject()
            json.member("id", pointInTime.id)
            json.member("keep_alive", DeepPaging.keepAlive)
            json.endObject()
        }
        var body = json.bytes
        // The values came from the index as JSON, and go back as they came.
        if let after { body += Array(",\"search_after\":".utf8) + after }
        body.append(UInt8(ascii: "}"))
        return body
    }

    private func writeSort(to json: inout JSONWriter) {
        json.key("sort")
        json.beginArray()
        switch sort {
        case .relevance: json.object("_score") { json in json.object("order") { $0.string(order.rawValue) } }
        case .latest: write(field: "created_at", type: "date", to: &json)
        case .popularity: write(field: "popularity", type: "long", to: &json)
        }
        // The one written last comes first; and a page does not show again what the page before it had.
        json.object("_seq_no") { json in
            json.beginObject()
            json.member("order", "desc")
            // An index without any mapping does not even have this one.
            json.member("unmapped_type", "long")
            json.endObject()
        }
        if let tiebreaker = pointInTime?.tiebreaker {
            json.object(tiebreaker) { json in json.object("order") { $0.string("asc") } }
        }
        json.endArray()
    }

    private func write(field: String, type: String, to json: inout JSONWriter) {
        json.object(field) { json in
            json.beginObject()
            json.member("order", order.rawValue)
            json.member("missing", "_last")
            json.member("unmapped_type", type)
            json.endObject()
        }
    }

    /// Counting everything is free; counting what matches a common word is not, and beyond ten thousand a bound is enough.
    private func writeTotal(to json: inout JSONWriter) {
        json.key("track_total_hits")
        if !isCounted || query == .everything { json.bool(isCounted) } else { json.number(SearchBody.window) }
    }
}
