import Glibc
import Synchronization
import Testing

@testable import Engine

@Suite("Writing to servers that misbehave", .serialized) struct WriteTests {
    private static func isBulk(_ asked: ScriptedServer.Asked) -> Bool {
        asked.line.hasPrefix("POST /") && asked.line.contains("/_bulk?")
    }

    /// The ids of a bulk, in order.
    private static func ids(_ asked: ScriptedServer.Asked) -> [String] {
        asked.text.split(separator: "\n").compactMap { line in
            guard let mark = line.firstRange(of: "\"_id\":\"") else { return nil }
            return String(line.suffix(from: mark.upperBound).prefix { $0 != "\"" })
        }
    }

    private static func batch(_ ids: String..., source: String = "{}") -> WriteBatch {
        WriteBatch(operations: ids.map { Script.document($0, source) })
    }

    private static func write(
        _ batch: WriteBatch, _ answer: @escaping @Sendable (ScriptedServer.Asked) -> ScriptedServer.Answer
    ) async throws -> (Result<[WriteOutcome], Failure>, ScriptedServer) {
        let server = ScriptedServer.elasticsearch { isBulk($0) ? answer($0) : nil }
        let index = try server.index()
        defer { server.stop() }
        do {
            return (.success(try await index.write(batch)), server)
        } catch {
            return (.failure(error), server)
        }
    }

    @Test("a bulk has a length, its type, and no chunks")
    func head() async throws {
        let (result, server) = try await WriteTests.write(WriteTests.batch("1")) { _ in .json(200, Script.bulkAnswer([201])) }
        let bulk = try #require(server.asked.first(where: WriteTests.isBulk))
        #expect(try result.get() == [.done])
        #expect(bulk.headers["content-length"] == String(bulk.body.count))
        #expect(bulk.headers["content-type"] == "application/x-ndjson")
        #expect(bulk.headers["expect"] == nil && bulk.headers["transfer-encoding"] == nil)
    }

    @Test("each operation gets its own answer, in order")
    func outcomes() async throws {
        let (result, _) = try await WriteTests.write(WriteTests.batch("1", "2", "3", "4")) { _ in
            .json(200, Script.bulkAnswer([201, 400, 429, 200]))
        }
        #expect(try result.get() == [.done, .refused("HTTP 400: r"), .tryAgain("HTTP 429: r"), .done])
    }

    @Test(
        "an answer that does not fit is never taken for success",
        arguments: [
            .json(200, Script.bulkAnswer([201])), .json(200, Script.bulkAnswer([201, 201, 201])), .json(200, "{}"),
            .json(200, ""),
            .json(200, "{\"errors\": false, \"items\": []}"), .html(200, "<html>"),
            .json(200, "{\"items\": [{\"index\": {\"status\": 201"),
            .json(503, "{}"), .json(429, "{}"), .html(502, "<html>"), .html(400, "<html>"), .reset, .json(500, "{}"), .silence,
        ] as [ScriptedServer.Answer])
    func unfit(answer: ScriptedServer.Answer) async throws {
        let server = ScriptedServer.elasticsearch { WriteTests.isBulk($0) ? answer : nil }
        let index = try server.index(timeout: .milliseconds(500))
        let failure = try await Script.failure { _ = try await index.write(WriteTests.batch("1", "2")) }
        #expect(failure?.isWorthRetrying == true, "\(String(describing: failure))")
        server.stop()
    }

    @Test("who may not write now keeps what there is to write", arguments: [401, 403])
    func forbidden(status: Int) async throws {
        let (result, _) = try await WriteTests.write(WriteTests.batch("1", "2")) { _ in
            .json(status, "{\"error\": {\"type\": \"security_exception\", \"reason\": \"no\"}}")
        }
        let outcomes = try result.get()
        #expect(outcomes.count == 2)
        for outcome in outcomes {
            guard case .tryAgain(let reason) = outcome else { Issue.record("\(outcome)"); continue }
            #expect(reason.string.contains("HTTP \(status)"))
        }
    }

