import Conformance
import Engine
import Foundation

/// A real server that is asked what chance makes up: of an index as Kelp makes it, and of one that has fields of every type.
struct FuzzedServer {
    /// The indexes that `Benchmarks/fuzz` makes and removes.
    static let own: IndexName = "kelp-fuzz"
    static let foreign: IndexName = "kelp-fuzz-types"
    /// How many questions are under way at once.
    private static let together = 8

    fileprivate struct Question {
        var text: String
        var request: SearchRequest
    }

    /// What became of a question.
    private enum Answer {
        case found(Set<DocumentID>)
        /// The server cannot say, and was not asked.
        case cannot
        case refused(SafeText)
    }

    private let name: String
    private let index: ElasticsearchIndex
    private let documents: [Document]
    private let catalogs: [(indexes: [IndexName], fields: FieldCatalog)]
    private var cases: RandomCases
    private var waiting: [Question] = []
    private(set) var counts = (asked: 0, cannot: 0, refused: 0, compared: 0, disagreed: 0)
    private var slowest = (seconds: 0.0, text: "")
    /// What was refused for, so that the next query that is refused for the same says nothing new.
    private var reasons: Set<String> = []

    init(_ name: String, address: String, seed: UInt64, _ documents: [Document]) async throws {
        self.name = name
        self.documents = documents.map { document in
            var document = document
            document.index = Self.own
            return document
        }
        cases = RandomCases(seed: ~seed)
        index = try ElasticsearchIndex(ElasticsearchSettings(nodes: NodeAddress.list(address)))
        let batch = WriteBatch(operations: self.documents.map(WriteOperation.index))
        guard try await index.write(batch).allSatisfy({ $0 == .done }),
            await index.becomesSearchable(batch.operations.map(\.key), within: .seconds(30))
        else { throw Failure(.badData, "\(SafeText(name)) took not every document") }
        var catalogs: [(indexes: [IndexName], fields: FieldCatalog)] = []
        for indexes in [[Self.own], [Self.foreign], [Self.own, Self.foreign]] {
            catalogs.append((indexes, try await index.fields(of: indexes)))
        }
        self.catalogs = catalogs
    }
}

extension FuzzedServer {
    /// Asks for a query as one types it, and for others that the fields suggest; what there is to complain of comes some calls later.
    mutating func attempt(_ text: String) async -> [String] {
        add(text, to: 0)
        for number in catalogs.indices {
            let query = cases.query(of: catalogs[number].fields)
            add(query, to: number)
            add(cases.mutated(query), to: number)
        }
        return waiting.count < 4 * Self.together ? [] : await askAll()
    }

    /// Asks what waits to be asked.
    mutating func askAll() async -> [String] {
        let questions = waiting
        waiting = []
        let start = clock()
        let answers = await answers(to: questions)
        var complaints: [String] = []
        if seconds(since: start) > Fuzzer.slow {
            // One of them, or all together.
            for question in questions {
                let start = clock()
                _ = await answer(to: question)
                if seconds(since: start) > Fuzzer.slow {
                    complaints.append("\(seconds(since: start)) s of Kelp's own for \(question.shown)")
                }
            }
        }
        for (question, (answer, seconds)) in zip(questions, answers) {
            if seconds > slowest.seconds { slowest = (seconds, question.shown) }
            complaints += complaint(of: question, answer).map { ["\(name): \($0)"] } ?? []
        }
        return complaints
    }

    /// What was asked and answered, in a line.
    var report: String {
        "\(name): \(counts.asked) queries sent, \(counts.refused) refused; \(counts.cannot) that Kelp says it cannot answer; "
            + "\(counts.compared) compared with the matcher, \(counts.disagreed) disagreements; "
            + "the slowest took \(Int(slowest.seconds * 1_000)) ms: \(slowest.text)"
    }

    func close() async { await index.close() }

    private mutating func add(_ text: String, to number: Int) {
        let (indexes, fields) = catalogs[number]
        let isTyping = waiting.count.isMultiple(of: 3)
        guard let query = try? QueryParser.parse(text, fields: fields, now: MatchCase.now, continuesLastWord: isTyping) else {
            return
        }
        let sort = Sort.allCases[waiting.count % Sort.allCases.count]
        let request = SearchRequest(indexes: indexes, query: query, sort: sort, size: number == 0 ? documents.count : 10)
        waiting.append(Question(text: text, request: request))
    }

    private func answers(to questions: [Question]) async -> [(Answer, seconds: Double)] {
        await withTaskGroup(of: [(Int, Answer, Double)].self) { group in
            for first in 0..<Self.together {
                group.addTask {
                    var answers: [(Int, Answer, Double)] = []
                    for number in stride(from: first, to: questions.count, by: Self.together) {
                        let start = ContinuousClock.now
                        let answer = await answer(to: questions[number])
                        answers.append((number, answer, (ContinuousClock.now - start) / .seconds(1)))
                    }
                    return answers
                }
            }
            let all = await group.reduce(into: []) { $0 += $1 }
            return all.sorted { $0.0 < $1.0 }.map { ($0.1, $0.2) }
        }
    }

    private func answer(to question: Question) async -> Answer {
        do throws(Failure) {
            let results = try await index.search(question.request)
            if let notice = results.notice { return .refused(notice) }
            return .found(Set(results.hits.map(\.id)))
        } catch {
            return error.kind == .usage ? .cannot : .refused(error.sentence)
        }
    }

    private mutating func complaint(of question: Question, _ answer: Answer) -> String? {
        switch answer {
        case .cannot:
            counts.cannot += 1
            return nil
        case .refused(let reason):
            counts.asked += 1
            counts.refused += 1
            let isNew = reasons.insert(String(reason.string.filter { !$0.isNumber }.prefix(160))).inserted
            return isNew ? "\(reason): \(question.shown)" : nil
        case .found(let found):
            counts.asked += 1
            guard question.request.indexes == [Self.own] else { return nil }
            counts.compared += 1
            let matcher = LiveMatcher(question.request.query)
            // Words in a row may come from two texts of a document that has neither name nor description, but on a server.
            let compared = documents.filter { $0.name ?? $0.description != nil || !question.request.query.hasTerm }
            let differing = compared.filter { matcher.matches($0) != found.contains($0.id) }.map(\.id.rawValue)
            guard !differing.isEmpty else { return nil }
            counts.disagreed += 1
            return "index and matcher disagree about \(differing): \(question.shown)"
        }
    }
}

extension FuzzedServer.Question {
    fileprivate var shown: String {
        "\(SafeText(text.prefix(300))) (by \(request.sort) in \(request.indexes.map(\.rawValue).joined(separator: " and ")))"
    }
}

extension Query {
    /// Whether it looks for words wherever they are.
    fileprivate var hasTerm: Bool {
        switch self {
        case .everything, .field, .anyToken: false
        case .term: true
        case .all(let parts), .any(let parts): parts.contains(where: \.hasTerm)
        case .not(let part): part.hasTerm
        }
    }
}
