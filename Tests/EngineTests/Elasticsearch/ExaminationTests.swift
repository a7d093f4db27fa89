import Testing

@testable import Engine

@Suite("Examination of an index on a server") struct ExaminationTests {
    @Test("tells of sort fields and blocks, behind an alias too")
    func examines() async throws {
        let server = ScriptedServer.elasticsearch { asked in
            switch asked.line {
            case "GET /songs?local=true&filter_path=*.mappings,*.settings.index.analysis.analyzer":
                .json(
                    200,
                    """
                    {"s-1": {"mappings": {"properties": {"created_at": {"type": "date"}, "popularity": {"type": "long"}}}},
                     "s-2": {"mappings": {"properties": {"created_at": {"type": "text"}}}}}
                    """)
            case "GET /songs/_settings?local=true&flat_settings=true":
                .json(
                    200,
                    """
                    {"s-1": {"settings": {"index.blocks.write": "false", "index.number_of_shards": "1"}},
                     "s-2": {"settings": {"index.blocks.read_only_allow_delete": "true", "index.hidden": "true"}}}
                    """)
            default: nil
            }
        }
        defer { server.stop() }
        let found = try await server.index().examine("songs")
        #expect(found.map(\.name) == ["s-1", "s-2"])
        #expect(found.map(\.blocks) == [[], ["index.blocks.read_only_allow_delete"]])
        #expect(found.map { $0.trouble(with: .latest) } == [nil, "has created_at as text, so sorting by latest does not work"])
        #expect(
            found.map { $0.trouble(with: .popularity) }
                == [nil, "has no field popularity, so sorting by popularity changes nothing"])
        #expect(found.allSatisfy { $0.trouble(with: .relevance) == nil })
    }

    @Test(
        "asks whether the user may write, and does not mind a server that has no such question",
        arguments: [
            (200, "{\"username\": \"ada\", \"has_all_requested\": true, \"index\": {}}", true),
            (200, "{\"has_all_requested\": false}", false), (404, "{}", nil), (400, "{\"error\": \"no handler\"}", nil),
            (200, "{}", nil),
        ] as [(Int, String, Bool?)])
    func rights(status: Int, answer: String, may: Bool?) async throws {
        let server = ScriptedServer.elasticsearch { asked in
            asked.line == "POST /_security/user/_has_privileges" ? .json(status, answer) : nil
        }
        defer { server.stop() }
        #expect(try await server.index().mayWrite(["a", "b"]) == may)
        #expect(server.asked.last?.text.contains("\"names\":[\"a\",\"b\"]") == true)
    }
}
