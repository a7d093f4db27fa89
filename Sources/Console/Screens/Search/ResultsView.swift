import Engine

extension Frame {
    /// Draws the results: a title, and a hit a row; without hits, what was looked for and what to try.
    /// - Parameter scrollbarX: the column that tells where in the list these rows are.
    mutating func drawResults(
        _ search: SearchState, in area: Rect, scrollbarX: Int, isFocused: Bool, absence: [SafeText], look: Look
    ) {
        let (title, list) = area.splitTop(1)
        drawPaneTitle("Results", search.summary(look), right: search.news(look), in: title, isFocused: isFocused, look: look)
        guard !search.hits.isEmpty else { return drawAbsence(absence, in: list, look: look) }
        let visible = search.hits.dropFirst(search.cursor.top).prefix(list.height)
        let columns = ResultColumns(
            visible, width: list.width, hasIndexes: search.found?.request.indexes.isEmpty == true,
            nameMargin: visible.indices.map { search.mark(ofRow: $0).width }.max() ?? 0, look: look)
        let matcher = LiveMatcher(search.found?.request.query ?? .everything)
        for (row, index) in visible.indices.enumerated() {
            let line = Rect(x: list.x, y: list.y + row, width: list.width, height: 1)
            drawHit(
                search.hits[index], in: line, columns: columns, isSelected: index == search.cursor.selected,
                isFocused: isFocused, mark: search.mark(ofRow: index), matcher: matcher, look: look)
        }
        scrollbar(
            x: scrollbarX, y: list.y, height: list.height, top: search.cursor.top, count: search.hits.count,
            style: look[.border])
    }

    private mutating func drawHit(
        _ hit: Hit, in line: Rect, columns: ResultColumns, isSelected: Bool, isFocused: Bool, mark: RowMark.Kind?,
        matcher: LiveMatcher, look: Look
    ) {
        let below = beginRow(in: line, isSelected: isSelected, isFocused: isFocused, look: look)
        let y = line.y
        put(columns.time(of: hit), x: line.x + columns.timeX, y: y, style: look[.faint].over(below))
        if let range = columns.index {
            put(
                [Span("\(hit.index)", look[.faint].over(below))], x: line.x + range.lowerBound, y: y,
                maxX: line.x + range.upperBound)
        }
        let name =
            mark.spans(look, below)
            + spans(
                hit.name ?? hit.id.rawValue, of: hit.name == nil ? nil : .name, matcher, look[.text].over(below), look,
                known: hit.name.flatMap { hit.highlights(in: $0, of: .name) })
        put(name, x: line.x + columns.name.lowerBound, y: y, maxX: line.x + columns.name.upperBound)
        if let range = columns.description {
            let text = excerpt(of: hit, matcher, look[.faint].over(below), look)
            put(text, x: line.x + range.lowerBound, y: y, maxX: line.x + range.upperBound)
        }
        if let popularity = hit.popularity, columns.popularityWidth > 0 {
            let x = line.maxX - 2 - columns.popularityWidth
            put("♥", x: x, y: y, style: look[.popularity].over(below))
            putRight([Span(grouped(popularity), look[.number].over(below))], y: y, minX: x + 2, maxX: line.maxX - 2)
        }
        if mark == .deleted { restyle(line) { $0 = look[.faint].adding(.dim).on($0.background) } }
    }

    /// The description; of a document that has neither that nor a name its texts, those first in which something was found.
    private func excerpt(of hit: Hit, _ matcher: LiveMatcher, _ style: Style, _ look: Look) -> [Span] {
        func spans(_ text: String, _ path: FieldPath) -> [Span] {
            self.spans(text, of: path, matcher, style, look, known: hit.highlights(in: text, of: path))
        }
        if let description = hit.description { return spans(description, .description) }
        guard hit.name == nil else { return [] }
        let texts = hit.texts.map { spans($0.text, $0.path) }
        let isFound: ([Span]) -> Bool = { spans in spans.contains { $0.style != style } }
        let ordered = texts.filter(isFound) + texts.filter { !isFound($0) }
        return Array(ordered.joined(separator: [Span(" · ", style)]))
    }

