/// The fields that an index's mapping has, by their path: `name`, `name.keyword`, `owner.city`.
struct IndexFields: Hashable, Sendable {
    /// The type of each field, as the mapping has it.
    private(set) var types: [String: String] = [:]

    init() {}

    /// Whether text is looked up in name and description, as it is where the index has one of them.
    var hasNameOrDescription: Bool { isText("name") || isText("description") }

    /// Every field that holds words.
    var textFields: [String] { types.keys.filter(isText).sorted() }

    /// Whether it holds words, which cannot be ordered.
    func isText(_ path: String) -> Bool {
        types[path].map { ["text", "match_only_text", "search_as_you_type"].contains($0) } ?? false
    }

    /// Understands `GET /{indexes}/_mapping`: the fields of each index.
    static func read(_ answer: [UInt8]) throws(JSONError) -> [IndexName: IndexFields] {
        var fields: [IndexName: IndexFields] = [:]
        var cursor = JSONCursor(answer)
        guard try cursor.enterObject() else { return fields }
        while let index = try cursor.nextKey() {
            guard try cursor.enterObject() else { continue }
            var found = IndexFields()
            while let key = try cursor.nextKey() {
                if key == "mappings" { try found.readMapping(&cursor, below: "") } else { try cursor.skip() }
            }
            fields[IndexName(index)] = found
        }
        return fields
    }

    /// A mapping, an object within it, or a field: all have their parts under `properties` or `fields`.
    private mutating func readMapping(_ cursor: inout JSONCursor, below path: String) throws(JSONError) {
        guard try cursor.enterObject() else { return }
        while let key = try cursor.nextKey() {
            switch key {
            case "type": if let type = try cursor.string(), !path.isEmpty { types[path] = type }
            case "properties", "fields":
                guard try cursor.enterObject() else { continue }
                while let name = try cursor.nextKey() {
                    // The scanner lets nothing be nested so deep that this could exhaust the stack.
                    try readMapping(&cursor, below: path.isEmpty ? name : "\(path).\(name)")
                }
            default: try cursor.skip()
            }
        }
    }
}