    @Test("a bulk that is too large is halved, and a document that is too large alone is refused", arguments: [413, 400])
    func bisected(status: Int) async throws {
        let error = "{\"error\": {\"type\": \"illegal_argument_exception\", \"reason\": \"no\"}}"
        let (result, server) = try await WriteTests.write(WriteTests.batch("1", "2", "bad", "4", "5")) { asked in
            let ids = WriteTests.ids(asked)
            return ids.contains("bad")
                ? status == 413 ? .html(413, "<html>") : .json(status, error)
                : .json(200, Script.bulkAnswer(ids.map { _ in 201 }))
        }
        let outcomes = try result.get()
        #expect([0, 1, 3, 4].allSatisfy { outcomes[$0] == .done })
        guard case .refused(let reason) = outcomes[2] else { Issue.record("\(outcomes[2])"); return }
        #expect(reason.string.contains("HTTP \(status)"))
        #expect(server.asked.filter(WriteTests.isBulk).map { WriteTests.ids($0).count } == [5, 2, 3, 1, 2])
    }

    @Test("a bulk under which the connection breaks is halved, and a document is kept for later")
    func broken() async throws {
        let large = "{\"x\": \"\(String(repeating: "y", count: 60_000))\"}"
        let (result, _) = try await WriteTests.write(WriteTests.batch("1", "2", "3", source: large)) { asked in
            let ids = WriteTests.ids(asked)
            return ids.count > 1 ? .reset : .json(200, Script.bulkAnswer(ids.map { _ in 201 }))
        }
        #expect(try result.get() == [.done, .done, .done])
        let (lost, _) = try await WriteTests.write(WriteTests.batch("1", "2", source: large)) { _ in .reset }
        guard case .failure(let failure) = lost else { Issue.record("\(lost)"); return }
        #expect(failure.isWorthRetrying)
    }

    @Test("a change waits for an earlier one of its document that must be tried again")
    func order() async throws {
        let (result, server) = try await WriteTests.write(WriteTests.batch("a", "b", "a", "b")) { asked in
            .json(200, Script.bulkAnswer(WriteTests.ids(asked).map { $0 == "a" ? 429 : 201 }))
        }
        #expect(try result.get() == [.tryAgain("HTTP 429: r"), .done, .tryAgain("HTTP 429: r"), .done])
        #expect(server.asked.filter(WriteTests.isBulk).map(WriteTests.ids) == [["a", "b"], ["b"]])
    }

    @Test("bulks stay below their limit, and no document is lost between them")
    func large() async throws {
        let operations = (0..<40).map { Script.document("\($0)", "{\"x\":\"\(String(repeating: "y", count: 400_000))\"}") }
        let (result, server) = try await WriteTests.write(WriteBatch(operations: operations)) { asked in
            .json(200, Script.bulkAnswer(WriteTests.ids(asked).map { _ in 201 }))
        }
        #expect(try result.get() == Array(repeating: .done, count: 40))
        let bulks = server.asked.filter(WriteTests.isBulk)
        #expect(bulks.allSatisfy { $0.body.count <= BulkLanes.bulkLimit })
        #expect(bulks.flatMap(WriteTests.ids).sorted() == (0..<40).map(String.init).sorted())
    }

    @Test("however many batches are written at once, three bulks are under way and the others wait for one to be answered")
    func turns() async throws {
        let isReleased = Mutex(false)
        let server = ScriptedServer.elasticsearch { asked in
            guard WriteTests.isBulk(asked) else { return nil }
            while !isReleased.withLock({ $0 }) { usleep(1_000) }
            return .json(200, Script.bulkAnswer(WriteTests.ids(asked).map { _ in 201 }))
        }
        defer { server.stop() }
        let index = try server.index()
        let text = String(repeating: "y", count: 100_000)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for batch in 0..<3 {
                let operations = (0..<20).map { Script.document("\(batch)-\($0)", "{\"x\":\"\(text)\"}") }
                group.addTask { try await index.write(WriteBatch(operations: operations)).allSatisfy { $0 == .done } }
            }
            await eventually("the others wait") {
                index.knowledge.withLock { $0.turns.underWay == 3 && $0.turns.waiting.count == 2 }
            }
            #expect(server.asked.count(where: WriteTests.isBulk) <= 3)
            isReleased.withLock { $0 = true }
            for try await isDone in group { #expect(isDone) }
        }
        #expect(index.knowledge.withLock { $0.turns.underWay == 0 && $0.turns.waiting.isEmpty })
        #expect(server.asked.filter(WriteTests.isBulk).flatMap(WriteTests.ids).count == 60)
    }

