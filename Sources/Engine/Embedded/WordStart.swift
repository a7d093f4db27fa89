/// How a word begins, as a token of its own in the full-text indexes: so it is found as quickly as a word, while of a prefix FTS5 gathers all
/// matches before it hands out the first one.
///
/// Every token has one of its first character, words have one of their first two as well. FTS5's own index of prefixes would have all of them
/// twice where a CJK pair is its own beginning, or a character inside one is only looked up as a beginning.
struct WordStart {
    /// No token that text is cut into begins so.
    static let mark = UInt8(ascii: "^")

    /// What to look up.
    let token: String
    /// Whether that finds what begins with the prefix and nothing else.
    let isWhole: Bool

    /// - Parameters:
    ///   - prefix: one token.
    ///   - isWord: whether it is not of CJK characters.
    init(of prefix: String, isWord: Bool) {
        let start = prefix.unicodeScalars.prefix(isWord ? 2 : 1)
        token = "^" + String(start)
        isWhole = start.count == prefix.unicodeScalars.count
    }

    /// Hands out the tokens for the beginnings of a token of an indexed text until `take` returns `false`; what it returned last.
    static func forEach(
        of token: UnsafeBufferPointer<UInt8>, _ kind: Tokenizer.Kind, _ take: (UnsafeBufferPointer<UInt8>) -> Bool
    ) -> Bool {
        // Two characters and the mark.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 9) { start in
            start[0] = mark
            var (length, characters) = (0, 0)
            while length < token.count, characters < (kind == .word ? 2 : 1) {
                repeat {
                    start[length + 1] = token[length]
                    length += 1
                } while length < token.count && token[length] & 0xC0 == 0x80
                characters += 1
                guard take(UnsafeBufferPointer(rebasing: start[..<(length + 1)])) else { return false }
            }
            return true
        }
    }
}
