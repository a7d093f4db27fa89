import Testing

@testable import Console

#if canImport(Glibc)
    import Glibc
#endif

@Suite("Pasted text") struct PasteBufferTests {
    @Test(
        "is data up to the end of the paste, and what follows stays for the keyboard",
        arguments: [
            ("plain", "plain"), ("", ""), ("재즈", "재즈"), ("a\r\nb\rc\n", "a\nb\nc\n"),
            ("\u{1B}[A\u{1B}[2", "\u{1B}[A\u{1B}[2"), ("\u{1B}\u{1B}[200~", "\u{1B}\u{1B}[200~"),
        ])
    func reads(pasted: String, text: String) throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { ends.forEach { close($0) } }
        let bytes = Array("\(pasted)\u{1B}[201~q".utf8)
        write(ends[1], bytes, bytes.count)
        #expect(PasteBuffer.read(from: ends[0]) == text)
        var rest: [UInt8] = [0, 0]
        #expect(read(ends[0], &rest, 2) == 1 && rest[0] == 0x71)
    }

    @Test("is bounded")
    func bounded() {
        var buffer = PasteBuffer()
        for _ in 0..<(PasteBuffer.limit + 100) { buffer.append([0x61]) }
        #expect(buffer.text.utf8.count == PasteBuffer.limit)
    }
}
