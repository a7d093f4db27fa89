import Conformance
import Engine
import Foundation

/// Random documents in an embedded index, and queries of them until time is up.
struct Fuzzer {
    /// On the processor, so that what else the machine does is no fault.
    static let slow = 0.1

    private var cases: RandomCases
    private let documents: [Document]
    private let index: EmbeddedIndex
    private let fields: FieldCatalog
    /// Where the text stands that is being tried, for when it crashes.
    private let lastText: FileHandle
    private var counts = (parsed: 0, refused: 0, matches: 0, judged: 0, searched: 0)
    private var servers: [FuzzedServer] = []
    private var complaints: [String] = []

    /// - Parameter addresses: of real servers, by name.
    init(seed: UInt64, folder: URL, addresses: [(name: String, address: String)]) async throws {
        cases = RandomCases(seed: seed)
        var documents: [Document] = []
        for number in 0..<200 {
            let id = DocumentID("\(number)")
            documents.append(try DocumentDecoder().decode(Array(cases.document().utf8), index: "fuzz", fallbackID: id))
        }
        self.documents = documents
        index = try await EmbeddedIndex.open(folder: folder.path(), access: .writer)
        _ = try await index.write(WriteBatch(operations: documents.map(WriteOperation.index)))
        fields = MatchCase.fields
        let file = folder.appending(path: "query.txt")
        try Data().write(to: file)
        lastText = try FileHandle(forWritingTo: file)
        for (name, address) in addresses {
            servers.append(try await FuzzedServer(name, address: address, seed: seed, documents))
        }
    }

    /// - Returns: whether there is nothing to complain of.
    mutating func run(for time: Duration) async throws -> Bool {
        let end = ContinuousClock.now + time
        var round = 0
        while ContinuousClock.now < end, complaints.count < 20 {
            let query = cases.query()
            try await attempt(query, mustParse: true)
            for _ in 0..<4 { try await attempt(cases.mutated(query), mustParse: false) }
            if round.isMultiple(of: 500) {
                try await attempt(String(repeating: cases.mutated(query), count: 2_000), mustParse: false)
            }
            for number in servers.indices { complaints += await servers[number].attempt(query) }
            round += 1
        }
        for number in servers.indices { complaints += await servers[number].askAll() }
        for server in servers { await server.close() }
        await index.close()
        print(
            "\(counts.parsed) queries parsed, \(counts.refused) refused; \(counts.searched) searched; "
                + "\(counts.matches * 100 / max(1, counts.judged)) % of documents match")
        for server in servers { print(server.report) }
        for complaint in complaints { print(complaint) }
        return complaints.isEmpty
    }

    private mutating func attempt(_ text: String, mustParse: Bool) async throws {
        try lastText.truncate(atOffset: 0)
        try lastText.write(contentsOf: Data(text.utf8))
        for isTyping in [false, true] {
            let start = clock()
            let query = parse(text, isTyping: isTyping, mustParse: mustParse)
            complain(ifSlow: seconds(since: start), "to parse", text)
            guard let query else { continue }
            let matching = match(query, text)
            if !isTyping { await search(query, matching, text) }
        }
    }

    private mutating func parse(_ text: String, isTyping: Bool, mustParse: Bool) -> Query? {
        do throws(QueryError) {
            let query = try QueryParser.parse(text, fields: fields, now: MatchCase.now, continuesLastWord: isTyping)
            _ = try? QueryParser.parse(text, now: MatchCase.now, continuesLastWord: isTyping)
            counts.parsed += 1
            return query
        } catch {
            counts.refused += 1
            if mustParse || error.position > text.count || error.position < 0 {
                complaints.append("refused at \(error.position), \(error.sentence): \(text)")
            }
            return nil
        }
    }

    private mutating func match(_ query: Query, _ text: String) -> [DocumentID] {
        let start = clock()
        let matcher = LiveMatcher(query)
        let matching = documents.filter(matcher.matches).map(\.id)
        for document in documents.prefix(5) { _ = matcher.highlights(in: document.name ?? "", of: .name) }
        complain(ifSlow: seconds(since: start) / Double(documents.count), "to match one document", text)
        counts.matches += matching.count
        counts.judged += documents.count
        return matching
    }

    private mutating func search(_ query: Query, _ matching: [DocumentID], _ text: String) async {
        let start = clock()
        do {
            let found = try await index.search(SearchRequest(query: query, size: documents.count)).hits.map(\.id)
            if Set(found) != Set(matching) {
                let difference = Set(found).symmetricDifference(matching).map(\.rawValue).sorted()
                complaints.append("index and matcher disagree about \(difference): \(text)")
            }
            counts.searched += 1
        } catch {
            if error.kind != .usage { complaints.append("\(error): \(text)") }
        }
        complain(ifSlow: seconds(since: start), "to search", text)
    }

    private mutating func complain(ifSlow seconds: Double, _ what: String, _ text: String) {
        if seconds > Self.slow { complaints.append("\(seconds) s \(what): \(text.prefix(200))") }
    }
}

/// On the processor.
func seconds(since start: clock_t) -> Double { Double(clock() - start) / Double(CLOCKS_PER_SEC) }
