import Engine
import Testing

@testable import Console

@Suite("From an event to its document and back") struct EventDocumentTests {
    private let size = Size(columns: 120, rows: 32)

    private func opened() -> State { Story.tell([.tick(noon, Story.status), Story.opened], size: size) }

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
