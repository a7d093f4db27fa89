/// The parts of a text that the server's own analyzer found. Kelp finds them by itself where words are cut in its way.
struct Highlight: Hashable, Sendable {
    /// Private characters in an order that no text has, or it goes without.
    private static let start = "\u{E0F1}\u{E0F0}\u{E0F1}"
    private static let end = "\u{E0F2}\u{E0F0}\u{E0F2}"
    /// Servers refuse to look at more characters.
    private static let longest = 999_999

    /// The fields to mark.
    var fields: [String]
    /// What the server calls the most characters that it looks at.
    var limitName: String

    /// Writes the member of a search.
    func write(to json: inout JSONWriter) {
        json.key("highlight")
        json.beginObject()
        json.member("number_of_fragments", 0)
        json.member(limitName, Highlight.longest)
        for (key, tag) in [("pre_tags", Highlight.start), ("post_tags", Highlight.end)] {
            json.key(key)
            json.beginArray()
            json.string(tag)
            json.endArray()
        }
        json.key("fields")
        json.beginObject()
        for field in fields {
            json.key(field)
            json.emptyObject()
        }
        json.endObject()
        json.endObject()
    }

    /// A text without its marks, and where they were; `nil` if marks do not stand as they should.
    static func read(_ marked: String) -> MarkedText? {
        let parts = Array(marked.utf8).split(separator: Array(start.utf8), omittingEmptySubsequences: false)
        var plain = Array(parts[0])
        var ranges: [Range<Int>] = []
        for part in parts.dropFirst() {
            let halves = part.split(separator: Array(end.utf8), omittingEmptySubsequences: false)
            guard halves.count == 2 else { return nil }
            ranges.append(plain.count..<(plain.count + halves[0].count))
            plain += halves[0] + halves[1]
        }
        return MarkedText(text: String(decoding: plain, as: UTF8.self), ranges: ranges)
    }
}
