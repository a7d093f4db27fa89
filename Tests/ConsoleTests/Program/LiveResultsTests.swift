import Engine
import Testing

@testable import Console

@Suite("Results that are alive") struct LiveResultsTests {
    private let size = Size(columns: 120, rows: 32)

    private func opened() -> State { Story.tell([.tick(noon, Story.status), Story.opened], size: size) }

    private func searchable(_ documents: [Document], from number: UInt64 = 100) -> Event {
        .live(
            LiveUpdates(
                events: documents.enumerated().map { event(number + UInt64($0), $1, .searchable(after: .milliseconds(5))) }))
    }

    private func deleted(_ document: Document, _ number: UInt64 = 500) -> Event {
        var event = event(number, document, .deleted(after: .milliseconds(5)))
        event.document = nil
        return .live(LiveUpdates(events: [event]))
    }

    @Test(
        "an update of a document on the screen changes its row where it stands, flagged where it would stand elsewhere",
        arguments: [
            (Sort.latest, 0 as Int64, 392 as Int64, false), (.latest, 31, 500, false), (.latest, 1, 392, true),
            (.popularity, 31, 500, true), (.popularity, 1, 392, false),
        ])
    func updates(sort: Sort, secondsAgo: Int64, popularity: Int64, isFlagged: Bool) {
        var state = opened()
        if sort == .popularity {
            for case .search(let search) in update(&state, .input(.key("s"))) { Story.answer(search, &state) }
        }
        let row = state.search.hits.firstIndex { $0.id == "pl-2" } ?? -1
        let seconds = secondsAgo == 0 ? 31 : secondsAgo
        var changed = document("pl-2", "재즈와 함께", "chill", popularity: popularity, secondsAgo: seconds, offset: 300)
        changed.source += [0x20]
        _ = update(&state, searchable([changed]))
        #expect(state.search.hits[row].name == "재즈와 함께")
        #expect(state.search.hits.count == 6)
        #expect(state.search.arrivals.isEmpty)
        #expect((state.search.marks[changed.key]?.kind == .changed) == isFlagged)
    }

    @Test("an update that the query finds no more is flagged; an older version changes nothing")
    func leaves() {
        var state = Story.tell(
            [.tick(noon, Story.status), Story.opened] + Story.keys("/재즈") + [.input(.key(.enter))], size: size)
        var other = document("pl-2", "Rock", "loud", popularity: 392, secondsAgo: 31, offset: 300)
        other.source += [0x20]
        _ = update(&state, searchable([other]))
        #expect(state.search.marks[other.key]?.kind == .changed)
        var older = document("pl-1", "Old", nil, secondsAgo: 12, offset: 3)
        older.source += [0x20]
        _ = update(&state, searchable([older], from: 3))
        #expect(state.search.hits.first?.name == "Jazz for a rainy night")
    }

    @Test("what a stream that was sought back brings is not new", arguments: [(-60, 0), (60, 1)])
    func knowsOld(seconds: Int, count: Int) {
        var state = opened()
        var old = event(100, document("elsewhere", "재즈", offset: 3), LiveProgress(.searchable))
        old.record.timestamp = noon.advanced(by: .seconds(seconds))
        _ = update(&state, .live(LiveUpdates(events: [old])))
        #expect(state.search.arrivals.keys.count == count)
    }

    @Test("a deletion strikes the row out until the results are loaded again")
    func deletes() {
        var state = opened()
        _ = update(&state, deleted(document("pl-3", "Blue Note 1962", offset: 300)))
        #expect(state.search.marks[playlists[2].key]?.kind == .deleted)
        #expect(render(state, size: size).text.contains("␡ deleted Blue Note 1962"))
        guard case .search(let search)? = update(&state, .input(.key("."))).first else {
            Issue.record("nothing is loaded")
            return
        }
        let rest = playlists.filter { $0.id != "pl-3" }.map { hit($0) }
        _ = update(&state, .found(search, SearchResults(hits: rest, total: .init(5), took: .zero)))
        #expect(state.search.marks.isEmpty)
    }

