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

    @Test("Enter on an event opens its document, e goes to the event and back; one that waits tells for how long")
    func jumps() {
        var state = Story.tell(Story.results + Story.keys("2kkkkkkk"), size: size)
        let id = state.live.selected?.id ?? .init(0)
        #expect(update(&state, .input(.key(.enter))) == [.lookUp(playlists[1].key, for: id)])
        #expect(state.document == nil)
        _ = update(&state, .lookedUp(id, .success(hit(playlists[1]))))
        #expect(render(state, size: size).text.contains(" Document  재즈와 함께하는 밤"))
        #expect(update(&state, .input(.key("e"))) == [])
        #expect(render(state, size: size).text.contains(" Event  재즈와 함께하는 밤"))
        #expect(update(&state, .input(.key("e"))) == [.lookUp(playlists[1].key, for: id)])
        // Another event is opened before the answer comes: it is too late.
        _ = update(&state, .input(.key("J")))
        _ = update(&state, .lookedUp(id, .success(hit(playlists[1]))))
        #expect(render(state, size: size).text.contains(" Event  pl-1"))

        var waiting = Story.tell(Story.results + [.input(.key("2")), .input(.key(.enter))], size: size)
        #expect(render(waiting, size: size).text.contains("→ sent to the index, no answer yet after <1ms"))
        _ = update(&waiting, .tick(noon.advanced(by: .seconds(2)), Story.status))
        #expect(render(waiting, size: size).text.contains("no answer yet after 2.00s"))
    }

    @Test("an open event goes on being told when Live has let it go, and J and K go on from it")
    func opensLong() {
        var state = Story.tell([.tick(noon, Story.status), Story.opened, .input(.key("2"))], size: size)
        let documents = (0..<3).map { document("d\($0)", "이름", offset: Int64($0)) }
        _ = update(&state, .live(LiveUpdates(events: (1...3).map { event($0, documents[Int($0) - 1]) })))
        _ = update(&state, .input(.key("e")))
        _ = update(&state, .live(LiveUpdates(events: (4...6).map { event($0, documents[0]) })))
        #expect(state.documentPlace == "3 of 6")
        var next = state
        _ = update(&next, .input(.key("K")))
        #expect(next.live.selected?.id == .init(2))
        for batch in 0..<60 as Range<UInt64> {
            let events = (0..<100).map { event(7 + batch * 100 + $0, documents[0]) }
            _ = update(&state, .live(LiveUpdates(events: events)))
        }
        #expect(state.live.event(.init(3)) == nil)
        _ = update(&state, .live(LiveUpdates(progress: [.init(3): .indexed])))
        #expect(state.document?.event?.progress.stage == .indexed)
        let before = state.document
        _ = update(&state, .tick(noon, Story.status))
        #expect(state.document == before)
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

    @Test("an index that takes long to give a document leaves the event to be read meanwhile")
    func slow() {
        var state = Story.tell(Story.results + Story.keys("2kkkkkkk"), size: size)
        let id = state.live.selected?.id ?? .init(0)
        _ = update(&state, .input(.key(.enter)))
        #expect(state.timeToNextTick.map { $0 <= .milliseconds(200) } == true)
        _ = update(&state, .tick(noon.advanced(by: .milliseconds(250)), Story.status))
        #expect(render(state, size: size).text.contains(" Event  재즈와 함께하는 밤"))
        _ = update(&state, .lookedUp(id, .success(hit(playlists[1]))))
        #expect(render(state, size: size).text.contains(" Document  재즈와 함께하는 밤"))
    }

    @Test(
        "a document or a record opens nothing once the user does something else; one that was called off is not told",
        arguments: [
            Input.key("k"), .key("/"), .paste("jazz"), .mouse(Mouse(action: .click, at: Point(x: 10, y: 8))),
        ])
    func turnsAway(input: Input) {
        var state = Story.tell(Story.results + Story.keys("2kkkkkkk"), size: size)
        let id = state.live.selected?.id ?? .init(0)
        _ = update(&state, .input(.key(.enter)))
        var called = state
        _ = update(&called, .lookedUp(id, .failure(Failure(.cancelled, "called off"))))
        #expect(called == state)
        _ = update(&state, .input(input))
        _ = update(&state, .lookedUp(id, .success(hit(playlists[1]))))
        _ = update(&state, .tick(noon.advanced(by: .seconds(1)), Story.status))
        #expect(state.document == nil)

        state = opened()
        _ = update(&state, .input(.key("j")))
        _ = update(&state, .input(.key("e")))
        let origin = playlists[1].origin ?? RecordPosition(TopicPartition("t", 0), 0)
        called = state
        _ = update(&called, .recordRead(origin, of: playlists[1].key, .failure(Failure(.cancelled, "called off"))))
        #expect(called == state && state.notice != nil)
        _ = update(&state, .input(input))
        #expect(state.notice == nil)
        let record = Record(partition: origin.partition, offset: origin.offset, timestamp: noon, key: nil, value: nil)
        _ = update(&state, .recordRead(origin, of: playlists[1].key, .success(record)))
        #expect(state.document == nil)
    }

    @Test("from a document e selects the event that is held, else reads the record again")
    func goesBack() {
        var state = opened()
        var written = event(7, playlists[0], .searchable(after: .zero))
        written.record.offset = 41
        let later = (8..<40).map { event($0, document("d\($0)", "이름", offset: Int64($0) + 100), .searchable(after: .zero)) }
        _ = update(&state, .live(LiveUpdates(events: [written] + later)))
        _ = update(&state, .input(.key(.enter)))
        #expect(update(&state, .input(.key("e"))) == [])
        #expect(state.live.selected?.id == .init(7) && state.focus == .live && !state.live.isFollowing)
        #expect(state.document?.source == playlists[0].source)
        for key in [Key.escape, "1", "j", .enter] { _ = update(&state, .input(.key(key))) }
        let origin = playlists[1].origin ?? RecordPosition(TopicPartition("t", 0), 0)
        #expect(update(&state, .input(.key("e"))) == [.readRecord(origin, of: playlists[1].key)])
        _ = update(&state, .recordRead(origin, of: playlists[1].key, .success(nil)))
        #expect(state.notice?.text == "playlist_created[0]@42 is not in the topic any more")
    }

    @Test(
        ":seek goes where it is told, in partitions that are read, and only where nothing is indexed; else Live stays as it is",
        arguments: [
            ("end", SeekTarget(.end)), ("-15m", SeekTarget(.time(noon.advanced(by: .seconds(-900))))),
            ("-1w", SeekTarget(.time(noon.advanced(by: .seconds(-7 * 86_400))))),
            ("now-1h30m", SeekTarget(.time(noon.advanced(by: .seconds(-5_400))))),
            ("2026-11-23 14:00", SeekTarget(.time(noon.advanced(by: .milliseconds(-131_500))))),
            ("2:77", SeekTarget(.offset(77), partition: 2)), ("77", nil), ("-77", nil), ("3:77", nil), ("other:0:5", nil),
            ("playlist_created:0:5", SeekTarget(.offset(5), topic: "playlist_created", partition: 0)), ("nowhere", nil),
        ])
    func seeks(text: String, target: SeekTarget?) {
        var status = Story.status
        status.isIndexing = false
        status.partitions = [TopicPartition("playlist_created", 0), TopicPartition("playlist_created", 2)]
        var state = Story.tell([.tick(noon, status), Story.opened, .live(Story.more)] + Story.keys(":seek \(text)"), size: size)
        let effects = update(&state, .input(.key(.enter)))
        #expect(effects == (target.map { [.seek($0)] } ?? []))
        #expect(state.live.events.isEmpty == (target != nil))
        #expect(state.live.isFollowing == (target == nil || text == "end"))
        var indexing = Story.tell(Story.results + Story.keys(":seek begin"), size: size)
        #expect(update(&indexing, .input(.key(.enter))) == [])
        #expect(indexing.notice?.text.string.contains("--pipeline off") == true)
    }
}
