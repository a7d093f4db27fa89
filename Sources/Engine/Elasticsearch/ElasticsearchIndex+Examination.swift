/// What an index of a server is like, for whoever wonders why it does not do.
public struct IndexExamination: Hashable, Sendable {
    /// Its own name, whatever alias it was asked by.
    public var name: IndexName
    /// The type that the mapping has for each field that results are sorted by; none where it has no such field.
    public var sortFields: [Sort: String] = [:]
    /// The settings that keep everybody from writing or reading it, for example `index.blocks.read_only_allow_delete`.
    public var blocks: [SafeText] = []

    /// What is wrong with the field for a sort, so that the order is not what it says; `nil` where nothing is.
    public func trouble(with sort: Sort) -> SafeText? {
        guard let field = sort.field else { return nil }
        guard let type = sortFields[sort] else { return "has no field \(field), so sorting by \(sort.rawValue) changes nothing" }
        let wanted = sort == .latest ? ["date", "date_nanos"] : IndexExamination.numbers
        return wanted.contains(type) ? nil : "has \(field) as \(type), so sorting by \(sort.rawValue) does not work"
    }

    private static let numbers = [
        "long", "integer", "short", "byte", "unsigned_long", "double", "float", "half_float", "scaled_float", "rank_feature",
    ]
}

extension Sort {
    /// The field that holds what is sorted by.
    fileprivate var field: String? {
        switch self {
        case .relevance: nil
        case .latest: "created_at"
        case .popularity: "popularity"
        }
    }
}

extension ElasticsearchIndex {
    /// The mapping and the blocks of an index, or of each that an alias stands for.
    /// - Throws: `.usage` with the nearest names if there is none, `.notAllowed` if the user may not see them.
    public func examine(_ name: IndexName) async throws(Failure) -> [IndexExamination] {
        let fields = try await mappings(of: [name])
        let blocks = try await blocks(of: name)
        return fields.sorted { $0.key < $1.key }.map { name, fields in
            var examination = IndexExamination(name: name, blocks: blocks[name] ?? [])
            for sort in Sort.allCases { examination.sortFields[sort] = sort.field.flatMap { fields[$0]?.type } }
            return examination
        }
    }

    /// Whether the user may write to the indexes; `nil` where the server does not say.
    ///
    /// Elasticsearch's security API has the question (`POST /_security/user/_has_privileges`); without security, and in OpenSearch, there
    /// is none.
    public func mayWrite(_ indexes: [IndexName]) async throws(Failure) -> Bool? {
        var json = JSONWriter()
        json.object("index") { json in
            json.beginArray()
            json.beginObject()
            json.key("names")
            json.beginArray()
            for index in indexes { json.string(index.rawValue) }
            json.endArray()
            json.key("privileges")
            json.beginArray()
            for privilege in ["index", "delete"] { json.string(privilege) }
            json.endArray()
            json.endObject()
            json.endArray()
        }
        let request = question(.post, "/_security/user/_has_privileges", json.bytes)
        let response = try await send(request)
        guard response.isSuccess else { return nil }
        return try read(response, to: request) { bytes throws(JSONError) in
            var cursor = JSONCursor(bytes)
            var answer: Bool?
            guard try cursor.enterObject() else { return nil }
            while let key = try cursor.nextKey() {
                if key == "has_all_requested" { answer = try cursor.isTrue() } else { try cursor.skip() }
            }
            return answer
        }
    }

    private func blocks(of name: IndexName) async throws(Failure) -> [IndexName: [SafeText]] {
        let request = question(.get, path([name]) + "/_settings?\(try await ownState)flat_settings=true")
        let response = try await ask(request)
        return try read(response, to: request) { bytes throws(JSONError) in
            var blocks: [IndexName: [SafeText]] = [:]
            var cursor = JSONCursor(bytes)
            guard try cursor.enterObject() else { return blocks }
            while let index = try cursor.nextKey() {
                guard try cursor.enterObject() else { continue }
                while let key = try cursor.nextKey() {
                    guard key == "settings", try cursor.enterObject() else { continue }
                    while let setting = try cursor.nextKey() {
                        let isSet = try cursor.scalar() == "true"
                        if isSet, setting.hasPrefix("index.blocks.") {
                            blocks[IndexName(index), default: []].append("\(setting)")
                        }
                    }
                }
            }
            return blocks
        }
    }
}
