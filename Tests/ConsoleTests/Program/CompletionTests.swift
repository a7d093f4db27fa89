import Engine
import Testing

@testable import Console

@Suite("Completion in the query bar") struct CompletionTests {
    private let size = Size(columns: 120, rows: 32)

    private func state(_ events: [Event]) -> State { Story.tell(Story.results + [Story.fields] + events, size: size) }

    private func press(_ keys: Key..., in state: inout State) -> [Effect] {
        var effects: [Effect] = []
        for key in keys { effects = update(&state, .input(.key(key))) }
        return effects
    }

    @Test("who types and presses Enter searches for what was typed, whatever is offered")
    func entersPast() {
        var state = state(Story.keys("/ge"))
        #expect(state.search.completion?.candidates.map(\.word) == ["genre"])
        _ = press(.enter, in: &state)
        #expect(state.search.field.text == "ge")
        #expect(state.context == .results)
        #expect(state.search.completion == nil)
    }

    @Test("Tab takes the first, ↓ chooses another and Enter takes it; a value's question follows a field")
    func takes() {
        var state = state(Story.keys("/p"))
        #expect(state.search.completion?.candidates.map(\.word) == ["popularity", "price"])
        var tabbed = state
        let effects = press(.tab, in: &tabbed)
        #expect(tabbed.search.field.text == "popularity:")
        #expect(effects.contains(.listValues(ValueQuestion(field: "popularity", type: .integer, indexes: ["playlist"]))))
        _ = press(.down, .down, .enter, in: &state)
        #expect(state.search.field.text == "price:")
        #expect(state.search.isEditing)
    }

    @Test("a part of a path completes the whole; Tab in an empty place offers every field")
    func paths() {
        #expect(state(Story.keys("/ci")).search.completion?.candidates.map(\.insertion) == ["owner.city:"])
        var empty = state(Story.keys("/"))
        #expect(empty.search.completion == nil)
        _ = press(.tab, in: &empty)
        #expect(empty.search.completion?.candidates.count == 12)
    }

    @Test("Esc closes what is offered, and only then leaves the bar; what was closed stays closed for this word")
    func closes() {
        var state = state(Story.keys("/ge"))
        _ = press(.escape, in: &state)
        #expect(state.context == .bar)
        _ = press("n", in: &state)
        #expect(state.search.completion == nil)
        var asked = state
        _ = press(.tab, in: &asked)
        #expect(asked.search.completion != nil)
        _ = press(" ", "g", in: &state)
        #expect(state.search.completion != nil)
        _ = press(.escape, .escape, in: &state)
        #expect(state.context == .results)
    }

    @Test(
        "what was closed for a word is offered again for another in its place",
        arguments: [
            [.backspace, .backspace], [.control("u")], [.escape, "/", .control("u")], [.enter, "/", .backspace, .backspace],
            [.up, .control("u")], [.up, .down, .backspace],
        ] as [[Key]])
    func closesWordOnly(keys: [Key]) {
        var state = state([.earlierQueries(["jazz"])] + Story.keys("/ge"))
        _ = press(.escape, in: &state)
        for key in keys { _ = press(key, in: &state) }
        if !state.search.field.text.hasSuffix("g") { _ = press("g", in: &state) }
        #expect(state.search.completion != nil)
    }

    @Test(
        "a value is put in quotes where it would mean something else",
        arguments: [
            (0, "genre:jazz "), (1, "genre:\"재즈 보컬\" "), (2, "genre:\"R&B\" "), (3, "genre:city-pop "),
        ])
    func quotes(row: Int, text: String) {
        var state = Story.tell(Story.completion(after: ""), size: size)
        for _ in 0...row { _ = press(.down, in: &state) }
        _ = press(.enter, in: &state)
        #expect(state.search.field.text == text)
    }

    @Test("values that are known are not asked for again; where there may be more, those are that begin as typed")
    func asksOnce() {
        var state = Story.tell(Story.completion(after: ""), size: size)
        #expect(!press("j", in: &state).contains { if case .listValues = $0 { true } else { false } })
        #expect(state.search.completion?.candidates.map(\.word) == ["jazz"])
        let question = ValueQuestion(field: "genre", type: .keyword, indexes: ["playlist"])
        let many = (0..<ValueQuestion.count).map { TopValue("genre \($0)", count: 1) }
        _ = update(&state, .values(FieldValues(question: question, values: many)))
        var narrower = question
        narrower.prefix = "ja"
        #expect(press("a", in: &state).contains(.listValues(narrower)))
        #expect(narrower.request.query == .field("genre", .begins(with: "ja")))
    }

    @Test("a field without values to tell offers nothing, and its failure is asked for no second time")
    func failing() {
        var state = state(Story.keys("/genre:"))
        let question = ValueQuestion(field: "genre", type: .keyword, indexes: ["playlist"])
        _ = update(&state, .valuesFailed(question, Failure(.unavailable, "no server")))
        #expect(state.search.completion == nil)
        #expect(!press("j", in: &state).contains { if case .listValues = $0 { true } else { false } })
    }

    @Test("who presses Tab for values that are not there is told so")
    func asksInVain() {
        let question = ValueQuestion(field: "genre", type: .keyword, indexes: ["playlist"], prefix: "zz")
        let failure = Failure(.usage, "genre has no values to count")
        let answers: [(Event, String)] = [
            (.values(FieldValues(question: question, values: [])), "no values of genre are known that begin so"),
            (.valuesFailed(question, failure), failure.sentence.string),
        ]
        for (answer, notice) in answers {
            var state = state(Story.keys("/genre:zz"))
            _ = update(&state, answer)
            #expect(state.notice == nil)
            state = self.state(Story.keys("/genre:zz"))
            _ = press(.tab, in: &state)
            _ = update(&state, answer)
            #expect(state.notice?.text.string == notice)
        }
        var elsewhere = state(Story.keys("/\"ge"))
        _ = press(.tab, in: &elsewhere)
        #expect(elsewhere.notice?.text == "nothing completes what stands at the cursor")
    }

    @Test("a click on a row takes it")
    func clicks() throws {
        var state = Story.tell(Story.completion(after: ""), size: size)
        let bar = try #require(state.layout?.bar)
        let area = try #require(state.search.completionArea(in: bar, on: size))
        _ = update(&state, .input(.mouse(Mouse(action: .click, at: Point(x: area.x + 3, y: area.y + 1)))))
        #expect(state.search.field.text == "genre:jazz ")
        #expect(state.search.isEditing)
    }

    @Test("a thousand fields are offered in the order of their names, and typing narrows them")
    func thousand() {
        let names = (0..<1_000).map { FieldPath("field_\($0)") }
        let catalog = FieldCatalog(Dictionary(uniqueKeysWithValues: names.map { ($0, FieldType.keyword) }))
        var state = state([.fields(["playlist"], catalog)] + Story.keys("/f"))
        #expect(state.search.completion?.candidates.count == 1_000)
        for key in "ield_99" { _ = press(.character(key), in: &state) }
        #expect(state.search.completion?.candidates.count == 11)
    }
}
