import Engine
import Testing

@Suite("Document decoder") struct DocumentDecoderTests {
    private func decode(
        _ json: String, idField: String = "id", fallback: DocumentID? = nil, makesTexts: Bool = true
    ) throws -> Document {
        let decoder = DocumentDecoder(idField: idField, makesTexts: makesTexts)
        return try decoder.decode(Array(json.utf8), index: "playlist", fallbackID: fallback)
    }

    /// What is refused must not depend on whether texts are made.
    private func refusal(_ json: String, fallback: DocumentID? = "f") -> DocumentDecoder.Refusal? {
        let refusal = refusal(json, fallback: fallback, makesTexts: true)
        #expect(self.refusal(json, fallback: fallback, makesTexts: false) == refusal)
        return refusal
    }

    private func refusal(_ json: String, fallback: DocumentID?, makesTexts: Bool) -> DocumentDecoder.Refusal? {
        do {
            _ = try decode(json, fallback: fallback, makesTexts: makesTexts)
            return nil
        } catch {
            return error as? DocumentDecoder.Refusal
        }
    }

    @Test("takes the fields it knows and all other text")
    func fields() throws {
        let json = """
            {"id":"a","name":"재즈","description":"rainy \\u2602","created_at":"2024-05-17T09:30:15Z","popularity":42,
             "tags":["x",{"mood":"calm"}],"n":1,"owner":{"name":"Kim"}}
            """
        let document = try decode(json)
        #expect(document.id == "a" && document.index == "playlist" && document.source == Array(json.utf8))
        #expect(document.name == "재즈" && document.description == "rainy ☂")
        #expect(document.createdAt == Timestamp(milliseconds: 1_715_938_215_000) && document.popularity == 42)
        #expect(document.otherText == ["a", "x", "calm", "Kim"])
        var textless = document
        (textless.name, textless.description, textless.otherText) = (nil, nil, [])
        #expect(try decode(json, makesTexts: false) == textless)
    }

    @Test(
        "finds an id",
        arguments: [
            (#"{"id":"a"}"#, "a"), (#"{"id":7}"#, "7"), (#"{"id":-12345678901234567890}"#, "-12345678901234567890"),
            (#"{"id":null}"#, "f"), (#"{"id":1.5}"#, "f"), (#"{"id":{"id":"x"}}"#, "f"), (#"{"x":{"id":"x"}}"#, "f"), ("{}", "f"),
            (#"{"\u0069d":"e"}"#, "e"), (#"{"id":"a","id":"b"}"#, "b"),
        ])
    func ids(json: String, id: String) throws {
        #expect(try decode(json, fallback: "f").id == DocumentID(id))
    }

    @Test("finds an id in the field that is named, even one that means more")
    func idField() throws {
        #expect(try decode(#"{"id":"a","key":"b"}"#, idField: "key").id == "b")
        let document = try decode(#"{"name":"n"}"#, idField: "name")
        #expect(document.id == "n" && document.name == "n")
    }

    @Test(
        "reads dates and numbers of every kind that an index holds",
        arguments: [
            (#"{"created_at":1700000000000}"#, 1_700_000_000_000, nil),
            (#"{"created_at":"1700000000000"}"#, 1_700_000_000_000, nil),
            (#"{"created_at":-5}"#, -5, nil), (#"{"created_at":null,"popularity":null}"#, nil, nil),
            (#"{"popularity":9223372036854775807}"#, nil, .max), (#"{"popularity":1.9}"#, nil, 1),
            (#"{"popularity":-1.9}"#, nil, -1),
            (#"{"popularity":1e3}"#, nil, 1000), (#"{"popularity":-0}"#, nil, 0), (#"{"popularity":"x","popularity":3}"#, nil, 3),
            (#"{"created_at":"2024"}"#, 1_704_067_200_000, nil),
        ] as [(String, Int64?, Int64?)])
    func values(json: String, createdAt: Int64?, popularity: Int64?) throws {
        let document = try decode(json, fallback: "f")
        #expect(document.createdAt?.milliseconds == createdAt)
        #expect(document.popularity == popularity)
    }

    @Test(
        "makes text of a name that is none",
        arguments: [
            (#"{"name":7}"#, "7"), (#"{"name":true}"#, "true"), (#"{"name":null}"#, nil),
            (#"{"name":["a",1,null,["b"]]}"#, "a 1 b"),
            (#"{"name":[]}"#, nil), (#"{"name":""}"#, ""), (#"{"name":"a","name":null}"#, nil),
        ] as [(String, String?)])
    func names(json: String, name: String?) throws {
        #expect(try decode(json, fallback: "f").name == name)
    }

    @Test(
        "refuses what no index holds, and says why",
        arguments: [
            ("", .notJSON, "not JSON: it is empty at byte 0"), ("{", .notJSON, "not JSON: it ends too early at byte 1"),
            ("{}\u{0}", .notJSON, "not JSON: something follows the end at byte 2"),
            ("\u{FEFF}{}", .notJSON, "not JSON: it begins with a byte order mark, which JSON must not have, at byte 0"),
            ("[{}]", .notAnObject, "it is JSON, but no object in braces"),
            ("3", .notAnObject, "it is JSON, but no object in braces"),
            (#"{"id":""}"#, .badID, "its id is empty"),
            (#"{"created_at":"soon"}"#, .wrongType, #"created_at is not a date: "soon""#),
            (#"{"created_at":true}"#, .wrongType, "created_at is not a date: true"),
            (#"{"created_at":1.5}"#, .wrongType, "created_at is not a date: 1.5"),
            (#"{"created_at":{"$date":1}}"#, .wrongType, "created_at is not a date: {…"),
            (#"{"created_at":"\u001b[2J"}"#, .wrongType, #"created_at is not a date: "\e[2J""#),
            (#"{"popularity":"7"}"#, .wrongType, #"popularity is not a number: "7""#),
            (#"{"popularity":[7]}"#, .wrongType, "popularity is not a number: […"),
            (#"{"popularity":1e400}"#, .wrongType, "popularity is beyond 64 bits: 1e400"),
            (#"{"popularity":9223372036854775808}"#, .wrongType, "popularity is beyond 64 bits: 9223372036854775808"),
            (#"{"name":{"first":"x"}}"#, .wrongType, "name is not text: {…"),
            (#"{"description":["x",{}]}"#, .wrongType, "description is not text: […"),
        ] as [(String, DeadLetter.Kind, String)])
    func refuses(json: String, kind: DeadLetter.Kind, reason: String) {
        let refusal = refusal(json)
        #expect(refusal?.kind == kind)
        #expect(refusal?.reason.string == reason)
    }

    @Test("refuses an id that is missing or too long")
    func badIDs() {
        #expect(refusal("{}", fallback: nil)?.kind == .badID)
        let long = String(repeating: "é", count: 256)
        #expect(refusal(#"{"id":"\#(long)"}"#) == nil)
        #expect(refusal(#"{"id":"\#(long)x"}"#)?.kind == .badID)
        #expect(refusal("{}", fallback: DocumentID(long + "x"))?.kind == .badID)
    }

    @Test("cuts a long value in the reason")
    func longValue() {
        let reason = refusal(#"{"created_at":"\#(String(repeating: "x", count: 100_000))"}"#)?.reason.string
        #expect(reason?.utf8.count == "created_at is not a date: ".utf8.count + 65)
    }
}
