/// Compiles a `Query` to Elasticsearch's query DSL.
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

    let scope: Scope

    /// Where to look.
    /// - Parameters:
    ///   - fields: what the mappings of the indexes have.
    ///   - hasNameless: whether a document has neither name nor description.
    init(_ fields: [IndexFields], hasNameless: Bool) {
        let others = QueryDSL.otherFields(fields)
        if others.isEmpty || !hasNameless {
            scope = .fields(QueryDSL.mainFields)
        } else {
            scope = fields.contains(where: \.hasNameOrDescription) ? .byDocument(others) : .fields(others)
        }
    }

    /// The fields that hold words, but for name and description.
    static func otherFields(_ fields: [IndexFields]) -> [String] {
        Array(Set(fields.flatMap(\.textFields)).filter { !mainFields.contains($0) }.sorted().prefix(mostFields))
    }

    /// What finds a document that has neither name nor description.
    static func writeNameless(to json: inout JSONWriter) {
        json.object("bool") { json in
            json.object("must_not") { json in
                json.beginArray()
                for field in mainFields { json.object("exists") { json in json.object("field") { $0.string(field) } } }
                json.endArray()
            }
        }
    }

    /// Writes the query as a value. All clauses must match.
    func write(_ query: Query, to json: inout JSONWriter) {
        switch query {
        case .everything: json.object("match_all") { $0.emptyObject() }
        case .term(let term): write(term, to: &json)
        case .anyToken(let text, let field):
            json.object("match") { json in json.object(field.rawValue) { $0.string(text) } }
        case .all(let queries) where queries.isEmpty: json.object("match_all") { $0.emptyObject() }
        case .all(let queries):
            bool("must", to: &json) { json in
                for query in queries { write(query, to: &json) }
            }
        case .any(let queries):
            bool("should", to: &json) { json in
                for query in queries { write(query, to: &json) }
            }
        case .not(let query): bool("must_not", to: &json) { write(query, to: &$0) }
        case .field: json.object("match_none") { $0.emptyObject() }
        }
    }

    private func write(_ term: Query.Term, to json: inout JSONWriter) {
        switch scope {
        case .fields(let fields): write(term, in: fields, to: &json)
        case .byDocument(let others):
            bool("should", to: &json) { json in
                write(term, in: QueryDSL.mainFields, to: &json)
                bool("must", to: &json) { json in
                    write(term, in: others, to: &json)
                    QueryDSL.writeNameless(to: &json)
                }
            }
        }
    }

    private func write(_ term: Query.Term, in fields: [String], to json: inout JSONWriter) {
        let tokens = TermTokens(term)
        if tokens.isSingle, let syllable = tokens.tokens.first {
            return wildcards("*\(syllable)*", in: fields, to: &json)
        }
        json.object("multi_match") { json in
            json.beginObject()
            json.key("query")
            json.string(term.text)
            json.key("type")
            json.string(term.match == .prefix ? "phrase_prefix" : "phrase")
            json.key("fields")
            json.beginArray()
            for field in fields { json.string(field) }
            json.endArray()
            if term.match == .prefix {
                // The default of 50 loses hits where many words begin alike.
                json.key("max_expansions")
                json.number(1000)
            }
            json.endObject()
        }
    }

    /// A lone syllable is no pair, which is what the index holds: every word that has it is looked through.
    private func wildcards(_ pattern: String, in fields: [String], to json: inout JSONWriter) {
        bool("should", to: &json) { json in
            for field in fields {
                json.object("wildcard") { json in
                    json.object(field) { json in
                        json.object("value") { $0.string(pattern) }
                    }
                }
            }
        }
    }

    private func bool(_ occurrence: String, to json: inout JSONWriter, _ clauses: (inout JSONWriter) -> Void) {
        json.object("bool") { json in
            json.object(occurrence) { json in
                json.beginArray()
                clauses(&json)
                json.endArray()
            }
        }
    }
}

extension JSONWriter {
    /// Writes an object of one member.
    mutating func object(_ key: String, _ value: (inout JSONWriter) -> Void) {
        beginObject()
        self.key(key)
        value(&self)
        endObject()
    }

    /// Writes `{}`.
    mutating func emptyObject() {
        beginObject()
        endObject()
    }

    /// Writes a member that is a string.
    mutating func member(_ key: String, _ text: String) {
        self.key(key)
        string(text)
    }

    /// Writes a member that is a whole number.
    mutating func member(_ key: String, _ value: Int) {
        self.key(key)
        number(value)
    }
}
