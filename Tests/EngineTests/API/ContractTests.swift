import Engine
import Foundation
import Testing

/// Answers that the seed's framework gave, recorded by `Fixtures/record.py`.
struct RecordedAnswer: Decodable {
    var method: String
    var target: String
    var contentType: String?
    var body: String?
    var status: Int
    var allow: String?
    var answer: String

    var request: HTTPRequest {
        HTTPRequest(method: method, target: target, contentType: contentType, body: Array((body ?? "").utf8))
    }

    static func all() throws -> [RecordedAnswer] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/contract.json")
        return try JSONDecoder().decode([RecordedAnswer].self, from: Data(contentsOf: file))
    }
}

@Suite("The seed's contract")
struct ContractTests {
    @Test("the answers are those of the seed's framework", arguments: Transport.allCases)
    func recorded(_ transport: Transport) async throws {
        let records = try RecordedAnswer.all()
        let routes = Routes(index: ScriptedIndex())
        let answers = try await transport.ask(routes, records.map(\.request))
        #expect(records.count > 100)
        for (record, answer) in zip(records, answers) {
            let place: Comment = "\(record.method) \(record.target) \(record.contentType ?? "-") \(record.body ?? "-")"
            #expect(answer.status == record.status, place)
            #expect(answer.headers["allow"] == record.allow, place)
            #expect(try comparable(answer.body) == comparable(Array(record.answer.utf8)), place)
        }
    }

    @Test("a search that finds something is answered to the byte")
    func bytes() async throws {
        let records = try RecordedAnswer.all().filter { $0.method == "GET" && $0.status == 200 }
        let routes = Routes(index: ScriptedIndex())
        for record in records where record.answer.contains("_source") {
            #expect(String(decoding: await routes.respond(to: record.request).body, as: UTF8.self) == record.answer)
        }
    }

    /// The JSON as a value, without the words in which a parser says what is wrong with a text: those are its own.
    private func comparable(_ json: [UInt8]) throws -> NSObject {
        let value = try JSONSerialization.jsonObject(with: Data(json))
        guard var answer = value as? [String: Any], let issues = answer["detail"] as? [[String: Any]] else {
            return try #require(value as? NSObject)
        }
        answer["detail"] = issues.map { issue in
            var issue = issue
            if issue["type"] as? String == "json_invalid" { issue["ctx"] = nil }
            return issue
        }
        return answer as NSDictionary
    }
}
