import Testing

@testable import Engine

@Suite("Texts cut into tokens before they are indexed") struct IndexedTextsTests {
    private func tokens(_ bytes: some Collection<UInt8>) -> [String] {
        var tokens: [String] = []
        Array(bytes).withUnsafeBufferPointer { utf8 in
            IndexedTexts.forEach(in: utf8) { token, isColocated in
                tokens.append((isColocated ? "+" : "") + String(decoding: token, as: UTF8.self))
                return true
            }
        }
        return tokens
    }

    private func bytes(_ value: SQLiteValue) -> ArraySlice<UInt8> {
        if case .blob(let bytes) = value { bytes } else { [] }
    }

    @Test(
        "have the tokens of the text itself",
        arguments: ["Jazz at Night", "대한민국 K팝 서울역2번", "東京", "", "...", "e" + String(repeating: "\u{301}", count: 40_000)])
    func tokens(text: String) {
        var texts = IndexedTexts()
        _ = texts.add(DocumentTexts(name: "another", other: "document"))
        let entry = texts.add(DocumentTexts(name: "before", description: text, other: "after"))
        let values = texts.values(entry)
        #expect(tokens(bytes(values[1])) == tokens(text.utf8))
        #expect(tokens(bytes(values[0])) == ["before", "+^b", "+^be"])
        #expect(tokens(bytes(values[2])) == ["after", "+^a", "+^af"])
    }

    @Test("are null where a document has none")
    func missing() {
        var texts = IndexedTexts()
        let entry = texts.add(DocumentTexts(description: "jazz"))
        #expect(texts.values(entry).map { $0 == .null } == [true, false, true])
    }

    @Test("that end too early end there")
    func cutOff() {
        var texts = IndexedTexts()
        let entry = texts.add(DocumentTexts(name: "jazz night"))
        let whole = bytes(texts.values(entry)[0])
        for length in 1..<whole.count { #expect(tokens(whole.prefix(length)).count < tokens(whole).count) }
    }
}
