import Engine

/// The queries of earlier consoles, one a line, the oldest first.
struct HistoryFile: Sendable {
    private let file: SharedFile
    /// How many lines make it worth while to write the file anew.
    private static let most = 2 * QueryHistory.limit

    init(path: String) { file = SharedFile(path: path, purpose: "earlier queries") }

    /// The queries; the file is cut to as many where it has grown far beyond.
    func load() async throws(Failure) -> [String] {
        let lines = Self.lines(try file.read())
        if lines.count > Self.most { try await rewrite { $0 } }
        return Array(lines.suffix(QueryHistory.limit))
    }

    func add(_ query: String) async throws(Failure) { try await file.append(line: query) }

    func remove(_ query: String) async throws(Failure) { try await rewrite { $0.filter { $0 != query } } }

    private func rewrite(_ change: ([String]) -> [String]) async throws(Failure) {
        try await file.replace { bytes throws(Failure) in
            let queries = QueryHistory(change(Self.lines(bytes))).queries
            return Array(queries.map { $0 + "\n" }.joined().utf8)
        }
    }

    /// What is no UTF-8, or longer than the bar holds, is no query.
    private static func lines(_ bytes: [UInt8]?) -> [String] {
        (bytes ?? []).split(separator: UInt8(ascii: "\n")).compactMap { line in
            String(validating: line, as: UTF8.self).flatMap { $0.count <= TextField.limit ? $0 : nil }
        }
    }
}
