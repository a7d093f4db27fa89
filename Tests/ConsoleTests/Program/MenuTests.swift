import Engine
import Testing

@testable import Console

@Suite("Menus of order, copying and fields") struct MenuTests {
    private let size = Size(columns: 120, rows: 32)

    private func press(_ keys: Key..., in state: inout State) -> [Effect] {
        var effects: [Effect] = []
        for key in keys { effects = update(&state, .input(.key(key))) }
        return effects
    }

    private func requests(_ effects: [Effect]) -> [SearchRequest] {
        effects.compactMap { if case .search(let search) = $0 { search.request } else { nil } }
    }

    @Test("o offers each order, the one that holds first chosen, and takes another")
    func order() {
        var state = Story.tell(Story.results, size: size)
        _ = press("o", in: &state)
        #expect(state.picker?.selected == .order(.latest, .descending) && state.picker?.shown.count == 6)
        let request = requests(press(.down, .enter, in: &state)).first
        #expect(request?.sort == .latest && request?.order == .ascending && state.picker == nil)
    }

    @Test("y offers source, id, JSON and a command; yy copies the source as it came")
    func copies() {
        var state = Story.tell(Story.results, size: size)
        let hit = state.search.selected
        _ = press("y", in: &state)
        let names = state.picker?.shown.map { if case .copy(let part) = $0 { part.name.string } else { "" } }
        #expect(names == ["source", "id", "JSON", "command"])
        #expect(press("y", in: &state) == hit.map { [.copy($0.source)] } && state.picker == nil)
        #expect(press("y", .down, .enter, in: &state) == hit.map { [.copy(Array($0.id.rawValue.utf8))] })
    }

    @Test("a command to copy finds just the document, whatever its id is")
    func command() throws {
        let hit = Hit(index: "a b", id: "it's \"1\"", source: Array("{}".utf8))
        let local = Copyable.parts(of: hit, on: nil).last
        #expect(
            local.map { String(decoding: $0.bytes, as: UTF8.self) }
                == #"kelp search --index 'a b' --format json -- '_id:"it'\''s \"1\""'"#)
        let remote = Copyable.parts(of: hit, on: try NodeAddress("http://localhost:9200")).last
        #expect(
            remote.map { String(decoding: $0.bytes, as: UTF8.self) }
                == "curl 'http://localhost:9200/a%20b/_doc/it%27s%20%221%22'")
    }

    @Test("f lists the fields, Enter their values, and Enter on one looks for it as well")
    func fields() {
        var state = Story.tell(Story.results + [Story.fields], size: size)
        _ = update(&state, .input(.paste("재즈 OR 비")))
        _ = press(.enter, "f", in: &state)
        #expect(state.picker?.shown.count == 10)
        for key in "genre" { _ = press(.character(key), in: &state) }
        let question = ValueQuestion(field: "genre", type: .keyword, indexes: ["playlist"])
        #expect(press(.enter, in: &state) == [.listValues(question)])
        #expect(render(state, size: size).text.contains("counting the values…"))
        _ = update(&state, .values(FieldValues(question: question, values: [TopValue("재즈 보컬", count: 312)])))
        #expect(render(state, size: size).text.contains("재즈 보컬"))
        var back = state
        _ = press(.escape, in: &back)
        #expect(back.picker?.selected == .field("genre", .keyword))
        #expect(requests(press(.enter, in: &state)).count == 1)
        #expect(state.search.field.text == #"(재즈 OR 비) genre:"재즈 보컬""# && !state.search.isEditing)
    }

    @Test("the fields are read again, and those that have come since are in the menu")
    func newFields() {
        var state = Story.tell(Story.results, size: size)
        #expect(press("f", in: &state) == [.listFields(["playlist"])])
        #expect(state.picker?.shown.contains(.field("genre", .keyword)) == false)
        _ = update(&state, Story.fields)
        #expect(state.picker?.shown.contains(.field("genre", .keyword)) == true)
    }

    @Test("a field whose values say nothing goes into the bar, to be compared")
    func moment() {
        var state = Story.tell(Story.results + [Story.fields], size: size)
        _ = press("f", in: &state)
        for key in "created_at" { _ = press(.character(key), in: &state) }
        _ = press(.enter, in: &state)
        #expect(state.search.field.text == "created_at:" && state.search.isEditing && state.picker == nil)
    }
}
