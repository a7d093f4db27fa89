/// The fields that an index's mapping has, by their path: `name`, `name.keyword`, `owner.city`.
struct IndexFields: Hashable, Sendable {
    private(set) var fields: [String: IndexField] = [:]

    init() {}

    /// Whether text is looked up in name and description, as it is where the index has one of them.
    var hasNameOrDescription: Bool { QueryDSL.mainFields.contains { fields[$0]?.hasWords ?? false } }

    /// Every field that holds words.
    var textFields: [String] { fields.filter { $1.hasWords }.keys.sorted() }

    subscript(path: String) -> IndexField? { fields[path] }

    /// The field that holds a text as a whole: itself, or one of its sub-fields.
    func wholeField(of field: IndexField) -> IndexField? {
        if field.kind == .keyword { return field }
        if let usual = fields[field.path + ".keyword"], usual.kind == .keyword { return usual }
        return fields.filter { path, other in
            other.isSubfield && other.kind == .keyword && path.hasPrefix(field.path + ".")
                && !path.dropFirst(field.path.count + 1).contains(".")
        }.min { $0.key < $1.key }?.value
    }

    /// Understands `GET /{indexes}`: the fields of each index.
    static func read(_ answer: [UInt8]) throws(JSONError) -> [IndexName: IndexFields] {
        var indexes: [IndexName: IndexFields] = [:]
        var cursor = JSONCursor(answer)
        guard try cursor.enterObject() else { return indexes }
        while let index = try cursor.nextKey() {
            guard try cursor.enterObject() else { continue }
            var mapping = MappingReader()
            var analyzers: [String: IndexField.Analysis] = [:]
            while let key = try cursor.nextKey() {
                switch key {
                case "mappings": try mapping.readMapping(&cursor)
                case "settings": analyzers = try AnalysisReader.analyzers(&cursor)
                default: try cursor.skip()
                }
            }
            indexes[IndexName(index)] = mapping.fields(analyzers)
        }
        return indexes
    }

    init(_ fields: [String: IndexField]) { self.fields = fields }
}

/// Reads one mapping.
private struct MappingReader {
    private var found: [String: (field: IndexField, analyzer: String?)] = [:]
    /// What an alias stands for.
    private var targets: [String: String] = [:]

    func fields(_ analyzers: [String: IndexField.Analysis]) -> IndexFields {
        var fields = found.mapValues { entry in
            var field = entry.field
            let name = entry.analyzer ?? "default"
            field.analysis = analyzers[name] ?? AnalysisReader.analysis(type: name)
            return field
        }
        for (alias, target) in targets { fields[alias] = fields[target] }
        return IndexFields(fields)
    }

    mutating func readMapping(_ cursor: inout JSONCursor) throws(JSONError) {
        guard try cursor.enterObject() else { return }
        while let key = try cursor.nextKey() {
            switch key {
            case "properties", "runtime": try readFields(&cursor, below: "", nested: nil)
            default: try cursor.skip()
            }
        }
    }

    private mutating func readFields(
        _ cursor: inout JSONCursor, below path: String, nested: String?, isSubfield: Bool = false
    ) throws(JSONError) {
        guard try cursor.enterObject() else { return }
        while let name = try cursor.nextKey() {
            // The scanner lets nothing be nested so deep that this could exhaust the stack.
            try readField(&cursor, path.isEmpty ? name : "\(path).\(name)", nested: nested, isSubfield: isSubfield)
        }
    }

    /// A field or an object: what is in it stands under `properties` or, another way to index the same value, `fields`.
    private mutating func readField(
        _ cursor: inout JSONCursor, _ path: String, nested: String?, isSubfield: Bool
    ) throws(JSONError) {
        var field = IndexField(type: "object", path: path, nested: nested)
        field.isSubfield = isSubfield
        var analyzer: String?
        var target: String?
        guard try cursor.enterObject() else { return }
        while let key = try cursor.nextKey() {
            switch key {
            case "type": field.type = try cursor.string() ?? ""
            case "properties":
                // The type stands before it or, where it is `object`, nowhere.
                try readFields(&cursor, below: path, nested: field.kind == .nested ? path : nested)
            case "fields": try readFields(&cursor, below: path, nested: nested, isSubfield: true)
            case "path": target = try cursor.string()
            case "index": field.isIndexed = try cursor.scalar() != "false"
            case "doc_values": field.hasDocValues = try cursor.scalar() != "false"
            case "enabled": field.isEnabled = try cursor.scalar() != "false"
            case "ignore_above": field.ignoreAbove = try cursor.integer().map { Int($0) }
            case "ignore_malformed": field.ignoresMalformed = try cursor.scalar() == "true"
            case "index_options": field.hasPositions = !["docs", "freqs"].contains(try cursor.string())
            case "analyzer": analyzer = try cursor.string()
            // Who looks words up differently than they are indexed has reasons that nobody here knows.
            case "search_analyzer": if try cursor.string() != analyzer { analyzer = "" }
            default: try cursor.skip()
            }
        }
        if field.kind == .nested { field.nested = path }
        if field.type == "alias" { targets[path] = target }
        found[path] = (field, analyzer)
    }
}

/// Reads how an index cuts its texts.
private enum AnalysisReader {
    /// The analyzers that an index defines, by name. Without one that is called `default` there is `standard` for that.
    static func analyzers(_ cursor: inout JSONCursor) throws(JSONError) -> [String: IndexField.Analysis] {
        var analyzers: [String: IndexField.Analysis] = [:]
        try enter(&cursor, ["index", "analysis", "analyzer"]) { cursor throws(JSONError) in
            while let name = try cursor.nextKey() {
                var type = ""
                guard try cursor.enterObject() else { continue }
                while let key = try cursor.nextKey() {
                    if key == "type" { type = try cursor.string() ?? "" } else { try cursor.skip() }
                }
                analyzers[name] = analysis(type: type)
            }
        }
        return analyzers
    }

    static func analysis(type: String) -> IndexField.Analysis {
        switch type {
        case "cjk": .own
        case "standard", "default": .standard
        default: .foreign
        }
    }

    private static func enter(
        _ cursor: inout JSONCursor, _ keys: ArraySlice<String>, _ body: (inout JSONCursor) throws(JSONError) -> Void
    ) throws(JSONError) {
        guard try cursor.enterObject() else { return }
        guard let wanted = keys.first else { return try body(&cursor) }
        while let key = try cursor.nextKey() {
            if key == wanted { try enter(&cursor, keys.dropFirst(), body) } else { try cursor.skip() }
        }
    }
}
