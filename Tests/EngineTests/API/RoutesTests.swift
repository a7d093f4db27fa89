import Engine
import Testing

@Suite("Routes")
struct RoutesTests {
    @Test(
        "a search asks the index for what the parameters say",
        arguments: [
            ("playlist?query=a+b", ["playlist"], "a b", Sort.latest, 0, 10),
            ("playlist?query=%EC%9E%AC%EC%A6%88&sort=popularity", ["playlist"], "재즈", .popularity, 0, 10),
            ("a,b?query=x&start=9990&sort=latest", ["a", "b"], "x", .latest, 9990, 10),
            ("_all?query=&size=10000", [], "", .latest, 0, 10_000),
            (",?query=x", [","], "x", .latest, 0, 10),
            ("*?query=x&size=0", [], "x", .latest, 0, 0),
        ] as [(String, [IndexName], String, Sort, Int, Int)])
    func search(_ path: String, _ indexes: [IndexName], _ text: String, _ sort: Sort, _ start: Int, _ size: Int) async {
        let index = ScriptedIndex()
        let answer = await Routes(index: index).respond(to: HTTPRequest(method: "GET", target: "/v1/api/search/\(path)"))
        #expect(answer.status == 200)
        var expected = SearchRequest(
            indexes: indexes, query: .anyToken(of: text, in: .name), sort: sort, order: .descending, start: start, size: size,
            isCounted: false)
        expected.isRecurring = true
        #expect(index.requests == [expected])
    }

    @Test("hits are written as Elasticsearch writes them")
    func hits() async {
        let scored = Hit(index: "a\"b", id: "\u{1}\u{7F}재즈\n", score: 1.5, source: Array(" {\n \"x\" : 1.50 }".utf8))
        let routes = Routes(index: ScriptedIndex { _ in results([jazzNight, scored]) })
        let answer = await routes.respond(to: HTTPRequest(method: "GET", target: "/v1/api/search/x?query=x"))
        let second = #"{"_index":"a\"b","_id":"\u0001"# + "\u{7F}재즈" + #"\n","_score":1.5,"_source": {"# + "\n \"x\" : 1.50 },"
        #expect(String(decoding: answer.body, as: UTF8.self).hasSuffix("," + second + #""sort":[-9223372036854775808]}]}"#))
    }

    @Test("a sort value that is no whole number is written as the index gave it", arguments: ["1.5", "\"high\"", "null"])
    func sortValue(_ json: String) async {
        let hit = Hit(index: "i", id: "1", source: Array("{}".utf8), sortValue: 1, sortValueJSON: Array(json.utf8))
        let routes = Routes(index: ScriptedIndex { _ in results([hit]) })
        let answer = await routes.respond(to: HTTPRequest(method: "GET", target: "/v1/api/search/x?query=x"))
        #expect(String(decoding: answer.body, as: UTF8.self).hasSuffix("\"sort\":[\(json)]}]}"))
    }

    @Test("no hits are an empty list")
    func noHits() async {
        let routes = Routes(index: ScriptedIndex { _ in results([]) })
        let answer = await routes.respond(to: HTTPRequest(method: "GET", target: "/v1/api/search/x?query=x"))
        #expect(answer == HTTPResponse(200, Array(#"{"results":[]}"#.utf8)))
    }

