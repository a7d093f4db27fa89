import Engine
import Testing

@testable import Console

@Suite("From a document to a record that the index does not name") struct RecordSearchTests {
    private let size = Size(columns: 120, rows: 32)

    /// As a server has it.
    private let hit = {
        var hit = ConsoleTests.hit(playlists[0])
        hit.origin = nil
        return hit
    }()

    private func opened() -> State {
        var state = Story.tell([.tick(noon, Story.status), Story.opened], size: size)
        for case .search(let search) in update(&state, .input(.key("S"))) {
            _ = update(&state, .found(search, SearchResults(hits: [hit], total: .init(1), took: .milliseconds(3))))
        }
        return state
    }

    @Test("where the index does not say which record wrote a document, e looks for it, tells how far it is, and any key ends it")
    func looksForRecord() {
        var state = opened()
        #expect(update(&state, .input(.key("e"))) == [.findRecord(hit, of: hit.key)])
        var search = RecordSearch(topics: ["playlist_created"], start: noon.advanced(by: .seconds(-600)))
        (search.count, search.reached) = (120_000, noon)
        #expect(update(&state, .recordSought(search, of: hit.key)) == [])
        #expect(
            state.notice?.text.string.hasPrefix(
                "looking for the record of pl-1: 120,000 records of playlist_created, up to 2026-") == true)
        var ended = state
        _ = update(&ended, .input(.key("j")))
        #expect(ended.notice == nil && update(&ended, .recordSought(search, of: hit.key)) == [.stopFetching])
        _ = update(&ended, .recordFound(hit.key, .success(search)))
        #expect(ended.notice == nil && ended.document == nil)

        var none = state
        _ = update(&none, .recordFound(hit.key, .success(search)))
        #expect(none.notice?.text.string.hasPrefix("none of 120,000 records of playlist_created from 2026-") == true)
        let partition = TopicPartition("playlist_created", 0)
        search.record = Record(partition: partition, offset: 77, timestamp: noon, key: nil, value: hit.source)
        var other = state
        _ = update(&other, .recordFound(hit.key, .success(search)))
        #expect(other.notice?.text.string.hasPrefix("wrote pl-1, but not as the index holds it") == true)
        #expect(other.document?.source == hit.source)
        search.isExact = true
        _ = update(&state, .recordFound(hit.key, .success(search)))
        #expect(state.notice == nil && render(state, size: size).text.contains("playlist_created[0]@77"))
    }

    @Test("an index that says which record wrote a document says, too, that none did; without brokers nothing is looked for")
    func hasNoRecord() {
        var kept = opened()
        kept.keepsRecords = true
        #expect(update(&kept, .input(.key("e"))) == [])
        #expect(kept.notice?.text.string.hasPrefix("no record wrote it") == true)
        var blind = opened()
        blind.readsRecords = false
        #expect(update(&blind, .input(.key("e"))) == [])
        #expect(blind.notice?.text.string.hasSuffix("--brokers HOST:PORT lets Kelp look for it") == true)
    }
}
