extension Routes {
    /// Finds documents whose name has one of the words.
    func search(_ name: String, _ target: RequestTarget) async -> HTTPResponse {
        let parameters = SearchParameters(target)
        guard parameters.issues.isEmpty else { return ValidationIssue.response(parameters.issues) }
        var request = SearchRequest(
            indexes: indexes(name), query: .anyToken(of: parameters.query, in: .name), sort: parameters.sort,
            order: .descending, start: parameters.start, size: parameters.size, isCounted: false)
        request.isRecurring = true
        do throws(Failure) {
            return HTTPResponse(200, encode(try await index.search(request).hits))
        } catch {
            return response(to: error)
        }
    }

    /// Several indexes are named with commas between them, and all by `_all`, as the seed's index understands it.
    private func indexes(_ name: String) -> [IndexName] {
        if name == "_all" || name == "*" { return [] }
        let names = name.split(separator: ",")
        // An empty list would mean all of them.
        return names.isEmpty ? [IndexName(name)] : names.map { IndexName(String($0)) }
    }

    /// A hit as Elasticsearch writes it.
    private func encode(_ hits: [Hit]) -> [UInt8] {
        var body = JSONBody(capacity: 32 + hits.reduce(0) { $0 + $1.source.count + 192 })
        body.literal("{\"results\":[")
        for (position, hit) in hits.enumerated() {
            body.literal(position == 0 ? "{\"_index\":" : ",{\"_index\":")
            body.string(hit.index.rawValue)
            body.literal(",\"_id\":")
            body.string(hit.id.rawValue)
            body.literal(",\"_score\":")
            if let score = hit.score { body.number(score) } else { body.literal("null") }
            body.literal(",\"_source\":")
            body.raw(hit.source)
            body.literal(",\"sort\":[")
            // What Elasticsearch puts where a document without the field sorts last in descending order.
            if let json = hit.sortValueJSON { body.raw(json) } else { body.number(hit.sortValue ?? .min) }
            body.literal("]}")
        }
        body.literal("]}")
        return body.bytes
    }
}
