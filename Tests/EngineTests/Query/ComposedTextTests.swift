import Foundation
import Testing

@testable import Engine

@Suite("Composed text") struct ComposedTextTests {
    private func needsComposing(_ text: String) -> Bool {
        var text = text
        return text.withUTF8(Engine.needsComposing)
    }

    @Test(
        "what is passed over as composed is, whichever scalar stands in it and wherever", arguments: ["", "abc", "abcdefgh", "가"])
    func passesOver(before: String) {
        for value: UInt32 in 0x20..<0x1_0000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "\(before)\(scalar)def"
            if needsComposing(text) { continue }
            #expect(Array(text.precomposedStringWithCanonicalMapping.utf8) == Array(text.utf8))
        }
    }

    @Test(
        "Korean, Japanese and English text is seen to be composed at once",
        arguments: ["각 힣 갈 퓨 뷁", "재즈 for a rainy night", "夜のジャズ"])
    func common(text: String) {
        #expect(!needsComposing(text))
    }

    @Test("letters that join are not", arguments: ["\u{1112}\u{1161}\u{11AB}", "abcdefg e\u{301}", "가\u{11A8}"])
    func joining(text: String) {
        #expect(needsComposing(text))
        #expect(compose(text).unicodeScalars.count < text.unicodeScalars.count)
    }
}
