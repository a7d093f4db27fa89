import Testing

@testable import Engine

@Suite("Credentials") struct CredentialsTests {
    @Test(
        "are said to the server, and in no failure",
        arguments: [
            (.basic(user: "user", password: Secret("hunter2")), "Basic dXNlcjpodW50ZXIy"),
            (.apiKey(Secret("hunter2")), "ApiKey hunter2"),
            (.bearer(Secret("hunter2")), "Bearer hunter2"),
        ] as [(Credentials, String)])
    func said(credentials: Credentials, header: String) async throws {
        let server = ScriptedServer { _ in
            .json(401, "{\"error\": {\"type\": \"security_exception\", \"reason\": \"who are you\"}}")
        }
        let index = try server.index { $0.credentials = credentials }
        let failure = try #require(try await Script.failure { try await index.ping() })
        #expect(failure.kind == .notAllowed && failure.sentence.string.contains("who are you"))
        #expect(server.asked.map { $0.headers["authorization"] } == [header])
        #expect(!"\(failure)".contains("hunter2"))
        server.stop()
    }

    @Test("of the address come before those of the settings, and stay out of every failure")
    func address() async throws {
        let server = ScriptedServer { _ in .json(500, "") }
        let index = try server.index {
            $0.credentials = .apiKey(Secret("other"))
            $0.nodes = (try? [NodeAddress("http://user:hunter2@127.0.0.1:\(server.port)")]) ?? []
        }
        let failure = try #require(try await Script.failure { try await index.ping() })
        #expect(server.asked.map { $0.headers["authorization"] } == ["Basic dXNlcjpodW50ZXIy"])
        #expect(!"\(failure)".contains("hunter2") && !"\(failure)".contains("user"))
        #expect(!"\(index.nodes)".contains("hunter2"))
        server.stop()
    }

    @Test("that would break a header are refused before anything is sent")
    func smuggled() async throws {
        let server = ScriptedServer { _ in .json(200, "{}") }
        let index = try server.index { $0.credentials = .bearer(Secret("a\r\nX-Evil: 1")) }
        let failure = try await Script.failure { try await index.ping() }
        #expect(failure?.kind == .configuration)
        #expect(server.asked.isEmpty)
        server.stop()
    }

    @Test("a warning stays where certificates are not verified")
    func warning() throws {
        var settings = ElasticsearchSettings(nodes: [try NodeAddress("https://es")])
        #expect(try ElasticsearchIndex(settings).warnings.isEmpty)
        settings.tls.isVerificationSkipped = true
        #expect(try ElasticsearchIndex(settings).warnings.count == 1)
    }
}
