extension ElasticsearchIndex {
    /// The indexes there are, by name, without hidden ones and Kelp's own.
    /// - Throws: `.unavailable` after about two seconds where the cluster has no leader.
    public func indexes() async throws(Failure) -> [IndexSummary] {
        let aliases = try await aliases()
        // Only the leader knows the sizes. Where there is none, it would be waited for half a minute.
        let columns = "h=index,health,docs.count,store.size"
        let request = question(.get, "/_cat/indices?format=json&bytes=b&\(columns)&master_timeout=500ms")
        let response = try await ask(request)
        let summaries = try read(response, to: request) { bytes throws(JSONError) in
            var summaries: [IndexSummary] = []
            try forEachRow(of: bytes) { row in
                guard let name = row["index"], isShown(name) else { return }
                summaries.append(
                    IndexSummary(
                        name: IndexName(name), documents: row["docs.count"].flatMap { Int($0) } ?? 0,
                        bytes: row["store.size"].flatMap { Int($0) }, health: row["health"].map { SafeText($0) },
                        aliases: (aliases[name] ?? []).sorted()))
            }
            return summaries
        }
        return summaries.sorted { $0.name < $1.name }
    }

    /// The names of indexes, then of streams of data and of aliases, without hidden ones and Kelp's own. Any node has them,
    /// also in a cluster without a leader.
    public func names() async throws(Failure) -> [IndexName] {
        guard try await dialect().resolvesNames else { return try await listedNames() }
        let request = question(.get, "/_resolve/index/*?filter_path=*.name")
        let response = try await ask(request)
        return try read(response, to: request) { bytes throws(JSONError) in
            var names: [String: [IndexName]] = [:]
            var cursor = JSONCursor(bytes)
            guard try cursor.enterObject() else { throw JSONError("it is no object", at: 0, in: bytes) }
            while let kind = try cursor.nextKey() {
                names[kind] = try ElasticsearchIndex.namesInRows(&cursor).filter(isShown).sorted().map { IndexName($0) }
            }
            return ["indices", "data_streams", "aliases"].flatMap { names[$0] ?? [] }
        }
    }

    private static func namesInRows(_ cursor: inout JSONCursor) throws(JSONError) -> [String] {
        var names: [String] = []
        guard try cursor.enterArray() else { return [] }
        while try cursor.hasElement() {
            guard try cursor.enterObject() else { continue }
            while let key = try cursor.nextKey() {
                let value = try cursor.scalar()
                if key == "name", let value { names.append(value) }
            }
        }
        return names
    }

    private func aliases() async throws(Failure) -> [String: [IndexName]] {
        let request = question(.get, "/_cat/aliases?\(try await ownState)format=json&h=alias,index")
        let response = try await ask(request)
        return try read(response, to: request) { bytes throws(JSONError) in
            var aliases: [String: [IndexName]] = [:]
            try forEachRow(of: bytes) { row in
                guard let alias = row["alias"], let index = row["index"] else { return }
                aliases[index, default: []].append(IndexName(alias))
            }
            return aliases
        }
    }

    private func isShown(_ name: String) -> Bool {
        !name.hasPrefix(".") && name != DeadLetterDocument.index.rawValue
    }
}

/// Hands out the rows of an answer of `_cat`: an array of objects, all of whose values are strings.
private func forEachRow(of bytes: [UInt8], _ body: ([String: String]) -> Void) throws(JSONError) {
    var cursor = JSONCursor(bytes)
    guard try cursor.enterArray() else { throw JSONError("it is no array", at: 0, in: bytes) }
    while try cursor.hasElement() {
        var row: [String: String] = [:]
        guard try cursor.enterObject() else { continue }
        while let key = try cursor.nextKey() { row[key] = try cursor.scalar() }
        body(row)
    }
}
