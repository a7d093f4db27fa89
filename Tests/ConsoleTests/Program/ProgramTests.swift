import Engine
import Synchronization
import Testing

@testable import Console

@Suite("The loop on a fake terminal") struct ProgramTests {
    private let thread = ConsoleThread()

    @Test("a query is typed and its results appear, the cursor at the insertion point")
    func types() async throws {
        let index = MemoryIndex(playlists)
        let played = try await thread.play(
            setup(index),
            [.until("6 hits"), .type("/재"), .until("2 hits"), .type("즈"), .input(.key(.enter)), .look, .type("q")])
        #expect(played.missing == nil)
        #expect(played.looks[0].contains("재즈와 함께하는 밤"))
        #expect(!played.looks[0].contains("Blue Note"))
        #expect(played.status == 0)
        #expect(played.state.search.field.text == "재즈")
        #expect(played.state.search.query == .term(.init("재즈", .phrase)))
    }

    @Test("a failing search says so and keeps the last good results")
    func keepsResults() async throws {
        let index = MemoryIndex(playlists)
        let failure = Failure(.disk, "the disk is full; make room")
        let played = try await thread.play(
            setup(index),
            [
                .until("6 hits"), .act { index.fail(with: failure) }, .type("s"), .until("the disk is full"), .look,
                .act { index.fail(with: nil) }, .input(.key(.control("r"))), .untilGone("the disk is full"), .type("q"),
            ])
        #expect(played.missing == nil)
        #expect(played.looks[0].contains("Blue Note 1962"))
        #expect(played.looks[0].contains("6 hits"))
    }

    @Test("an answer to an older question is dropped")
    func dropsStale() async throws {
        let index = MemoryIndex(playlists)
        let gate = Gate()
        let played = try await thread.play(
            setup(index),
            [
                .until("6 hits"), .act { index.hold(at: gate) }, .type("/Blue"), .input(.key(.control("u"))), .type("rainy"),
                .act { Task { await gate.open() } }, .until("1 hit "), .look, .input(.key(.control("c"))),
            ])
        #expect(played.missing == nil)
        #expect(played.looks[0].contains("Jazz for a rainy night"))
        #expect(!played.looks[0].contains("Blue Note"))
    }

    @Test("two thousand events a second move neither the selection nor what is under the cursor")
    func holdsStill() async throws {
        let index = MemoryIndex(playlists)
        let feed = LiveFeed(capacity: 100_000)
        let burst: @Sendable (Int) -> Void = { number in
            let events = (0..<2_000).map {
                event(0, document("e-\(number)-\($0)", "사건 \($0)"), .searchable(after: .milliseconds(40)))
            }
            feed.publish(events)
        }
        var steps: [FakeTerminal.Step] = [.until("6 hits"), .type("jj"), .until("▸"), .look]
        for number in 1...4 {
            steps.append(.act { burst(number) })
            steps.append(.until("▲ \(grouped(number * 2_000).string) new"))
        }
        let played = try await thread.play(setup(index, feed: feed), steps + [.look, .type("q")])
        #expect(played.missing == nil)
        let selected = played.looks.map { look in look.split(separator: "\n").first { $0.contains("▸") }?.prefix(60) }
        #expect(selected[0]?.contains("Blue Note") == true)
        #expect(selected[0] == selected[1])
    }

    @Test("what arrives while somebody types is shown although nothing else happens")
    func showsStreamWhileTyping() async throws {
        let feed = LiveFeed(capacity: 100_000)
        let played = try await thread.play(
            setup(MemoryIndex(playlists), feed: feed),
            [
                .until("6 hits"), .type("/재"), .until("2 hits"), .type("즈"),
                .act { feed.publish([event(0, document("e-1", "재즈 정모"), .searchable(after: .milliseconds(40)))]) },
                .until("▲ 1 new"), .input(.key(.control("c"))),
            ])
        #expect(played.missing == nil)
    }

    @Test("events that are not on the screen are judged, too, once nothing else is to be done")
    func judgesAll() async throws {
        let feed = LiveFeed(capacity: 100_000)
        let events = (0..<3_000).map { event(0, document("e-\($0)", $0.isMultiple(of: 3) ? "재즈 \($0)" : "Rock \($0)"), .seen) }
        let played = try await thread.play(
            setup(feed: feed),
            [
                .until("6 hits"), .act { feed.publish(events) }, .until("Rock 2999"), .type("/재"), .until("◆ 1,000 "), .type("즈"),
                .until("◆ 1,000 "), .input(.key(.control("u"))), .untilGone("◆"), .input(.key(.control("c"))),
            ])
        #expect(played.missing == nil)
    }

    @Test("a backend that cannot be opened is a sentence on the screen, and Ctrl-R tries again")
    func opensAgain() async throws {
        let attempts = Atomic(0)
        let setup = ConsoleSetup(profile: "p") { (_) async throws(Failure) -> Backend in
            guard attempts.add(1, ordering: .relaxed).newValue > 1 else { throw Failure(.disk, "no room on the disk") }
            return Backend(index: MemoryIndex(playlists), feed: nil, pipeline: nil, notice: nil, close: {})
        }
        let played = try await thread.play(
            setup, [.until("no room on the disk"), .input(.key(.control("r"))), .until("6 hits"), .type("q")])
        #expect(played.missing == nil)
        #expect(played.status == 0)
    }

    @Test("the document opens, is copied as it came, and the backend is closed at the end")
    func opensDocument() async throws {
        let isClosed = Atomic(false)
        let setup = ConsoleSetup(profile: "p", index: "playlist") { (_) async throws(Failure) -> Backend in
            Backend(
                index: MemoryIndex(playlists), feed: nil, pipeline: nil, notice: nil,
                close: { isClosed.store(true, ordering: .relaxed) })
        }
        let played = try await thread.play(
            setup, [.until("6 hits"), .input(.key(.enter)), .until("\"tags\": ["), .type("yy"), .until("copied"), .type("qq")])
        #expect(played.missing == nil)
        #expect(played.copied == [playlists[0].source])
        let wasClosed = isClosed.load(ordering: .relaxed)
        #expect(wasClosed)
    }

    @Test(
        "a signal ends the program with the status a shell expects", arguments: [(Input.signal(15), Int32(143)), (.closed, 129)])
    func ends(input: Input, status: Int32) async throws {
        let played = try await thread.play(setup(), [.input(input)])
        #expect(played.status == status)
    }

    @Test("nothing is painted while nothing changes")
    func sleeps() async throws {
        let played = try await thread.play(
            setup(), [.until("6 hits"), .type("t"), .until("11-23"), .type("xxxx"), .input(.key(.insert)), .type("q")])
        #expect(played.missing == nil)
        // Opening, results, dates, and closing.
        #expect(played.presented <= 5)
    }
}
