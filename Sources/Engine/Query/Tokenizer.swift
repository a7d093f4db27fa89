/// Cuts text into the tokens that are indexed and looked up: those of Elasticsearch's `cjk` analyzer without stop words.
///
/// That is: composed (NFC), full and half width folded, lower case; words as UAX #29 finds them; and runs of Han, Hiragana,
/// Katakana and Hangul as overlapping pairs, a lone character as itself. It differs from it only in odd corners: a mark in a CJK
/// run stays with its character, and an underscore next to Katakana separates.
public struct Tokenizer: Sendable {
    /// What the tokens are for.
    public enum Purpose: Hashable, Sendable {
        /// To be stored: single CJK characters that start no pair are added beside the token that holds them, so that a
        /// search for one character, which is a search for a prefix, finds every word that holds it.
        case indexing
        /// To be looked up.
        case query
    }

    /// How a token came about.
    public enum Kind: Hashable, Sendable {
        /// A word, a number or an emoji.
        case word
        /// Two neighbours of a CJK run.
        case pair
        /// A CJK character that stands alone.
        case single
        /// A CJK character inside the token before it, at the same position; only when indexing.
        case inside
    }

    /// A token of a text.
    public struct Token: Hashable, Sendable {
        /// Folded, in lower case.
        public var text: String
        /// How it came about.
        public var kind: Kind
        /// Its place among the text's tokens, from 0; a token of kind `.inside` has the place of the token it is in.
        public var position: Int
        /// Where it is in the text, in bytes of UTF-8.
        public var range: Range<Int>
    }

    private let purpose: Purpose

    /// Makes a tokenizer.
    public init(for purpose: Purpose) { self.purpose = purpose }

    /// The tokens of the text, in order.
    public func tokens(in text: String) -> [Token] {
        var tokens: [Token] = []
        var text = text
        text.withUTF8 { utf8 in
            forEachToken(in: utf8) { bytes, kind, range in
                let position = (tokens.last?.position ?? -1) + (kind == .inside ? 0 : 1)
                tokens.append(Token(text: String(decoding: bytes, as: UTF8.self), kind: kind, position: position, range: range))
                return true
            }
        }
        return tokens
    }

    /// Hands out the tokens of UTF-8 bytes, in order, without making strings, until `body` returns `false`.
    func forEachToken(
        in utf8: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>, Kind, Range<Int>) -> Bool
    ) {
        guard needsComposing(utf8) else {
            var scanner = TokenScanner(isIndexing: purpose == .indexing)
            return scanner.scan(utf8, body)
        }
        let composed = ComposedText(String(decoding: utf8, as: UTF8.self))
        var scanner = TokenScanner(isIndexing: purpose == .indexing)
        composed.utf8.withUnsafeBufferPointer { utf8 in
            scanner.scan(utf8) { bytes, kind, range in body(bytes, kind, composed.originalRange(of: range)) }
        }
    }
}
