import Conformance
import Foundation
import Testing

@testable import Engine

/// What the seed answered about these documents, recorded by `Fixtures/record.py`.
private struct Recording: Decodable {
    struct Index: Decodable {
        var suffix: String
        /// The seed's own way is none: the first document decides.
        var mapping: JSONText?
        var documents: [[String]]
    }

    struct Answer: Decodable {
        var method: String
        var target: String
        var status: Int
        var answer: String
    }

    var indexes: [Index]
    var answers: [Answer]

    static let indexName = "kelp-seed"

    static func read() throws -> Recording {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/seed.json")
        return try JSONDecoder().decode(Recording.self, from: Data(contentsOf: file))
    }
}

/// Any JSON of objects and text, kept as text.
private struct JSONText: Decodable {
    var bytes: [UInt8]

    init(from decoder: any Decoder) throws { bytes = Array(try JSONEncoder().encode(Tree(from: decoder))) }

    private enum Tree: Codable {
        case text(String)
        case object([String: Tree])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            self = try (try? .text(container.decode(String.self))) ?? .object(container.decode([String: Tree].self))
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .object(let members): try container.encode(members)
            }
        }
    }
}

@Suite("The seed's answers on real servers") struct SeedTests {
    @Test("the same documents, searched the same way, give the same JSON", arguments: ElasticsearchServer.running)
    func sameAnswers(server: ElasticsearchServer) async throws {
        let recording = try Recording.read()
        try await server.withBench { bench, index in
            let name = bench.name.rawValue
            for made in recording.indexes { try await make(made, name: name + made.suffix, on: index) }
            let routes = Routes(index: index)
            #expect(recording.answers.count >= 100)
            for recorded in recording.answers {
                let target = recorded.target.replacing(Recording.indexName, with: name)
                let answer = await routes.respond(to: HTTPRequest(method: recorded.method, target: target))
                let expected = recorded.answer.replacing(Recording.indexName, with: name)
                #expect(answer.status == recorded.status, "\(target.prefix(200))")
                #expect(try value(answer.body) == value(Array(expected.utf8)), "\(target.prefix(200))")
            }
        }
    }

    private func make(_ made: Recording.Index, name: String, on index: ElasticsearchIndex) async throws {
        if let mapping = made.mapping { _ = try await index.ask(NodeRequest(.put, "/\(name)", json: mapping.bytes)) }
        for document in made.documents {
            let path = "/\(name)/_doc/\(percentEncoded(document[0]))?refresh=true"
            _ = try await index.ask(NodeRequest(.put, path, json: Array(document[1].utf8)))
        }
    }

    private func value(_ json: [UInt8]) throws -> NSObject {
        try #require(try JSONSerialization.jsonObject(with: Data(json)) as? NSObject)
    }
}