    @Test("a document is indexed as it came, whatever else it has", arguments: Transport.allCases)
    func write(_ transport: Transport) async throws {
        let index = ScriptedIndex()
        let body = Array(
            #" {"id":"7", "name":"재즈","description":"d","popularity":9,"created_at":"2024-01-02T03:04:05Z","z":[1]}"#.utf8)
        let request = HTTPRequest(method: "POST", target: "/index/playlist", contentType: "application/json", body: body)
        let answer = try await transport.ask(Routes(index: index), request)
        #expect(answer.text == #"{"message":"playlist 인덱싱 성공"}"#)
        let document = try #require(index.documents.first)
        #expect(document.source == body && document.id == "7" && document.index == "playlist")
        #expect(document.popularity == 9 && document.name == "재즈" && document.createdAt != nil)
    }

    @Test(
        "a document that no index can hold is 422",
        arguments: [
            (#""id":"""#, #""loc":["body","id"]"#), (#""id":"1","popularity":"x""#, "popularity is not a number"),
            (#""id":"1","created_at":"yesterday""#, "created_at is not a date"), (#""id":"\ud800""#, #""type":"json_invalid""#),
            (#""id":"1","x":NaN"#, #""type":"json_invalid""#),
        ])
    func unusable(_ members: String, _ expected: String) async {
        let index = ScriptedIndex()
        let answer = await Routes(index: index).respond(to: post("{\(members),\"name\":\"n\",\"description\":\"d\"}"))
        #expect(answer.status == 422)
        #expect(String(decoding: answer.body, as: UTF8.self).contains(expected))
        #expect(index.documents.isEmpty)
    }

    @Test("a body that is no UTF-8 is 400, as the seed has it")
    func notUTF8() async {
        var request = post("{}")
        request.body = [0x22, 0xFF, 0x22]
        #expect(await Routes(index: ScriptedIndex()).respond(to: request).status == 400)
    }

    @Test("a body nested too deep is 422, and a long one is not sent back")
    func extremes() async {
        let routes = Routes(index: ScriptedIndex())
        #expect(await routes.respond(to: post(String(repeating: "[", count: 100_000))).status == 422)
        let answer = await routes.respond(to: post("{\"x\":\"" + String(repeating: "y", count: 1_000_000) + "\"}"))
        #expect(answer.status == 422 && answer.body.count < 1_000)
    }

    @Test(
        "what the index makes of a document is said",
        arguments: [
            (WriteOutcome.tryAgain("the disk is full"), 503, "the disk is full"),
            (.refused("popularity is too great"), 422, "popularity is too great"), (nil, 500, "defect"),
        ] as [(WriteOutcome?, Int, String)])
    func outcomes(_ outcome: WriteOutcome?, _ status: Int, _ words: String) async {
        let answer = await Routes(index: ScriptedIndex(write: { _ in outcome })).respond(to: post(goodDocument))
        #expect(answer.status == status)
        #expect(String(decoding: answer.body, as: UTF8.self).contains(words))
    }

    @Test(
        "a failure of the index is named, and is not Kelp's",
        arguments: [
            (Failure.Kind.usage, 404, 422), (.noInput, 404, 404), (.badData, 502, 502), (.configuration, 502, 502),
            (.notAllowed, 502, 502), (.unavailable, 503, 503), (.disk, 503, 503), (.tryAgain, 504, 504), (.cancelled, 503, 503),
            (.defect, 500, 500),
        ])
    func failures(_ kind: Failure.Kind, _ searching: Int, _ writing: Int) async {
        let failure = Failure(kind, "The index \"x\" has a trouble.")
        let index = ScriptedIndex(search: { _ throws(Failure) in throw failure }, write: { _ throws(Failure) in throw failure })
        let found = await Routes(index: index).respond(to: HTTPRequest(method: "GET", target: "/v1/api/search/x?query=a"))
        let written = await Routes(index: index).respond(to: post(goodDocument))
        #expect(found.status == searching)
        #expect(written.status == writing)
        let detail = String(decoding: found.body, as: UTF8.self)
        #expect(kind == .cancelled || detail == #"{"detail":"The index \"x\" has a trouble."}"#)
    }

    @Test("a read-only index takes no documents and still answers searches")
    func readOnly() async {
        let index = ScriptedIndex(isWritable: false)
        #expect(await Routes(index: index).respond(to: post(goodDocument)).status == 403)
        #expect(
            await Routes(index: index).respond(to: HTTPRequest(method: "GET", target: "/v1/api/search/x?query=a")).status == 200)
        #expect(index.documents.isEmpty)
    }
}

private let goodDocument = #"{"id":"1","name":"n","description":"d"}"#

private func post(_ body: String) -> HTTPRequest {
    HTTPRequest(method: "POST", target: "/index/x", contentType: "application/json", body: Array(body.utf8))
}
