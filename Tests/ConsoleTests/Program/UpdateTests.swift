import Testing

@testable import Console
@testable import Engine

@Suite("Update: state and effects, whole") struct UpdateTests {
    private let size = Size(columns: 120, rows: 32)

    private var started: State { State(setup(), size: size, now: noon, zone: .utc) }

    private func opened() -> State { Story.tell(Story.results, size: size, isReadOnly: false) }

    private func search(
        _ generation: Int, _ purpose: Search.Purpose, _ query: Query, text: String = "", sort: Sort = .latest, size: Int = 48
    )
        -> Search
    {
        Search(
            generation: generation, purpose: purpose,
            request: SearchRequest(indexes: ["playlist"], query: query, sort: sort, size: size), text: text)
    }

    @Test("opening asks for everything in the index it was told")
    func opens() {
        var state = started
        var expected = state
        let effects = update(&state, Story.opened)
        let first = search(1, .fresh, .everything)
        expected.opening = .open
        expected.strip.backend = "embedded"
        expected.hasFeed = true
        expected.readsRecords = true
        expected.indexes = ["chatroom", "playlist"]
        expected.search.generation = 1
        expected.search.asked = first
        expected.search.meantAt = expected.now
        #expect(effects == [.search(first), .listFields(["playlist"])])
        #expect(state == expected)
    }

    @Test("tells what takes so long to open")
    func opensSlowly() {
        var state = started
        _ = update(&state, .stillOpening("bringing the index of an older Kelp up to date: 40 %"))
        #expect(render(state, size: size).text.contains("older Kelp up to date: 40 %"))
    }

    @Test("a letter in the bar searches at once, its word unfinished; Enter makes it whole")
    func typing() {
        var state = opened()
        _ = update(&state, .input(.key("/")))
        var expected = state
        let effects = update(&state, .input(.key("q")))
        let asked = search(3, .fresh, .term(.init("q", .prefix)), text: "q")
        expected.settling = nil
        expected.search.field.insert("q")
        expected.search.query = .term(.init("q", .prefix))
        expected.search.understood = TypedQuery(text: "q", isFinished: false)
        expected.search.generation = 3
        expected.search.asked = asked
        expected.search.meantAt = expected.now
        expected.live.judge(by: expected.search, height: state.liveRows)
        #expect(effects == [.search(asked)])
        #expect(state == expected)

        let exact = update(&state, .input(.key(.enter)))
        #expect(exact == [.search(search(4, .fresh, .term(.init("q", .phrase)), text: "q")), .keepQuery("q")])
        #expect(!state.search.isEditing)
    }

    @Test("a query that is none yet keeps results and asks nothing")
    func queryError() {
        var state = opened()
        _ = update(&state, .input(.key("/")))
        for event in Story.keys("\"a") { _ = update(&state, event) }
        let before = state.search.found
        #expect(update(&state, .input(.key(.enter))) == [])
        #expect(state.search.error?.position == 0)
        #expect(state.search.found == before)
        #expect(state.context == .bar)
        #expect(update(&state, .input(.key("\""))).count == 1)
        #expect(state.search.error == nil)
    }

