import Testing

@testable import Engine

@Suite("Bulk") struct BulkTests {
    @Test("says each operation in a line, and each document in one")
    func body() {
        var body = BulkBody(capacity: 10)
        body.append(Script.document("a\"b", "{\n  \"x\":\r\n1}", in: "i"))
        body.append(.delete("국", "i"))
        body.appendNew(DocumentKey(index: "i", id: "n\n"), Array("{}".utf8))
        #expect(
            String(decoding: body.bytes, as: UTF8.self) == #"""
                {"index":{"_index":"i","_id":"a\"b"}}
                {   "x":\#r 1}
                {"delete":{"_index":"i","_id":"국"}}
                {"create":{"_index":"i","_id":"n\n"}}
                {}

                """#)
    }

    @Test("composes what is written decomposed")
    func composed() {
        var body = BulkBody(capacity: 10)
        body.append(Script.document("1", "{\"name\":\"\u{1112}\u{1161}\u{11AB}\"}", in: "i"))
        #expect(body.bytes.firstRange(of: Array("{\"name\":\"\u{D55C}\"}\n".utf8)) != nil)
    }

    @Test(
        "what became of an operation",
        arguments: [
            (200, "index", nil, "done"), (201, "index", nil, "done"), (200, "delete", nil, "done"), (404, "delete", nil, "done"),
            (404, "index", "index_not_found_exception", "again"), (404, "delete", "index_not_found_exception", "again"),
            (409, "index", "version_conflict_engine_exception", "done"), (400, "index", "mapper_parsing_exception", "refused"),
            (400, "index", "validation_exception", "again"), (400, "index", "invalid_index_name_exception", "refused"),
            (413, "index", "x", "refused"),
            (429, "index", "es_rejected_execution_exception", "again"), (429, "index", "cluster_block_exception", "again"),
            (403, "index", "cluster_block_exception", "again"), (403, "index", "security_exception", "again"),
            (503, "index", "x", "again"),
            (500, "index", "x", "again"), (0, "index", nil, "again"), (302, "index", nil, "again"), (200, "index", "x", "again"),
        ] as [(Int, String, String?, String)])
    func outcomes(status: Int, action: String, error: String?, outcome: String) {
        let item = BulkResponse.Item(
            action: action, status: status, error: error.map { ErrorReason(type: $0, reason: "because") })
        switch item.outcome {
        case .done: #expect(outcome == "done")
        case .tryAgain(let reason): #expect(outcome == "again" && reason.string.contains("HTTP \(status)"))
        case .refused(let reason): #expect(outcome == "refused" && reason.string.contains("because"))
        }
    }

    @Test("reads the answer whatever its spacing and order")
    func response() throws {
        let json =
            #"{ "took":3,  "errors" : true ,"items" : [ {"index":{"_id":"1","status" : 201,"_seq_no":7}},{"delete" : {"error":{"type":"t","reason":"r"},"status":400}} ]}"#
        let items = try BulkResponse(Array(json.utf8), count: 2).items
        #expect(items.map(\.status) == [201, 400])
        #expect(items.map(\.action) == ["index", "delete"])
        #expect(items[0].sequenceNumber == 7 && items[1].error?.reason == "r")
    }

    @Test(
        "is no answer where the count is another",
        arguments: ["{}", "{\"items\": []}", "{\"items\": [{}, {}]}", "{\"items\": {}}", "[]", "{\"items\": [{}"])
    func wrong(json: String) {
        #expect(throws: JSONError.self) { try BulkResponse(Array(json.utf8), count: 1) }
    }

    @Test("small batches go in one lane, large ones in several, and a document's changes stay in theirs, in order")
    func lanes() {
        let lanes = BulkLanes()
        #expect(lanes.split((0..<100).map { Script.document("\($0)") }).count == 1)
        let large = (0..<4_000).map { Script.document("\($0 % 1_000)", "{\"x\": \"\(String(repeating: "y", count: 1_000))\"}") }
        let split = lanes.split(large)
        #expect(split.count == 3)
        #expect(split.flatMap { $0 }.sorted() == Array(0..<4_000))
        for lane in split {
            #expect(lane == lane.sorted())
            let keys = Set(lane.map { large[$0].key })
            #expect(split.filter { $0 != lane }.allSatisfy { $0.allSatisfy { !keys.contains(large[$0].key) } })
        }
    }

    @Test("a bulk ends where it is full, and before a document comes again")
    func bulks() {
        let operations = ["a", "b", "a", "c"].map { Script.document($0) }
        #expect(BulkLanes.nextBulk(of: [0, 1, 2, 3], operations, isDistinct: false) == [0, 1])
        #expect(BulkLanes.nextBulk(of: [2, 3], operations, isDistinct: false) == [2, 3])
        let huge = (0..<3).map { Script.document("\($0)", String(repeating: " ", count: 3_000_000)) }
        #expect(BulkLanes.nextBulk(of: [0, 1, 2], huge, isDistinct: false) == [0])
    }

    @Test("an index that has too much to do gets fewer bulks at once, and later more again")
    func overload() {
        var lanes = BulkLanes()
        for limit in [2, 1, 1] {
            lanes.note(isOverloaded: true)
            #expect(lanes.limit == limit)
        }
        for _ in 0..<40 { lanes.note(isOverloaded: false) }
        #expect(lanes.limit == 3)
    }
}
