/// Compiles a `Query` to Elasticsearch's query DSL, for the indexes that are searched.
struct QueryDSL {
    /// Where words are looked up.
    enum Scope: Hashable, Sendable {
        /// In these fields.
        case fields([String])
        /// In name and description, but in these fields of a document that has neither.
        case byDocument([String])
    }

    /// The fields that the indexes are searched by, where they have them.
    static let mainFields = ["name", "description"]
    /// More fields than this make a query that servers refuse.
    private static let mostFields = 500
    /// Servers refuse queries that stand deeper within each other, or fall over.
    static let mostDepth = 30

    /// Servers fail where they are to mark what longer terms match, in bytes: several of them may be joined, and none be longer than 1,000.
    static let longestMark = 300

    let indexes: [IndexName: IndexFields]
    let scope: Scope
    let isScored: Bool
    /// How many questions the server takes at once.
    let mostClauses: Int

    /// - Parameters:
    ///   - hasNameless: whether a document has neither name nor description.
    ///   - isScored: whether it matters how well a document matches.
    init(_ indexes: [IndexName: IndexFields], hasNameless: Bool, isScored: Bool = false, mostClauses: Int = 1_000) {
        self.indexes = indexes
        self.isScored = isScored
        self.mostClauses = mostClauses
        let others = QueryDSL.otherFields(indexes)
        if others.isEmpty || !hasNameless {
            scope = .fields(QueryDSL.mainFields)
        } else {
            scope = indexes.values.contains(where: \.hasNameOrDescription) ? .byDocument(others) : .fields(others)
        }
    }

    /// The fields that hold words, but for name and description.
    static func otherFields(_ indexes: [IndexName: IndexFields]) -> [String] {
        Array(Set(indexes.values.flatMap(\.textFields)).filter { !mainFields.contains($0) }.sorted().prefix(mostFields))
    }

    /// What the server has to mark itself: texts that it cuts into words in a way of its own, and fields that are asked for by another
    /// name.
    func highlight(of query: Query, _ dialect: Dialect) -> Highlight? {
        guard let limitName = dialect.highlightLimitName else { return nil }
        guard query.positiveTerms.allSatisfy({ $0.term.text.utf8.count <= QueryDSL.longestMark }) else { return nil }
        var paths = Set(query.paths.map(\.rawValue))
        if query.hasTerms {
            switch scope {
            case .fields(let fields): paths.formUnion(fields)
            case .byDocument(let others): paths.formUnion(QueryDSL.mainFields + others)
            }
        }
        let marked = indexes.values.flatMap { fields in
            paths.compactMap { path in fields[path].flatMap { $0.isMarkedByServer || $0.isAlias(path) ? $0.path : nil } }
        }
        return marked.isEmpty ? nil : Highlight(fields: Set(marked).sorted(), limitName: limitName)
    }

    /// What finds a document that has neither name nor description.
    static let nameless = Clause.not(.any(mainFields.map { .leaf("exists", "field", $0) }))

    /// What the server is asked.
    /// - Throws: `.usage` where the indexes cannot say, or the query is too much for the server.
    func clause(_ query: Query) throws(Failure) -> Clause {
        let clause = try compile(query, below: 0)
        guard clause.depth <= QueryDSL.mostDepth else { throw tooDeep }
        guard clause.size <= mostClauses else {
            let reason: SafeText = "it asks \(clause.size) things of the index, and the server takes \(mostClauses)"
            throw Failure(.usage, "The query is too long: \(reason) (a word counts once for each field it is looked up in).")
        }
        return clause
    }

    private var tooDeep: Failure {
        Failure(.usage, "The query has too many brackets within brackets for the server: take some of them out.")
    }

    private func compile(_ query: Query, below depth: Int) throws(Failure) -> Clause {
        guard depth < 500 else { throw tooDeep }
        switch query {
        case .everything: return .everything
        case .term(let term): return words(term)
        case .field(.id, let test): return try id(test)
        case .field(let path, let test): return try field(path.rawValue) { field throws(Failure) in try field.clause(test) }
        case .anyToken(let text, let path): return QueryDSL.match(text, in: path)
        case .all(let queries): return .every(of: try compile(queries, below: depth + 1))
        case .any(let queries): return .some(of: try compile(queries, below: depth + 1))
        case .not(let query): return try compile(query, below: depth + 1).negated
        }
    }

    private func compile(_ queries: [Query], below depth: Int) throws(Failure) -> [Clause] {
        var clauses: [Clause] = []
        for query in queries { clauses.append(try compile(query, below: depth)) }
        return clauses
    }
}

extension QueryDSL {
    /// What finds documents whose field has one of the words, and none where the index has no such field.
    private static func match(_ text: String, in path: FieldPath) -> Clause {
        .leaf("match", isScored: true, size: TermTokens(Query.Term(text)).tokens.count) { json in
            json.object(path.rawValue) { json in
                json.beginObject()
                json.member("query", text)
                json.key("lenient")
                json.bool(true)
                json.endObject()
            }
        }
    }

    /// What finds a document by its id.
    private func id(_ test: FieldTest) throws(Failure) -> Clause {
        switch test {
        case .exists: return .everything
        case .has(let term) where term.match == .phrase: return try self.id(.equals(.text(term.text)))
        case .equals(.text(let id)):
            guard 1...DocumentDecoder.longestID ~= id.utf8.count else { return .nothing }
            return .leaf("ids") { json in
                json.object("values") { json in
                    json.beginArray()
                    json.string(id)
                    json.endArray()
                }
            }
        case .equals(.integer(let id)): return try self.id(.equals(.text(String(id))))
        case .begins, .has: throw Failure(.usage, "_id cannot be asked here by its beginning: servers compare it as a whole")
        case .equals, .within: return .nothing
        }
    }

    /// What is asked of a field, of each index in the way of its mapping. Where no index has it there is no such document.
    private func field(_ path: String, _ ask: (FieldQuery) throws(Failure) -> Clause) throws(Failure) -> Clause {
        var names: [Clause: [IndexName]] = [:]
        for (name, fields) in indexes {
            guard let field = fields[path] else { continue }
            names[try ask(FieldQuery(name: path, field: field, fields: fields, isScored: isScored)), default: []].append(name)
        }
        guard names.count > 1 else { return names.keys.first ?? .nothing }
        let parts = names.mapValues { $0.sorted() }.sorted { $0.value[0] < $1.value[0] }
        return .some(of: parts.map { clause, names in .every(of: [QueryDSL.index(isOneOf: names), clause]) })
    }

    private static func index(isOneOf names: [IndexName]) -> Clause {
        .leaf("terms") { json in
            json.object("_index") { json in
                json.beginArray()
                for name in names { json.string(name.rawValue) }
                json.endArray()
            }
        }
    }

    private func words(_ term: Query.Term) -> Clause {
        switch scope {
        case .fields(let fields): words(term, in: fields)
        case .byDocument(let others):
            .some(of: [
                words(term, in: QueryDSL.mainFields), .every(of: [words(term, in: others), QueryDSL.nameless]),
            ])
        }
    }

    /// Fields that are asked in the same way are asked together, so that the best of them counts.
    private func words(_ term: Query.Term, in paths: [String]) -> Clause {
        let tokens = TermTokens(term)
        var together: [String] = []
        var others: [Clause] = []
        for path in paths {
            // Asking for words never fails.
            let clause = (try? field(path) { field in field.words(term, tokens) }) ?? .nothing
            if case .words(term, let fields, _) = clause { together += fields } else { others.append(clause) }
        }
        return .some(of: (together.isEmpty ? [] : [.words(term, tokens, in: together)]) + others)
    }
}
