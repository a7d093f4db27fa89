import Engine
import Testing

@testable import Console

@Suite("An index in trouble") struct TroubledIndexTests {
    private let size = Size(columns: 120, rows: 32)
    private let thread = ConsoleThread()

    private func opened() -> State { Story.tell(Story.results, size: size, isReadOnly: false) }

    private func later(_ seconds: Int, _ health: IndexHealth? = nil) -> Event {
        .tick(noon.advanced(by: .seconds(seconds)), nil, health)
    }

    private func asked(_ effects: [Effect]) -> Search? {
        for case .search(let search) in effects { return search }
        return nil
    }

    private func text(_ state: State) -> String { render(state, size: size).text }

    @Test("a search that fails for now is asked again by itself, ever later, and says so; what was found stays")
    func asksAgain() throws {
        var state = opened()
        _ = update(&state, later(0))
        var search = try #require(asked(update(&state, .input(.key("s")))))
        var now = 0
        for pause in [1, 2, 4, 5, 5] {
            #expect(update(&state, .searchFailed(search, Failure(.unavailable, "nobody answers"))) == [])
            #expect(text(state).contains("nobody answers · next try in \(pause)s"))
            #expect(asked(update(&state, later(now + pause - 1))) == nil)
            #expect(state.timeToNextTick.map { $0 <= .seconds(1) } == true)
            now += pause
            search = try #require(asked(update(&state, later(now))))
            #expect(text(state).contains("nobody answers · trying again…"))
        }
        Story.answer(search, &state)
        #expect(!text(state).contains("nobody answers"))
        #expect(asked(update(&state, later(now + 60))) == nil)
    }

    @Test("what no waiting mends is not asked again by itself", arguments: [Failure.Kind.usage, .notAllowed, .badData, .disk])
    func asksOnce(kind: Failure.Kind) throws {
        var state = opened()
        let search = try #require(asked(update(&state, .input(.key("s")))))
        _ = update(&state, .searchFailed(search, Failure(kind, "no")))
        #expect(asked(update(&state, later(60))) == nil)
    }

    @Test("a query that is none waits to be mended, and the screen sleeps meanwhile")
    func waitsForQuery() throws {
        var state = opened()
        let search = try #require(asked(update(&state, .input(.key("s")))))
        _ = update(&state, .searchFailed(search, Failure(.tryAgain, "busy")))
        for event in Story.keys("/\"a") + [.input(.key(.enter))] { _ = update(&state, event) }
        #expect(state.search.error != nil)
        #expect(asked(update(&state, later(60))) == nil)
        #expect(state.search.nextRetry == nil)
    }

    @Test("results that lack a part are asked for again, until they are whole, and then nothing is said of it any more")
    func completes() throws {
        var state = opened()
        _ = update(&state, later(0))
        let search = try #require(asked(update(&state, .input(.key("s")))))
        let notice: SafeText = "1 of 3 shards did not answer"
        var results = SearchResults(hits: [hit(playlists[0])], total: .init(1), took: .zero, notice: notice)
        results.isPartial = true
        _ = update(&state, .found(search, results))
        #expect(text(state).contains("1 of 3 shards"))
        let again = try #require(asked(update(&state, later(1))))
        Story.answer(again, &state)
        #expect(!text(state).contains("1 of 3 shards"))
        #expect(asked(update(&state, later(60))) == nil)
    }

    @Test(
        "what is said for as long as it lasts hides neither the chosen row nor the hints, and gives the rows back",
        arguments: [Size(columns: 40, rows: 10), Size(columns: 60, rows: 15), Size(columns: 80, rows: 24)])
    func makesRoom(size: Size) throws {
        var state = Story.tell(Story.results + Story.keys("G"), size: size)
        let search = try #require(asked(update(&state, .input(.key(.control("r"))))))
        let sentence: SafeText = "http://127.0.0.1:9200 cannot be reached (Connection refused): check that 색인 is running"
        _ = update(&state, .searchFailed(search, Failure(.unavailable, sentence)))
        let frame = render(state, size: size)
        #expect(frame.text.contains("\n▸") && frame.text.contains("is running"))
        #expect(frame.row(size.rows - 1).contains("? help"))
        _ = update(&state, .input(.key(.escape)))
        #expect(state.layout == Layout(size, focus: .results))
    }

    @Test("an index that does not answer is told of after a while, and for how long")
    func silent() throws {
        var state = opened()
        _ = update(&state, later(0))
        let search = try #require(asked(update(&state, .input(.key("s")))))
        _ = update(&state, later(0))
        #expect(!text(state).contains("has not answered"))
        _ = update(&state, later(7))
        #expect(text(state).contains("the index has not answered for 7s"))
        Story.answer(search, &state)
        #expect(!text(state).contains("has not answered"))
    }

    @Test("what a server becomes known as, and what is wrong with it, is shown without brokers, too")
    func health() {
        var state = Story.tell(Story.noBrokers, size: size)
        _ = update(&state, .input(.key("j")))
        _ = update(&state, later(1, IndexHealth(name: "opensearch 2.19", notice: "sniffing: none of 3 nodes can be asked")))
        #expect(text(state).contains("opensearch 2.19"))
        #expect(text(state).contains("sniffing: none of 3 nodes can be asked"))
        _ = update(&state, later(2, IndexHealth(name: "opensearch 2.19", notice: nil)))
        #expect(!text(state).contains("sniffing"))
    }

    @Test("an index is taken at its word where the list of them is not known")
    func unknownList() {
        var state = opened()
        state.indexes = []
        _ = update(&state, .input(.key(":")))
        _ = update(&state, .input(.paste("index rooms")))
        #expect(asked(update(&state, .input(.key(.enter))))?.request.indexes == ["rooms"])
    }

    @Test("an index that is slow to list what it has is searched without the list, and one that is gone comes back by itself")
    func opens() async throws {
        let index = MemoryIndex(playlists)
        let gate = Gate()
        index.holdNames(at: gate)
        index.fail(with: Failure(.unavailable, "nobody answers"))
        let setup = ConsoleSetup(profile: "p") { (_) async throws(Failure) -> Backend in Backend(index: index, close: {}) }
        let played = try await thread.play(
            setup,
            [
                .until("nobody answers"), .look, .act { index.fail(with: nil) }, .until("hits"), .untilGone("nobody answers"),
                .act { Task { await gate.open() } }, .type("q"),
            ])
        #expect(played.missing == nil)
        #expect(played.looks[0].contains("next try in"))
        #expect(played.status == 0)
    }
}
