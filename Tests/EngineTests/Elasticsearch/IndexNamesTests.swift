import Testing

@testable import Engine

@Suite("Names of indexes") struct IndexNamesTests {
    @Test("names come from any node, without the list of sizes, and without what is hidden or Kelp's own")
    func resolved() async throws {
        let server = ScriptedServer.elasticsearch { asked in
            guard asked.line.hasPrefix("GET /_resolve/index/*") else { return asked.line == "GET /" ? nil : .silence }
            return .json(
                200,
                #"""
                {"indices": [{"name": "playlist", "attributes": ["open"]}, {"name": ".tasks"}, {"aliases": ["x"], "name": "chatroom"},
                {"name": "kelp-dead-letters"}], "aliases": [{"name": "rooms", "indices": ["chatroom"]}],
                "data_streams": [{"name": "events", "backing_indices": ["n"], "timestamp_field": "name"}]}
                """#)
        }
        let index = try server.index()
        #expect(try await index.names() == ["chatroom", "playlist", "events", "rooms"])
        await index.close()
        server.stop()
    }

    @Test("an older server lists them with everything else")
    func listed() async throws {
        let server = ScriptedServer.elasticsearch { asked in
            if asked.line == "GET /" { return .json(200, Script.greeting("7.8.0")) }
            if asked.line.hasPrefix("GET /_cat/aliases") { return .json(200, #"[{"alias": "rooms", "index": "chatroom"}]"#) }
            return .json(200, #"[{"index": "playlist", "docs.count": "2"}, {"index": "chatroom"}]"#)
        }
        let index = try server.index()
        #expect(try await index.names() == ["chatroom", "playlist", "rooms"])
        await index.close()
        server.stop()
    }

    @Test(
        "one sentence says that an index is not there, what was probably meant, and else what there is",
        arguments: [
            (["playlist", "chatroom"], nil, "there is no index playlst: did you mean playlist?"),
            (["chatroom", "b"], nil, "there is no index playlst: there are chatroom, b"),
            (["chatroom"], "import makes it", "there is no index playlst: import makes it"),
            ([], nil, "there is no index playlst, nor any other to be seen: import a file or read from Kafka first"),
        ] as [([IndexName], SafeText?, String)])
    func missing(names: [IndexName], hint: SafeText?, sentence: String) {
        let failure = Failure.noIndex("playlst", among: names, hint: hint)
        #expect(failure.kind == .usage)
        #expect(failure.sentence.string == sentence)
    }
}