    @Test("what changes while a search is under way is not lost when it answers with what was before")
    func keepsChanges() {
        var state = opened()
        guard case .search(let search)? = update(&state, .input(.key(.control("r")))).first else {
            Issue.record("nothing is asked")
            return
        }
        var changed = document("pl-2", "재즈와 함께", "chill", popularity: 392, secondsAgo: 31, offset: 300)
        changed.source += [0x20]
        _ = update(&state, searchable([changed, document("pl-9", "새것", offset: 301)]))
        _ = update(&state, deleted(document("pl-3", "", offset: 302)))
        _ = update(&state, .found(search, SearchResults(hits: playlists.map { hit($0) }, total: .init(6), took: .zero)))
        #expect(state.search.hits[1].name == "재즈와 함께")
        #expect(state.search.marks[playlists[2].key]?.kind == .deleted)
        #expect(state.search.arrivals.text == "1")
    }

    @Test("with :merge on, what is new comes in by itself, flagged for a while, and the cursor stays on its document")
    func merges() {
        var state = opened()
        for event in Story.keys("jj:merge on") + [.input(.key(.enter))] { _ = update(&state, event) }
        let new = document("new", "새 재즈", offset: 300)
        guard case .search(let search)? = update(&state, searchable([new])).first else {
            Issue.record("nothing is merged")
            return
        }
        #expect(search.purpose == .again && search.request.size == 103)
        #expect(update(&state, searchable([document("more", "하나 더", offset: 301)], from: 200)) == [])
        let hits = ([new] + playlists).map { hit($0) }
        _ = update(&state, .found(search, SearchResults(hits: hits, total: .init(7), took: .milliseconds(3))))
        #expect(state.search.selected?.id == "pl-3")
        #expect(state.search.marks[new.key]?.kind == .new)
        #expect(render(state, size: size).text.contains("NEW 새 재즈"))
        #expect(state.search.arrivals.text == "1")
        // Not before a pause is over, and then by the clock alone.
        #expect(state.timeToNextTick.map { $0 <= .milliseconds(500) } == true)
        let later = noon.advanced(by: .milliseconds(600))
        #expect(update(&state, .tick(later, Story.status)).count == 1)
        _ = update(&state, .tick(noon.advanced(by: .seconds(7)), Story.status))
        #expect(state.search.marks.isEmpty)
    }

    @Test("with :merge on, who stands at the top sees the newest come in there, and no search grows with the stream")
    func mergesAtTop() {
        var state = opened()
        for event in Story.keys(":merge on") + [.input(.key(.enter))] { _ = update(&state, event) }
        var hits = playlists.map { hit($0) }
        for round in 0..<20 as Range<UInt64> {
            _ = update(&state, .tick(noon.advanced(by: .seconds(Int(round))), Story.status))
            let new = (0..<90).map { document("n\(round)-\($0)", "새것", offset: Int64(round * 100) + 300 + $0) }
            _ = update(&state, searchable(new, from: 1_000 + round * 100))
            guard let search = state.search.asked else {
                Issue.record("nothing is merged")
                return
            }
            #expect(search.request.size == state.search.firstPage)
            hits = new.map { hit($0) } + hits
            let page = Array(hits.prefix(search.request.size))
            _ = update(&state, .found(search, SearchResults(hits: page, total: .init(hits.count), took: .milliseconds(3))))
            #expect(state.search.cursor == ListCursor())
        }
        // A document that is read stays the one from which J and K go on.
        _ = update(&state, .input(.key(.enter)))
        let new = document("last", "새것", offset: 9_000)
        _ = update(&state, .tick(noon.advanced(by: .seconds(60)), Story.status))
        _ = update(&state, searchable([new], from: 9_000))
        if let search = state.search.asked {
            let page = ([hit(new)] + hits).prefix(search.request.size)
            _ = update(&state, .found(search, SearchResults(hits: Array(page), total: .init(9_000), took: .zero)))
        }
        #expect(state.documentPlace == "2 of 9,000")
        _ = update(&state, .input(.key("J")))
        #expect(state.document?.subject == .hit(hits[1]))
    }

