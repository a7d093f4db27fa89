/// Which parts of the screen stand where.
struct Layout: Hashable, Sendable {
    enum Pane: Hashable, Sendable { case results, live }

    /// The pipeline's health.
    var strip: Rect
    /// The query bar, its box included where it has one.
    var bar: Rect
    /// What a document or the help may cover.
    var body: Rect
    /// `nil` where there is room for one pane only, and the other has the focus.
    var results: Rect?
    var live: Rect?
    /// The rows for notices; `nil` where they take the place of the hints.
    var notices: Rect?
    var footer: Rect

    /// The smallest screen that can show anything useful.
    static let smallest = Size(columns: 40, rows: 10)

    /// The fewest rows that notices leave to what is between the query bar and them.
    private static let fewestRows = 3

    /// - Parameter noticeRows: how many rows the notice that is to be shown for long takes.
    /// - Returns: `nil` if the screen is too small.
    init?(_ size: Size, focus: Pane, noticeRows: Int = 0) {
        guard size.columns >= Self.smallest.columns, size.rows >= Self.smallest.rows else { return nil }
        let isTall = size.rows >= 24
        var rest = Rect(x: 0, y: 0, width: size.columns, height: size.rows)
        (strip, rest) = rest.splitTop(1)
        (bar, rest) = rest.splitTop(isTall ? 3 : 1)
        (rest, footer) = rest.splitBottom(1)
        let rows = min(max(noticeRows, isTall ? 1 : 0), rest.height - Self.fewestRows)
        if rows > 0 {
            let (upper, lines) = rest.splitBottom(rows)
            rest = upper
            notices = lines
        }
        body = rest
        arrange(focus: focus)
    }

    private mutating func arrange(focus: Pane) {
        if body.width >= 100 {
            let liveWidth = max(40, body.width * 2 / 5)
            let (left, right) = body.splitLeft(body.width - liveWidth)
            // One column between them is the line that divides them.
            results = Rect(x: left.x, y: left.y, width: left.width - 1, height: left.height)
            live = right
        } else if body.height >= 14 {
            let (upper, lower) = body.splitTop((body.height * 3 + 4) / 5)
            results = upper
            live = lower
        } else {
            results = focus == .results ? body : nil
            live = focus == .live ? body : nil
        }
    }

    /// How many rows of a list a pane shows: all but its title.
    static func rows(_ pane: Rect?) -> Int { max(1, (pane?.height ?? 1) - 1) }
}
