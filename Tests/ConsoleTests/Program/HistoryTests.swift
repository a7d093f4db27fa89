import Engine
import Testing

@testable import Console

@Suite("Earlier and saved queries") struct HistoryTests {
    private let size = Size(columns: 120, rows: 32)

    private func press(_ keys: Key..., in state: inout State) -> [Effect] {
        var effects: [Effect] = []
        for key in keys { effects = update(&state, .input(.key(key))) }
        return effects
    }

    private func run(_ line: String, in state: inout State) -> [Effect] {
        _ = press(":", in: &state)
        _ = update(&state, .input(.paste(line)))
        return press(.enter, in: &state)
    }

    @Test("↑ and ↓ go through earlier queries and come back to what was typed; further down are the results")
    func walks() {
        var state = Story.tell(Story.history + Story.keys("draft"), size: size)
        let texts = [Key.up, .up, .up, .down, .down, .down].map { key in
            _ = press(key, in: &state)
            return state.search.field.text
        }
        #expect(texts == ["blue note", "비 오는 날 재즈 -live", "popularity:>100", "비 오는 날 재즈 -live", "blue note", "draft"])
        #expect(state.context == .bar)
        _ = press(.down, in: &state)
        #expect(state.context == .results)
    }

    @Test(
        "what is searched for is kept, once in a row, but not what begins with a blank or is no query",
        arguments: [("jazz", ["jazz"]), (" jazz", []), ("  ", []), ("blue note ", []), ("\"open", []), ("재즈 ", ["재즈"])])
    func keeps(text: String, kept: [String]) {
        var state = Story.tell(Story.history, size: size)
        _ = update(&state, .input(.paste(text)))
        let effects = press(.enter, in: &state)
        #expect(effects.compactMap { if case .keepQuery(let query) = $0 { query } else { nil } } == kept)
    }

    @Test("no more are kept than the limit")
    func limits() {
        var history = QueryHistory((0..<3_000).map { "q\($0)" })
        #expect(history.queries.count == QueryHistory.limit)
        #expect(history.add("new") == "new")
        #expect(history.queries.count == QueryHistory.limit)
    }

    @Test("Ctrl-R lists each query once, the newest first; words filter, Enter searches, Tab edits")
    func picks() {
        var state = Story.tell(Story.history, size: size)
        _ = press(.control("r"), in: &state)
        #expect(state.picker?.shown.count == 4)
        #expect(state.picker?.selected == .earlier("blue note"))
        for key in "JAZZ 재" { _ = press(.character(key), in: &state) }
        #expect(state.picker?.shown == [.earlier("재즈 genre:jazz")])
        var edited = state
        _ = press(.enter, in: &state)
        #expect((state.search.field.text, state.context) == ("재즈 genre:jazz", .results))
        _ = press(.tab, in: &edited)
        #expect((edited.search.field.text, edited.context) == ("재즈 genre:jazz", .bar))
    }

    @Test("what is deleted from the list is asked about first, and any other key keeps it")
    func deletes() {
        var state = Story.tell(Story.history, size: size)
        _ = press(.control("r"), .delete, .down, .up, in: &state)
        #expect(press(.delete, in: &state) == [])
        #expect(press(.delete, in: &state) == [.forgetQuery("blue note")])
        #expect(state.picker?.shown.count == 3)
        #expect(state.search.history.newestFirst.count == 3)
    }

    @Test("a click on a row selects it, one on what is selected runs it; on blank space, and under a page, it does nothing")
    func clicks() {
        func click(_ row: Int, in state: inout State) -> [Effect] {
            let box = PickerState.box(on: size)
            return update(&state, .input(.mouse(Mouse(action: .click, at: Point(x: box.x + 4, y: box.y + 2 + row)))))
        }
        var state = Story.tell(Story.history, size: size)
        _ = press(.control("r"), in: &state)
        for row in [-1, 4, 10] { #expect(click(row, in: &state) == [] && state.context == .picker) }
        #expect(click(1, in: &state) == [] && state.picker?.cursor.selected == 1)
        var helped = state
        _ = press(.function(1), in: &helped)
        for row in [0, 1] { #expect(click(row, in: &helped) == []) }
        _ = press(.escape, in: &helped)
        #expect(helped.picker?.cursor.selected == 1)
        #expect(click(1, in: &state).count == 2)
        #expect((state.search.field.text, state.context) == ("비 오는 날 재즈 -live", .results))
    }

    @Test("a query is saved with its order, loaded by its name, and deleted from the list")
    func saves() {
        var state = Story.tell(Story.results + Story.keys("/재즈") + [.input(.key(.enter))] + Story.keys("s"), size: size)
        let saved = SavedQuery(name: "jazz", query: "재즈", sort: .popularity, order: .descending)
        #expect(run("save jazz", in: &state) == [.saveQuery(saved)])
        _ = press("s", "/", .control("u"), .enter, in: &state)
        let effects = run("load jazz", in: &state)
        #expect(state.search.field.text == "재즈")
        #expect(state.search.sort == .popularity)
        #expect(effects.count == 1)
        _ = run("saved", in: &state)
        #expect(press(.delete, .delete, in: &state) == [.deleteSavedQuery("jazz")])
        #expect(state.savedQueries.isEmpty)
    }

    @Test(
        "what cannot be saved or loaded is told",
        arguments: [
            ("load jaz-nights", "no query is saved as jaz-nights; did you mean jazz-nights?"),
            ("load", "name the query, for example jazz-nights"),
            ("save a b", "a name has no blanks: a-b"), ("save x", "there is no query to save: type one first"),
        ])
    func refuses(line: String, notice: String) {
        var state = Story.tell(Story.results + [Story.saved], size: size)
        #expect(run(line, in: &state) == [])
        #expect(state.notice?.text.string == notice)
    }

    @Test("the search for the query is explained on a page that Esc closes")
    func explains() {
        var state = Story.tell(Story.results + Story.keys("/재즈") + [.input(.key(.enter))], size: size)
        #expect(run("explain", in: &state) == [.explain(state.search.request, "재즈")])
        _ = update(&state, .explained("재즈", ["way: by time"]))
        #expect(state.context == .help)
        #expect(render(state, size: size).text.contains("way: by time"))
        _ = press(.escape, in: &state)
        #expect(state.context == .results)
        _ = run("explain", in: &state)
        _ = update(&state, .notExplained(Failure(.cancelled, "called off")))
        #expect(state.notice == nil && state.explaining != nil)
        _ = update(&state, .notExplained(Failure(.unavailable, "no server answers")))
        #expect(state.notice?.text == "no server answers")
        // The user writes another query by the time the answer comes.
        _ = run("explain", in: &state)
        _ = press("/", in: &state)
        _ = update(&state, .explained("재즈", ["way: by time"]))
        #expect(state.context == .bar)
    }

    @Test("that earlier queries cannot be kept is told once, that one cannot be saved each time")
    func tellsOnce() {
        var state = Story.tell(Story.results, size: size)
        let failure = Failure(.disk, "history cannot be written")
        _ = update(&state, .historyFailed(failure))
        #expect(state.notice?.text == failure.sentence)
        _ = press("j", in: &state)
        _ = update(&state, .historyFailed(failure))
        #expect(state.notice == nil)
        for _ in 0..<2 {
            _ = run("save jazz", in: &state)
            _ = update(&state, .savingFailed(failure))
            #expect(state.notice?.text == failure.sentence)
        }
    }
}