    @Test(
        "dates that count from now count from the moment of each search; moving in the bar is no search",
        arguments: [[Key.control("r")], ["s"], ["S"], ["."], Array(":sort popularity").map(Key.character) + [.enter]])
    func relativeDates(keys: [Key]) {
        var state = Story.tell(Story.results + Story.keys("/since:-15m"), size: size, isReadOnly: false)
        for key: Key in [.left, .home, .right, .end] { #expect(update(&state, .input(.key(key))) == []) }
        _ = update(&state, .input(.key(.enter)))
        let new = document("new", "새것", offset: 900)
        _ = update(&state, .live(LiveUpdates(events: [event(900, new, .searchable(after: .zero))])))
        let later = noon.advanced(by: .seconds(3_600))
        _ = update(&state, .tick(later, nil))
        var effects: [Effect] = []
        for key in keys { effects = update(&state, .input(.key(key))) }
        let expected = try? QueryParser.parse("since:-15m", now: later)
        #expect(effects == [.search(state.search.asked ?? search(0, .more, .everything))])
        #expect(state.search.asked?.request.query == expected)
        #expect(state.search.asked?.text == "since:-15m")
    }

    @Test("while the bar holds an error, what is searched for and explained is called what was understood")
    func understood() {
        var state = opened()
        for event in Story.keys("/없는말") + [.input(.key(.enter))] + [.input(.key("/")), .input(.paste(" since:never x"))] {
            for case .search(let search) in update(&state, event) { Story.answer(search, &state) }
        }
        #expect(state.search.error != nil)
        _ = update(&state, .input(.mouse(Mouse(action: .click, at: Point(x: 10, y: 6)))))
        for case .search(let search) in update(&state, .input(.key("s"))) { Story.answer(search, &state) }
        #expect(state.search.found?.text == "없는말")
        for event in Story.keys(":explain") { _ = update(&state, event) }
        #expect(update(&state, .input(.key(.enter))) == [.explain(state.search.request, "없는말")])
    }

    @Test("s sorts by the next order and the cursor stays on its document")
    func sorting() throws {
        var state = opened()
        _ = update(&state, .input(.key("j")))
        _ = update(&state, .input(.key("j")))
        let document = try #require(state.search.selected)
        let effects = update(&state, .input(.key("s")))
        let asked = search(3, .again, .everything, sort: .popularity, size: 100)
        #expect(effects == [.search(asked)])
        Story.answer(asked, &state)
        #expect(state.search.selected == document)
        #expect(state.search.cursor.selected == 1)
        #expect(update(&state, .input(.key("S"))).count == 1)
        #expect(state.search.order == .ascending)
    }

    @Test("where there are more hits than were loaded, another order looks for the document among all, or begins at the top")
    func sortingFar() {
        for place in [4_000, nil] {
            var state = opened()
            let hits = (0..<100).map { hit(document("d\($0)", "name")) }
            guard case .search(let first)? = update(&state, .input(.key(.control("r")))).first else {
                return #expect(Bool(false))
            }
            _ = update(&state, .found(first, SearchResults(hits: hits, total: .init(9_000), took: .zero)))
            _ = update(&state, .input(.key("j")))
            guard case .search(let asked)? = update(&state, .input(.key("s"))).first else { return #expect(Bool(false)) }
            #expect(asked.request.size == SearchState.most)
            var others = (0..<9_000).map { hit(document("other\($0)", "name")) }
            if let place { others[place] = hits[1] }
            _ = update(&state, .found(asked, SearchResults(hits: others, total: .init(9_000), took: .zero)))
            #expect(state.search.cursor.selected == place ?? 0)
        }
    }

    @Test("a key waits for little more than the screen shows; a larger screen, and a cursor near the end, ask for more")
    func firstPage() {
        var state = opened()
        guard case .search(let first)? = update(&state, .input(.key(.control("r")))).first else { return #expect(Bool(false)) }
        #expect(first.request.size == 48)
        let hits = (0..<148).map { hit(document("d\($0)", "name")) }
        _ = update(&state, .found(first, SearchResults(hits: Array(hits.prefix(48)), total: .init(9_000), took: .zero)))
        for _ in 0..<23 { #expect(update(&state, .input(.key("j"))) == []) }
        var larger = state
        for state in [update(&state, .input(.key("j"))), update(&larger, .input(.resized(Size(columns: 200, rows: 60))))] {
            guard case .search(let more)? = state.first else { return #expect(Bool(false)) }
            #expect(more.purpose == .more && more.request.start == 48 && more.request.size == SearchState.page)
        }
        #expect(update(&larger, .input(.resized(size))) == [])
    }

    @Test("Tab puts in what all completions have in common, shows them, and goes through them when it is pressed again")
    func completion() {
        var state = opened()
        let lines = [":", "s", "o", "\t", "l", "\t", "\t"].map { key in
            _ = update(&state, .input(.key(key == "\t" ? .tab : .character(Character(key)))))
            return state.commandLine?.field.text
        }
        #expect(lines == ["", "s", "so", "sort ", "sort l", "sort latest ", "sort latest "])
        #expect(state.commandLine?.offer.map(\.word) == ["asc", "desc"])
        _ = update(&state, .input(.key(.tab)))
        #expect(state.commandLine?.field.text == "sort latest asc")
    }

    @Test("an answer that is not to the newest question changes nothing")
    func stale() {
        var state = opened()
        let old = update(&state, .input(.key("s")))
        _ = update(&state, .input(.key("s")))
        let before = state
        for case .search(let search) in old {
            #expect(update(&state, .found(search, SearchResults(hits: [], total: .init(0), took: .zero))) == [])
            #expect(update(&state, .searchFailed(search, Failure(.disk, "no"))) == [])
        }
        #expect(state == before)
    }

    @Test("a search that was called off is no failure; another one is shown and keeps the hits")
    func failures() {
        var state = opened()
        guard case .search(let asked)? = update(&state, .input(.key("s"))).first else { return #expect(Bool(false)) }
        let hits = state.search.hits
        _ = update(&state, .searchFailed(asked, Failure(.cancelled, "called off")))
        #expect(state.search.failure == nil)
        guard case .search(let again)? = update(&state, .input(.key("s"))).first else { return #expect(Bool(false)) }
        _ = update(&state, .searchFailed(again, Failure(.disk, "the disk is full")))
        #expect(state.search.failure == "the disk is full")
        #expect(state.search.hits == hits)
    }

    @Test("the next page begins where the index says that the one before ended, or after so many hits")
    func pages() throws {
        for next in [SearchCursor(bytes: [7]), nil] {
            var state = opened()
            guard case .search(let first)? = update(&state, .input(.key(.control("r")))).first else {
                return #expect(Bool(false))
            }
            let hits = (0..<100).map { hit(document("d\($0)", "name")) }
            _ = update(&state, .found(first, SearchResults(hits: hits, total: .init(9_000), took: .zero, next: next)))
            guard case .search(let more)? = update(&state, .input(.key("G"))).first else { return #expect(Bool(false)) }
            #expect(more.request.after == next)
            #expect(more.request.start == (next == nil ? 100 : 0))
        }
    }

    @Test("what the query matches is counted as new once, and . loads it, keeping the document")
    func arrivals() {
        var state = opened()
        for event in Story.keys("/재즈") + [.input(.key(.enter))] {
            for case .search(let search) in update(&state, event) { Story.answer(search, &state) }
        }
        let jazz = document("new", "새 재즈", offset: 900)
        let other = document("other", "Rock", offset: 901)
        _ = update(&state, .live(LiveUpdates(events: [event(900, jazz), event(901, other, .searchable(after: .zero))])))
        #expect(state.search.arrivals.isEmpty)
        _ = update(&state, .live(LiveUpdates(progress: [.init(900): .searchable(after: .zero)])))
        #expect(state.search.arrivals.text == "1")
        #expect(update(&state, .input(.key("."))) == [.search(state.search.asked ?? search(0, .more, .everything))])
        #expect(state.search.asked?.purpose == .again)
    }

    @Test("letters in the bar are text, never keys; Ctrl-C quits from there")
    func textIsText() {
        var state = opened()
        for event in Story.keys("/qs:?jG=. ") { #expect(!update(&state, event).contains(.quit(status: 0))) }
        #expect(state.search.field.text == "qs:?jG=. ")
        #expect(update(&state, .input(.key(.control("c")))) == [.quit(status: 0)])
    }

    @Test("q goes back, and quits at the top")
    func quits() {
        var state = opened()
        _ = update(&state, .input(.key(.enter)))
        #expect(state.context == .document)
        #expect(update(&state, .input(.key("q"))) == [])
        #expect(state.context == .results)
        #expect(update(&state, .input(.key("q"))) == [.quit(status: 0)])
    }

    @Test("J and K go through the documents, and the selection with them")
    func nextDocument() {
        var state = opened()
        for key: Key in [.enter, "J", "J", "K"] { _ = update(&state, .input(.key(key))) }
        #expect(state.document?.subject == .hit(hit(playlists[1])))
        #expect(state.search.cursor.selected == 1)
    }

    @Test(
        "commands do what they say, or say what is wrong",
        arguments: [
            ("quit", [Effect.quit(status: 0)], nil), ("q", [.quit(status: 0)], nil),
            ("qit", [], "there is no command :qit; did you mean :quit?"),
            ("sort latst", [], "sort by relevance, latest or popularity; did you mean latest?"),
            ("sort latest up", [], "the order is asc or desc, not up"),
            ("index playlst", [], "there is no index playlst: did you mean playlist?"), ("index", [], "name an index, or all"),
            ("x\u{1B}[31m", [], "there is no command :x\\e[31m"), ("   ", [], nil),
        ] as [(String, [Effect], String?)])
    func commands(line: String, effects: [Effect], notice: String?) {
        var state = opened()
        _ = update(&state, .input(.key(":")))
        _ = update(&state, .input(.paste(line)))
        #expect(update(&state, .input(.key(.enter))) == effects)
        #expect(state.notice?.text.string == notice)
        #expect(state.commandLine == nil)
    }

    @Test("while the index fills for the first time results load by themselves, until a key is pressed")
    func settles() {
        var state = opened()
        let updates = LiveUpdates(events: [event(950, document("n", "name", offset: 950), .searchable(after: .zero))])
        #expect(update(&state, .live(updates)) == [])
        #expect(update(&state, .tick(noon.advanced(by: .seconds(1)), nil)).count == 1)
        var touched = opened()
        _ = update(&touched, .input(.key("j")))
        #expect(update(&touched, .live(updates)) == [])
        #expect(touched.search.arrivals.text == "1")
    }

    @Test("a query that is none at opening is to be mended, and what was typed before it is not waited for")
    func opensWithError() {
        var state = started
        state.search.field = TextField("(")
        for event in [.tick(noon, Story.status), Story.opened] { _ = update(&state, event) }
        #expect(state.search.error != nil && state.search.asked == nil)
        #expect(render(state, size: size).text.contains("mend the query to search"))
        state = started
        for event in Story.keys("/jazz ") + [.input(.paste("(x")), .input(.key(.enter))] {
            #expect(update(&state, event).allSatisfy { if case .search = $0 { false } else { true } })
        }
        _ = update(&state, Story.opened)
        #expect(state.search.asked == nil || state.search.error == nil)
    }

    @Test("an index that the first events have yet to make is no failure for some seconds, and is searched once it is there")
    func filling() {
        var state = started
        guard case .search(let asked)? = update(&state, Story.opened).first else { return #expect(Bool(false)) }
        _ = update(&state, .searchFailed(asked, Failure(.usage, "there is no index playlist")))
        #expect(!render(state, size: size).text.contains("no index"))
        _ = update(&state, .input(.key("j")))
        #expect(!render(state, size: size).text.contains("no index"))
        guard case .search(let again)? = update(&state, .tick(noon.advanced(by: .seconds(1)), nil)).first else {
            return #expect(Bool(false))
        }
        _ = update(&state, .searchFailed(again, Failure(.usage, "there is no index playlist")))
        #expect(update(&state, .tick(noon.advanced(by: .seconds(10)), nil)) == [])
        #expect(render(state, size: size).text.contains("no index"))
        let made = LiveUpdates(events: [event(950, document("n", "name", offset: 950), .searchable(after: .zero))])
        #expect(update(&state, .live(made)).contains { if case .search = $0 { true } else { false } })
    }

    @Test("of what has no value, the rest can be copied; where nothing is, that is told")
    func copiesNothing() {
        var state = opened()
        _ = update(&state, .input(.key(.tab)))
        for _ in 0..<4 { _ = update(&state, .input(.key("k"))) }
        #expect(state.live.selected?.record.value == nil)
        #expect(update(&state, .input(.key("y"))) == [])
        #expect(state.picker?.shown.contains { if case .copy(let part) = $0 { part.name == "value" } else { false } } == false)
        var empty = started
        #expect(update(&empty, .input(.key("y"))) == [])
        #expect(empty.notice?.text == "there is nothing to copy here")
    }

    @Test("a click selects, a second one opens, the wheel moves what it is over")
    func mouse() {
        var state = opened()
        let row = Point(x: 10, y: 6)
        _ = update(&state, .input(.mouse(Mouse(action: .click, at: row))))
        #expect(state.search.cursor.selected == 1)
        _ = update(&state, .input(.mouse(Mouse(action: .click, at: row))))
        #expect(state.context == .document)
        _ = update(&state, .input(.key(.escape)))
        _ = update(&state, .input(.mouse(Mouse(action: .wheelUp, at: Point(x: 100, y: 10)))))
        #expect(!state.live.isFollowing)
        _ = update(&state, .input(.mouse(Mouse(action: .click, at: Point(x: 4, y: 2)))))
        #expect(state.context == .bar)
    }

    @Test(
        "a paste that does not fit into the query is told of, and what fits is searched for", arguments: [4_096, 4_097, 100_000])
    func pastesTooMuch(count: Int) {
        var state = opened()
        let effects = update(&state, .input(.paste(String(repeating: "z", count: count))))
        #expect(effects.contains { if case .search = $0 { true } else { false } } && state.search.field.text.count == 4_096)
        let left: SafeText = count == 4_097 ? "1 character" : "95,904 characters"
        #expect(state.notice?.text == (count == 4_096 ? nil : left + " did not fit into the query, which holds 4,096"))
        _ = update(&state, .input(.key(.backspace)))
        #expect(state.notice == nil)
    }
}