    @Test("unless somebody looks out for the documents only a verdict is asked for, and what became of each where it is bad")
    func verdict() async throws {
        let server = ScriptedServer.elasticsearch { asked in
            guard WriteTests.isBulk(asked) else { return nil }
            let statuses = WriteTests.ids(asked).map { $0 == "bad" ? 400 : 201 }
            guard asked.line.hasSuffix("?filter_path=errors") else { return .json(200, Script.bulkAnswer(statuses)) }
            return .json(200, "{ \"errors\" : \(statuses.contains(400)) }")
        }
        defer { server.stop() }
        let index = try server.index()
        func write(_ ids: String..., isWatched: Bool = false) async throws -> [WriteOutcome] {
            var batch = WriteBatch(operations: ids.map { Script.document($0, "{}") })
            batch.isWatched = isWatched
            return try await index.write(batch)
        }
        func asked() -> [Bool] {
            server.asked.filter(WriteTests.isBulk).map { $0.line.hasSuffix("?filter_path=errors") }
        }
        #expect(try await write("1", "2") == [.done, .done])
        #expect(try await write("1", "2", isWatched: true) == [.done, .done])
        #expect(asked() == [true, false])
        #expect(try await write("1", "bad") == [.done, .refused("HTTP 400: r")])
        #expect(asked() == [true, false, true, false])
        // Where one has failed others may: they are asked at once.
        for _ in 0..<BulkDetail.trust { #expect(try await write("2", "3") == [.done, .done]) }
        #expect(asked()[4...].allSatisfy { !$0 })
        #expect(try await write("1") == [.done])
        #expect(asked().last == true)
    }

    @Test(
        "a verdict that says neither yes nor no is none",
        arguments: ["{}", "{\"errors\":null}", "{\"errors\":0}", "{\"items\":[]}"])
    func noVerdict(answer: String) {
        #expect(throws: JSONError.self) { try BulkResponse(Array(answer.utf8), count: 2, .verdict) }
    }

    @Test("an index that is missing is made with its mapping, once, whoever is faster")
    func makes() async throws {
        let server = ScriptedServer.elasticsearch { asked in
            switch asked.line {
            case "HEAD /playlist": .json(404, "")
            case "PUT /playlist":
                .json(400, "{\"error\": {\"type\": \"resource_already_exists_exception\", \"reason\": \"there\"}}")
            case _ where WriteTests.isBulk(asked): .json(200, Script.bulkAnswer([201]))
            default: nil
            }
        }
        let index = try server.index()
        for _ in 0..<3 { #expect(try await index.write(WriteTests.batch("1")) == [.done]) }
        let made = server.asked.filter { $0.line == "PUT /playlist" }
        #expect(made.map(\.text) == [IndexMapping.documents])
        server.stop()
    }

    @Test("what a write would ask first can be asked beforehand, and makes no index")
    func prepares() async throws {
        let server = ScriptedServer.elasticsearch { asked in
            if asked.line == "HEAD /missing" { return .json(404, "") }
            return WriteTests.isBulk(asked) ? .json(200, Script.bulkAnswer([201])) : nil
        }
        defer { server.stop() }
        let index = try server.index()
        await index.prepare(for: ["playlist", "missing", "_no/name"])
        #expect(server.asked.map(\.line) == ["GET /", "HEAD /missing", "HEAD /playlist"])
        #expect(try await index.write(WriteTests.batch("1")) == [.done])
        #expect(server.asked.count == 4)
    }

    @Test("what cannot be asked beforehand is asked by the write, which tells of it")
    func preparesInVain() async throws {
        let server = ScriptedServer { _ in .json(503, "{}") }
        defer { server.stop() }
        let index = try server.index()
        await index.prepare(for: ["playlist"])
        #expect(try await Script.failure { _ = try await index.write(WriteTests.batch("1")) }?.isWorthRetrying == true)
    }

    @Test("the request names the index of its operations, if that can be one")
    func home() async throws {
        func lines(_ indexes: IndexName...) async throws -> [String] {
            let operations = indexes.map { Script.document("1", in: $0) }
            let (result, server) = try await WriteTests.write(WriteBatch(operations: operations)) { asked in
                .json(200, Script.bulkAnswer(WriteTests.ids(asked).map { _ in 201 }))
            }
            #expect(try result.get().allSatisfy { $0 == .done })
            let bulk = try #require(server.asked.last)
            return [String(bulk.line.prefix { $0 != "?" })] + bulk.text.split(separator: "\n").map(String.init)
        }
        #expect(try await lines("곡 1") == ["POST /_bulk", #"{"index":{"_index":"곡 1","_id":"1"}}"#, "{}"])
        #expect(try await lines("_all") == ["POST /_bulk", #"{"index":{"_index":"_all","_id":"1"}}"#, "{}"])
        #expect(
            try await lines("곡", "b") == [
                "POST /%EA%B3%A1/_bulk", #"{"index":{"_id":"1"}}"#, "{}", #"{"index":{"_index":"b","_id":"1"}}"#, "{}",
            ])
    }

    @Test("nothing is written where nothing may be")
    func readOnly() async throws {
        let server = ScriptedServer.elasticsearch { _ in nil }
        let index = try server.index { $0.isReadOnly = true }
        #expect(try await Script.failure { _ = try await index.write(WriteTests.batch("1")) }?.kind == .notAllowed)
        #expect(server.asked.isEmpty && !index.isWritable)
        server.stop()
    }

    @Test("a dead letter that is too large is kept without its bytes")
    func deadLetter() async throws {
        let letter = DeadLetter(
            kind: .refusedByIndex, reason: "too large", origin: .line(1, file: "f"), index: "playlist",
            payload: Array(String(repeating: "x", count: 100_000).utf8))
        let (result, server) = try await WriteTests.write(WriteBatch(deadLetters: [letter])) { asked in
            asked.body.count > 50_000 ? .json(413, "") : .json(200, Script.bulkAnswer([201]))
        }
        #expect(try result.get().isEmpty)
        let kept = try #require(server.asked.last)
        #expect(kept.text.contains("its 100000 bytes are too many to be kept here"))
    }

    @Test("a dead letter has the same id each time it is written, and no other one has it")
    func deadLetterIDs() {
        func letter(
            _ payload: String?, line: Int = 3, file: String = "standard input", index: IndexName = "playlist",
            offset: Int64? = nil
        ) -> DeadLetter {
            let record = offset.map { RecordPosition(TopicPartition("t", 0), Offset($0)) }
            return DeadLetter(
                kind: .notJSON, reason: "r", origin: record.map { .record($0) } ?? .line(line, file: file), index: index,
                payload: payload.map { Array($0.utf8) })
        }
        let long = String(repeating: "목록/", count: 200)
        let letters = [
            letter("{"), letter("["), letter("{", line: 4), letter("{", file: "f"), letter("{", index: "chatroom"), letter(nil),
            letter("{", offset: 3), letter("[", offset: 3), letter("{", file: long), letter("{", line: 4, file: long),
        ]
        let ids = letters.map(DeadLetterDocument.id)
        #expect(Set(ids).count == letters.count && ids == letters.map(DeadLetterDocument.id))
        #expect(ids.allSatisfy { $0.rawValue.utf8.count <= 512 })
        #expect(ids[0] == "standard input/3/960e6d696711a368")
    }
}