    /// A text with what the query matches in it made to stand out.
    private func spans(
        _ text: String, of field: FieldPath?, _ matcher: LiveMatcher, _ style: Style, _ look: Look, known: [Range<Int>]?
    ) -> [Span] {
        // A row shows no more than this; a text may be megabytes.
        highlighted(String(text.prefix(400)), of: field, matcher, style: style, highlight: look[.highlight], known: known)
    }
}

/// A text as spans, the parts that a query's terms match in another style.
/// - Parameters:
///   - field: the field that the text is from; `nil` where it may be any.
///   - known: those parts, in bytes of UTF-8, where the index has told them.
func highlighted(
    _ text: String, of field: FieldPath? = nil, _ matcher: LiveMatcher, style: Style, highlight: Style, known: [Range<Int>]? = nil
) -> [Span] {
    var spans: [Span] = []
    var done = text.startIndex
    let utf8 = text.utf8
    let told = known?.filter { $0.upperBound <= utf8.count }.map { range in
        utf8.index(utf8.startIndex, offsetBy: range.lowerBound)..<utf8.index(utf8.startIndex, offsetBy: range.upperBound)
    }
    for range in told ?? matcher.highlights(in: text, of: field) where range.lowerBound >= done {
        if done < range.lowerBound { spans.append(Span(SafeText(text[done..<range.lowerBound]), style)) }
        spans.append(Span(SafeText(text[range]), highlight.over(style)))
        done = range.upperBound
    }
    if done < text.endIndex { spans.append(Span(SafeText(text[done...]), style)) }
    return spans
}

extension SearchState {
    /// How many hits, how fast, in which order.
    fileprivate func summary(_ look: Look) -> [Span] {
        let order = Span("\(sort.rawValue) \(order == .descending ? "↓" : "↑")", look[.accent])
        guard let found else { return asked == nil ? [order] : [Span("searching… · ", look[.faint]), order] }
        let bound = found.total.isLowerBound ? "≥" : ""
        // Results of an older query stay, but no longer speak with full voice.
        let isStale = error != nil || failure != nil
        let total = Span("\(bound)\(count(found.total.value, "hit"))", look[isStale ? .faint : .text])
        return [total, Span(" · \(took(found.took)) · ", look[.faint]), order]
    }

    /// What a search would show that is not here yet.
    fileprivate func news(_ look: Look) -> [Span] {
        var spans: [Span] = []
        if !arrivals.isEmpty { spans.append(Span("▲ \(arrivals.text) new", look[.fresh])) }
        if staleRows > 0 { spans.append(Span("\(spans.isEmpty ? "" : "  ")\(grouped(staleRows)) changed", look[.note])) }
        if merges { return spans + [Span("\(spans.isEmpty ? "" : "  ")MERGE", look[.good])] }
        return spans.isEmpty ? [] : spans + [Span("  ", look[.faint]), Span(".", look[.key]), Span(" to load", look[.faint])]
    }

    fileprivate func mark(ofRow row: Int) -> RowMark.Kind? {
        guard !marks.isEmpty, let found else { return nil }
        return marks[found.key(of: found.hits[row])]?.kind
    }
}

extension RowMark.Kind? {
    fileprivate var width: Int {
        switch self {
        case .new: 4
        case .changed: 8
        case .deleted: 10
        case nil: 0
        }
    }

    /// The words before the name.
    fileprivate func spans(_ look: Look, _ below: Style) -> [Span] {
        switch self {
        case .new: [Span("NEW ", look[.fresh].over(below))]
        case .changed: [Span("changed ", look[.note].over(below))]
        case .deleted: [Span("␡ deleted ", look[.faint].over(below))]
        case nil: []
        }
    }
}