    @Test("with :merge on, a query that is none yet lets nothing in, and the screen sleeps meanwhile")
    func mergesNoError() {
        var state = opened()
        for event in Story.keys(":merge on") + [.input(.key(.enter))] + Story.keys("/\"재즈") + [.input(.key(.enter))] {
            _ = update(&state, event)
        }
        if let asked = state.search.asked { Story.answer(asked, &state) }
        #expect(update(&state, searchable([document("new", "새 재즈", offset: 300)])) == [])
        #expect(!state.search.arrivals.isEmpty && state.search.error != nil)
        let later = noon.advanced(by: .milliseconds(1_250))
        #expect(update(&state, .tick(later, Story.status)) == [])
        #expect(state.timeToNextTick.map { $0 >= .milliseconds(100) } == true)
    }

    @Test("marks are right for what is seen at once, and for all others once nothing else is to be done")
    func judges() {
        var state = opened()
        let jazz = (0..<2_400).map { document("d\($0)", $0.isMultiple(of: 2) ? "재즈 \($0)" : "Rock \($0)", offset: Int64($0)) }
        _ = update(&state, .live(LiveUpdates(events: jazz.enumerated().map { event(UInt64($0 + 1), $1) })))
        for event in Story.keys("/재즈") { _ = update(&state, event) }
        let visible = state.live.events.dropFirst(state.live.cursor.top).prefix(state.liveRows)
        #expect(visible.allSatisfy { state.live.marks.isMatch($0.id) == ($0.document?.name?.hasPrefix("재즈") == true) })
        _ = update(&state, .tick(noon, Story.status))
        #expect(!state.live.marks.isComplete)
        var turns = 0
        while !state.live.marks.isComplete, turns < 100 {
            _ = update(&state, .idle)
            turns += 1
        }
        #expect(state.live.marks.count == 1_200)
        #expect((2...30).contains(turns))
        // What comes is judged when it comes.
        _ = update(&state, .live(LiveUpdates(events: [event(6_000, document("x", "재즈"))])))
        #expect(state.live.marks.isMatch(.init(6_000)))
        for _ in 0..<2 { _ = update(&state, .input(.key(.backspace))) }
        #expect(state.live.marks.count == 0 && state.live.marks.isComplete)
    }

    @Test("keys judge what is seen, quiet moments a part of the rest, and a frame full of big events is judged in several")
    func judgesWithinBudget() {
        var state = opened()
        let jazz = (0..<4_000).map { document("d\($0)", "재즈 \($0)", offset: Int64($0)) }
        _ = update(&state, .live(LiveUpdates(events: jazz.enumerated().map { event(UInt64($0 + 1), $1) })))
        for event in Story.keys("/재즈 -x -y -z") { _ = update(&state, event) }
        #expect((1...state.liveRows).contains(state.live.marks.count))
        _ = update(&state, .idle)
        #expect(state.live.marks.count > state.liveRows && state.live.marks.count <= 100 + state.liveRows)

        var big = opened()
        for event in Story.keys("/재즈") { _ = update(&big, event) }
        let text = String(repeating: "재즈 ", count: 100_000)
        let files = (1...20).map { event($0, document("f\($0)", text, offset: Int64($0))) }
        _ = update(&big, .live(LiveUpdates(events: files)))
        #expect((1...8).contains(big.live.marks.count) && !big.live.marks.isComplete)
        for _ in 0..<20 { _ = update(&big, .tick(noon, Story.status)) }
        #expect(big.live.marks.count == 20)
    }

