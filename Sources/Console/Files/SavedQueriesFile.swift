import Engine
import FoundationEssentials

/// The queries that have a name, as JSON.
struct SavedQueriesFile: Sendable {
    private let file: SharedFile

    init(path: String) { file = SharedFile(path: path, purpose: "saved queries") }

    func load() throws(Failure) -> [SavedQuery] { try decode(try file.read()) }

    /// Changes what is there, which another console may have changed meanwhile.
    /// - Returns: all saved queries.
    func change(_ change: (inout [SavedQuery]) -> Void) async throws(Failure) -> [SavedQuery] {
        var queries: [SavedQuery] = []
        try await file.replace { bytes throws(Failure) in
            queries = try decode(bytes)
            change(&queries)
            return try encode(queries)
        }
        return queries
    }

    private func decode(_ bytes: [UInt8]?) throws(Failure) -> [SavedQuery] {
        guard let bytes, !bytes.isEmpty else { return [] }
        do {
            return try JSONDecoder().decode([SavedQuery].self, from: Data(bytes)).sorted { $0.name < $1.name }
        } catch {
            throw Failure(.badData, "\(file.path) is no list of saved queries: mend it, or move it away")
        }
    }

    private func encode(_ queries: [SavedQuery]) throws(Failure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(queries)) + [UInt8(ascii: "\n")]
        } catch {
            throw Failure(.defect, "the saved queries cannot be written as JSON")
        }
    }
}
