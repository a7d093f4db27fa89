extension ElasticsearchIndex {
    /// Runs a search and tells what the server is asked: its query DSL is what Kelp makes of the query.
    public func explain(_ request: SearchRequest) async throws(Failure) -> [SafeText] {
        let dialect = try await dialect()
        let compiler = try await compiler(for: request)
        let body = SearchBody(request, try compiler.clause(request.query))
        let results = try await search(request)
        var lines: [SafeText] = ["asked of \(dialect.name): POST \(path(request.indexes))/_search"]
        if request.query.hasTerms { lines.append(compiler.scope.sentence) }
        if let marked = compiler.highlight(of: request.query, dialect) {
            lines.append("what matched is marked by the server itself in \(marked.fields.joined(separator: ", "))")
        }
        let bound: SafeText = results.total.isLowerBound ? "at least " : ""
        let took = Int(results.took / .milliseconds(1))
        lines.append("\(results.hits.count) of \(bound)\(results.total.value) matches in \(took) ms, by the server's clock")
        lines.append("")
        return lines + JSONLayout.lines(of: body.bytes)
    }
}

extension QueryDSL.Scope {
    /// Where words are looked up.
    fileprivate var sentence: SafeText {
        switch self {
        case .fields(let fields): "words are looked up in \(fields.joined(separator: ", "))"
        case .byDocument(let others):
            "words are looked up in \(QueryDSL.mainFields.joined(separator: ", ")); in documents that have neither, in \(others.joined(separator: ", "))"
        }
    }
}

/// JSON in lines for a person: what is short stands in one line.
enum JSONLayout {
    private static let width = 70
    /// A query of a thousand words is read by nobody.
    private static let mostLines = 400

    static func lines(of json: [UInt8]) -> [SafeText] {
        var lines: [String] = []
        // What Kelp has written is JSON.
        try? add(json, "", indent: 0, end: "", to: &lines)
        let left = lines.count - mostLines
        return lines.prefix(mostLines).map { SafeText($0) } + (left > 0 ? ["… \(left) more lines"] : [])
    }

    private static func add(
        _ value: [UInt8], _ name: String, indent: Int, end: String, to lines: inout [String]
    ) throws(JSONError) {
        let margin = String(repeating: " ", count: indent) + name
        var cursor = JSONCursor(value)
        let isObject = try cursor.isObjectNext()
        guard margin.count + value.count > width, isObject ? try cursor.enterObject() : try cursor.enterArray() else {
            return lines.append(margin + String(decoding: value, as: UTF8.self) + end)
        }
        lines.append(margin + (isObject ? "{" : "["))
        var parts: [(name: String, value: [UInt8])] = []
        if isObject {
            while let key = try cursor.nextKey() { parts.append(("\"\(key)\": ", try cursor.raw())) }
        } else {
            while try cursor.hasElement() { parts.append(("", try cursor.raw())) }
        }
        for (number, part) in parts.enumerated() {
            try add(part.value, part.name, indent: indent + 2, end: number + 1 < parts.count ? "," : "", to: &lines)
        }
        lines.append(String(repeating: " ", count: indent) + (isObject ? "}" : "]") + end)
    }
}