    @Test("a query whose dates count from now is judged anew only when they have moved, and until then says what it said")
    func renewsMarks() {
        var state = opened()
        let documents = (0..<100).map { document("d\($0)", "재즈", secondsAgo: Int64($0), offset: Int64($0)) }
        _ = update(&state, .live(LiveUpdates(events: documents.enumerated().map { event(UInt64($0 + 1), $1) })))
        for event in Story.keys("/since:-60s") + [.input(.key(.enter))] { _ = update(&state, event) }
        _ = update(&state, .tick(noon, Story.status))
        while !state.live.marks.isComplete { _ = update(&state, .idle) }
        #expect(state.live.marks.count == 61)
        _ = update(&state, .tick(noon.advanced(by: .seconds(5)), Story.status))
        _ = update(&state, .input(.key(.control("r"))))
        #expect(state.live.marks.count == 61 && state.live.marks.isComplete)
        _ = update(&state, .tick(noon.advanced(by: .seconds(20)), Story.status))
        _ = update(&state, .input(.key(.control("r"))))
        while !state.live.marks.isComplete { _ = update(&state, .idle) }
        #expect(state.live.marks.count == 41)
    }

    @Test("changes that come while a search is under way are kept up to a size; what is left out is said to be more")
    func boundsChanges() {
        var state = opened()
        guard case .search(let search)? = update(&state, .input(.key(.control("r")))).first else {
            Issue.record("nothing is asked")
            return
        }
        let text = String(repeating: "x", count: 400_000)
        let files = (0..<100).map { document("f\($0)", text, offset: Int64($0) + 300) }
        _ = update(&state, searchable(files))
        #expect((10..<100).contains(state.search.changesSinceAsked.byKey.count))
        #expect(state.search.changesSinceAsked.leftOut + state.search.changesSinceAsked.byKey.count == 100)
        _ = update(&state, .found(search, SearchResults(hits: playlists.map { hit($0) }, total: .init(6), took: .zero)))
        #expect(state.search.arrivals.text == "\(state.search.arrivals.keys.count)+")
        _ = update(&state, .input(.key(.control("r"))))
        #expect(state.search.changesSinceAsked == ChangesSinceAsked())
    }

    @Test("times are the documents' ages and the events' clock; t tells all as dates, then as ages; ages grow in what is open")
    func togglesTimes() {
        var state = Story.tell(Story.results, size: size)
        _ = update(&state, .tick(noon.advanced(by: .seconds(7)), Story.status))
        func shows(_ texts: String...) -> Bool {
            let screen = render(state, size: size).text
            return texts.allSatisfy(screen.contains)
        }
        #expect(shows(" 19s  Jazz", "14:02:11 ✓ 0.43s"))
        _ = update(&state, .input(.key("t")))
        #expect(shows("11-23 14:01  Jazz", "14:02:11 ✓ 0.43s") && !shows(" 19s "))
        _ = update(&state, .input(.key("t")))
        #expect(shows(" 19s  Jazz", " 7s ✓ 0.43s") && !shows("14:02:11"))
        _ = update(&state, .input(.key("t")))
        #expect(shows(" 19s  Jazz", "14:02:11 ✓ 0.43s"))
        _ = update(&state, .input(.key(.enter)))
        #expect(shows("created_at   19s ago, 2026-11-23 14:01:59.500"))
        _ = update(&state, .input(.key("j")))
        let before = state.document?.scroll
        _ = update(&state, .tick(noon.advanced(by: .seconds(8)), Story.status))
        #expect(shows("created_at   20s ago") && state.document?.scroll == before)
        _ = update(&state, .input(.key("t")))
        #expect(shows("created_at   2026-11-23 14:01:59.500"))
    }

    @Test("G says where the bottom of the list is not the last hit")
    func tellsBottom() {
        var state = opened()
        let hits = (0..<100).map { hit(document("d\($0)", "이름")) }
        let page = SearchResults(hits: hits, total: .init(60_000, isLowerBound: true), took: .zero)
        let first = state.search.ask(.fresh, at: noon)
        _ = update(&state, .found(first, page))
        guard case .search(let rest)? = update(&state, .input(.key("G"))).first else {
            Issue.record("nothing is asked")
            return
        }
        let more = (100..<(100 + rest.request.size)).map { hit(document("d\($0)", "이름")) }
        _ = update(&state, .found(rest, SearchResults(hits: more, total: page.total, took: .zero)))
        #expect(state.notice?.text.string.hasPrefix("the first 10,100 hits are here; G goes on") == true)
    }
}
