import Synchronization

extension ElasticsearchIndex {
    /// Finds documents. From a cursor, and beyond ten thousand, it walks by `search_after` over a point in time.
    public func search(_ request: SearchRequest) async throws(Failure) -> SearchResults {
        let dialect = try await dialect()
        let compiler = try await compiler(for: request)
        var body = SearchBody(request, try compiler.clause(request.query))
        body.highlight = compiler.highlight(of: request.query, dialect)
        guard request.after == nil, request.end <= SearchBody.window else {
            return try await searchDeep(request, body, dialect)
        }
        // By itself a server keeps only the answers that have no hits. A refresh that changes something makes it forget them.
        let memory = request.isRecurring ? "?request_cache=true" : ""
        let question = question(.post, path(request.indexes) + "/_search" + memory, body.bytes)
        let response = try await send(question)
        guard response.isSuccess else { throw await failure(response, to: question, indexes: request.indexes) }
        let answer = try read(response, to: question) { bytes throws(JSONError) in
            try SearchResponse(bytes, sort: request.sort)
        }
        let end = request.start + answer.hits.count
        let total = answer.total ?? SearchResults.Total(end, isLowerBound: true)
        let isLast = answer.hits.count < request.size || end >= total.value && !total.isLowerBound
        var results = SearchResults(
            hits: answer.hits, total: total, took: answer.took,
            next: isLast ? nil : cursor(after: answer, request)?.searchCursor, notice: answer.notice)
        results.isPartial = answer.isPartial
        return results
    }

    /// Where the second page begins. The first one is asked for without a point in time, which would make every search two questions.
    private func cursor(after answer: SearchResponse, _ request: SearchRequest) -> ElasticsearchCursor? {
        let canRepeat = request.sort == .relevance && request.start == 0 && request.size <= 1_000
        return canRepeat ? ElasticsearchCursor(without: answer.hits) : ElasticsearchCursor(after: answer, before: nil)
    }

    /// One document by its id, as it was written last, whether or not a search finds it yet.
    public func document(_ id: DocumentID, in index: IndexName) async throws(Failure) -> Hit? {
        let request = question(.get, path([index]) + "/_doc/" + percentEncoded(id.rawValue))
        let response = try await send(request)
        guard response.isSuccess || response.status == 404 else { throw APIError(response, to: request).failure }
        return try read(response, to: request) { bytes throws(JSONError) in
            var cursor = JSONCursor(bytes)
            var reader = HitReader()
            try reader.read(&cursor)
            return response.isSuccess && reader.isFound ? reader.hit(nil) : nil
        }
    }

    /// The fields of these indexes, or of all. One that they have of several types counts as the type that takes the most questions.
    public func fields(of indexes: [IndexName]) async throws(Failure) -> FieldCatalog {
        let mappings = try await mappings(of: indexes).values
        var types: [FieldPath: FieldType] = [.id: .keyword]
        for (path, field) in mappings.lazy.flatMap(\.fields) {
            types[FieldPath(path)] = types[FieldPath(path)].map { $0.merged(with: field.fieldType) } ?? field.fieldType
        }
        return FieldCatalog(types)
    }

    /// What the query asks of the server.
    func clause(of request: SearchRequest) async throws(Failure) -> Clause {
        try await compiler(for: request).clause(request.query)
    }

    /// What knows how to ask the server, by the mappings of the indexes that are searched.
    func compiler(for request: SearchRequest) async throws(Failure) -> QueryDSL {
        // These say themselves where to look. Who may search need not be allowed to ask for the mapping.
        let mostClauses = try await dialect().mostClauses
        guard !request.query.isPlain else { return QueryDSL([:], hasNameless: false, mostClauses: mostClauses) }
        var mappings = try await mappings(of: request.indexes)
        let isNew = !request.query.paths.allSatisfy { path in mappings.values.contains { $0[path.rawValue] != nil } }
        // The field may have come with a document since.
        if isNew { mappings = try await self.mappings(of: request.indexes, anew: true) }
        var hasNameless = false
        if request.query.hasTerms, !QueryDSL.otherFields(mappings).isEmpty {
            let isCertain = !mappings.values.contains(where: \.hasNameOrDescription)
            hasNameless = isCertain ? true : try await self.hasNameless(request.indexes)
        }
        return QueryDSL(
            mappings, hasNameless: hasNameless, isScored: request.sort == .relevance, mostClauses: mostClauses
        )
    }

    /// Whether a document has neither name nor description: most indexes have none, and their searches are cheaper for it.
    private func hasNameless(_ indexes: [IndexName]) async throws(Failure) -> Bool {
        try await recalled(\.nameless, indexes) { index, indexes throws(Failure) in try await index.findNameless(indexes) }
    }

