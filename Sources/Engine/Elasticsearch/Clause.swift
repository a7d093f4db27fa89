/// A query as the server will get it, before it is written: small enough to be simplified and measured.
indirect enum Clause: Hashable, Sendable {
    case everything
    case nothing
    case leaf(Leaf)
    /// Words in some of these fields, and how many questions that is.
    case words(Query.Term, in: [String], size: Int)
    case all([Clause])
    case any([Clause])
    case not(Clause)
    /// Documents within the document, below this path.
    case nested(String, Clause)

    /// One query that holds no others, as JSON.
    struct Leaf: Hashable, Sendable {
        var json: [UInt8]
        /// Whether one document can match better than another.
        var isScored = false
        /// How many questions it asks of the index.
        var size = 1
    }

    /// Words in some of these fields.
    static func words(_ term: Query.Term, _ tokens: TermTokens, in fields: [String]) -> Clause {
        // The beginning of a word is looked for by all the words that have it, for which each of those before it counts.
        .words(term, in: fields, size: fields.count * (term.match == .prefix ? max(1, tokens.tokens.count) : 1))
    }

    /// A query of one member.
    static func leaf(_ name: String, isScored: Bool = false, size: Int = 1, _ write: (inout JSONWriter) -> Void) -> Clause {
        var json = JSONWriter()
        json.object(name, write)
        return .leaf(Leaf(json: json.bytes, isScored: isScored, size: size))
    }

    /// A query of one member, whose one member is a text.
    static func leaf(_ name: String, _ key: String, _ text: String) -> Clause {
        leaf(name) { json in json.object(key) { $0.string(text) } }
    }
}

extension Clause {
    /// All of them, in the fewest words.
    static func every(of clauses: [Clause]) -> Clause {
        var parts: [Clause] = []
        for clause in clauses {
            switch clause {
            case .everything: break
            case .nothing: return .nothing
            case .all(let inner): parts += inner
            default: parts.append(clause)
            }
        }
        return parts.isEmpty ? .everything : parts.count == 1 ? parts[0] : .all(parts)
    }

    /// At least one of them, in the fewest words.
    static func some(of clauses: [Clause]) -> Clause {
        var parts: [Clause] = []
        for clause in clauses {
            switch clause {
            case .everything: return .everything
            case .nothing: break
            case .any(let inner): parts += inner
            default: parts.append(clause)
            }
        }
        return parts.isEmpty ? .nothing : parts.count == 1 ? parts[0] : .any(parts)
    }

    /// What does not match it.
    var negated: Clause {
        switch self {
        case .everything: .nothing
        case .nothing: .everything
        case .not(let clause): clause
        default: .not(self)
        }
    }

    /// Whether it takes part in the score.
    var isScored: Bool {
        switch self {
        case .everything, .nothing, .not: false
        case .leaf(let leaf): leaf.isScored
        case .words: true
        case .all(let parts), .any(let parts): parts.contains { $0.isScored }
        case .nested(_, let clause): clause.isScored
        }
    }

    /// How many queries stand within each other, itself included.
    var depth: Int {
        switch self {
        case .everything, .nothing, .leaf, .words: 1
        // What is not to match stands beside the others, and not below them.
        case .all(let parts): 1 + (parts.map { if case .not = $0 { $0.depth - 1 } else { $0.depth } }.max() ?? 0)
        case .any(let parts): 1 + (parts.map(\.depth).max() ?? 0)
        case .not(.any(let parts)): 1 + (parts.map(\.depth).max() ?? 0)
        case .not(let clause), .nested(_, let clause): 1 + clause.depth
        }
    }

    /// How many questions it asks of the index.
    var size: Int {
        switch self {
        case .everything, .nothing: 1
        case .leaf(let leaf): leaf.size
        case .words(_, _, let size): size
        case .all(let parts), .any(let parts): parts.reduce(0) { $0 + $1.size }
        // The server adds that everything else matches.
        case .not(let clause): 1 + clause.size
        case .nested(_, let clause): 1 + clause.size
        }
    }
}

extension Clause {
    /// More words that begin alike than this, and the last word of a phrase loses some.
    static let mostExpansions = 10_000

    /// Writes it as a value.
    func write(to json: inout JSONWriter) {
        switch self {
        case .everything: json.object("match_all") { $0.emptyObject() }
        case .nothing: json.object("match_none") { $0.emptyObject() }
        case .leaf(let leaf): json.word(String(decoding: leaf.json, as: UTF8.self))
        case .words(let term, let fields, _): Clause.write(term, in: fields, to: &json)
        case .all(let parts): Clause.writeBool(parts, to: &json)
        case .any(let parts):
            json.object("bool") { json in json.object("should") { json in Clause.writeList(parts, to: &json) } }
        case .not: Clause.writeBool([self], to: &json)
        case .nested(let path, let clause):
            json.object("nested") { json in
                json.beginObject()
                json.member("path", path)
                json.key("ignore_unmapped")
                json.bool(true)
                json.key("query")
                clause.write(to: &json)
                json.endObject()
            }
        }
    }

    /// All of them: those that rate documents, those that only sort out, and those that must not match.
    private static func writeBool(_ parts: [Clause], to json: inout JSONWriter) {
        var (must, filter, mustNot): ([Clause], [Clause], [Clause]) = ([], [], [])
        for part in parts {
            switch part {
            case .not(.any(let parts)): mustNot += parts
            case .not(let clause): mustNot.append(clause)
            default: if part.isScored { must.append(part) } else { filter.append(part) }
            }
        }
        json.object("bool") { json in
            json.beginObject()
            for (key, clauses) in [("must", must), ("filter", filter), ("must_not", mustNot)] where !clauses.isEmpty {
                json.key(key)
                writeList(clauses, to: &json)
            }
            json.endObject()
        }
    }

    private static func writeList(_ clauses: [Clause], to json: inout JSONWriter) {
        json.beginArray()
        for clause in clauses { clause.write(to: &json) }
        json.endArray()
    }

    private static func write(_ term: Query.Term, in fields: [String], to json: inout JSONWriter) {
        json.object("multi_match") { json in
            json.beginObject()
            json.member("query", term.text)
            json.member("type", term.match == .prefix ? "phrase_prefix" : "phrase")
            json.key("fields")
            json.beginArray()
            for field in fields { json.string(field) }
            json.endArray()
            if term.match == .prefix { json.member("max_expansions", mostExpansions) }
            json.endObject()
        }
    }
}
