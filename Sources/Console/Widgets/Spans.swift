import Engine

/// A stretch of text in one style.
struct Span: Hashable, Sendable {
    var text: SafeText
    var style: Style

    init(_ text: SafeText, _ style: Style = .plain) {
        self.text = text
        self.style = style
    }
}

extension [Span] {
    var width: Int { reduce(0) { $0 + $1.text.width } }
}

extension Frame {
    /// Draws spans one after the other, and `…` as the last of them where they do not all fit.
    /// - Returns: the column after the last one drawn.
    @discardableResult
    mutating func put(_ spans: [Span], x: Int, y: Int, maxX: Int) -> Int {
        guard x < maxX else { return x }
        let isCut = spans.width > maxX - x
        var end = x
        for span in spans {
            let next = put(span.text, x: end, y: y, maxX: isCut ? maxX - 1 : maxX, style: span.style)
            let isWhole = !isCut || next - end == span.text.width
            end = next
            if !isWhole { return put("…", x: end, y: y, maxX: maxX, style: span.style) }
        }
        return end
    }

    /// Draws spans so that they end at `maxX`, if there is room for them from `minX` on.
    /// - Returns: the column where they begin, or `maxX` where there was no room.
    @discardableResult
    mutating func putRight(_ spans: [Span], y: Int, minX: Int, maxX: Int) -> Int {
        let start = maxX - spans.width
        guard start >= minX else { return maxX }
        put(spans, x: start, y: y, maxX: maxX)
        return start
    }
}