    private func findNameless(_ indexes: [IndexName]) async throws(Failure) -> Bool {
        var json = JSONWriter()
        json.object("query") { QueryDSL.nameless.write(to: &$0) }
        let request = question(.post, path(indexes) + "/_search?size=0&terminate_after=1&track_total_hits=1", json.bytes)
        let response = try await send(request)
        guard response.isSuccess else { throw await failure(response, to: request, indexes: indexes) }
        let total = try read(response, to: request) { bytes throws(JSONError) in
            try SearchResponse(bytes, sort: .latest).total
        }
        return (total?.value ?? 1) > 0
    }

    /// The fields of each index behind the names.
    /// - Parameter anew: whether what was learnt before does not count.
    func mappings(of indexes: [IndexName], anew: Bool = false) async throws(Failure) -> [IndexName: IndexFields] {
        try await recalled(\.fields, indexes, anew: anew) { index, indexes throws(Failure) in
            try await index.readMappings(indexes)
        }
    }

    private func readMappings(_ indexes: [IndexName]) async throws(Failure) -> [IndexName: IndexFields] {
        let parts = try await ownState + "filter_path=*.mappings,*.settings.index.analysis.analyzer"
        let request = question(.get, path(indexes) + "?" + parts)
        let response = try await send(request)
        guard response.isSuccess else { throw await failure(response, to: request, indexes: indexes) }
        return try read(response, to: request) { bytes throws(JSONError) in try IndexFields.read(bytes) }
    }

    private typealias Learning<Value> = @Sendable (ElasticsearchIndex, [IndexName]) async throws(Failure) -> Value

    /// What is believed of indexes, else what is learnt now.
    private func recalled<Value: Sendable>(
        _ memory: any WritableKeyPath<Knowledge, IndexMemory<Value>> & Sendable, _ indexes: [IndexName], anew: Bool = false,
        _ learn: @escaping Learning<Value>
    ) async throws(Failure) -> Value {
        let belief = anew ? nil : knowledge.withLock { $0[keyPath: memory].belief(of: path(indexes), at: .now) }
        guard let belief else { return try await learnt(memory, indexes, learn) }
        if belief.isToBeRenewed {
            Task(priority: .utility) { [weak self] in _ = try? await self?.learnt(memory, indexes, learn) }
        }
        return belief.value
    }

    private func learnt<Value: Sendable>(
        _ memory: any WritableKeyPath<Knowledge, IndexMemory<Value>> & Sendable, _ indexes: [IndexName], _ learn: Learning<Value>
    ) async throws(Failure) -> Value {
        let now = ContinuousClock.now
        do throws(Failure) {
            let value = try await learn(self, indexes)
            knowledge.withLock { $0[keyPath: memory].learn(value, of: path(indexes), at: now) }
            return value
        } catch {
            knowledge.withLock { $0[keyPath: memory].learn(nil, of: path(indexes), at: now) }
            throw error
        }
    }

    /// Where the indexes are; without any, all but hidden ones and Kelp's own.
    func path(_ indexes: [IndexName]) -> String {
        guard !indexes.isEmpty else { return "/*,-.*,-\(DeadLetterDocument.index.rawValue)*" }
        return "/" + indexes.map { percentEncoded($0.rawValue) }.joined(separator: ",")
    }

    /// Why an answer says no; of an index that is not there, which ones were probably meant.
    func failure(
        _ response: NodeResponse, to request: NodeRequest, indexes: [IndexName]
    ) async -> Failure {
        let error = APIError(response, to: request)
        return error.isIndexMissing ? await unknown(indexes) : error.failure
    }

    private func unknown(_ wanted: [IndexName]) async -> Failure {
        // Who may not see the list is told what is known.
        let names = (try? await names()) ?? []
        return .noIndex(wanted.first { !names.contains($0) } ?? wanted.first ?? "", among: names)
    }
}

extension FieldType {
    /// The type of which more can be asked: words, whatever there is as text, then what has an order.
    fileprivate func merged(with other: FieldType) -> FieldType { rank <= other.rank ? self : other }

    private var rank: Int {
        switch self {
        case .text: 0
        case .keyword: 1
        case .date: 2
        case .number: 3
        case .integer: 4
        case .boolean: 5
        case .other: 6
        }
    }
}

extension Query {
    /// The fields that it names.
    var paths: Set<FieldPath> {
        switch self {
        case .everything, .term, .field(.id, _), .anyToken: []
        case .field(let path, _): [path]
        case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.paths) }
        case .not(let query): query.paths
        }
    }

    /// Whether it can be asked of any index, whatever its mapping.
    fileprivate var isPlain: Bool {
        switch self {
        case .everything, .anyToken: true
        default: false
        }
    }

    /// Whether it looks up words wherever they are.
    var hasTerms: Bool {
        switch self {
        case .everything, .field, .anyToken: false
        case .term: true
        case .all(let parts), .any(let parts): parts.contains(where: \.hasTerms)
        case .not(let query): query.hasTerms
        }
    }
}
