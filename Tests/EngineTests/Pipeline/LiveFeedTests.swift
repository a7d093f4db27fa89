import Engine
import Synchronization
import Testing

@Suite("Live feed") struct LiveFeedTests {
    private func events(_ count: Int, bytes: Int = 1) -> [LiveEvent] {
        (0..<count).map { number in
            let record = Record(partition: partition(), offset: Offset(Int64(number)), value: Array(repeating: 0, count: bytes))
            return LiveEvent(id: .init(0), record: record, document: nil, seenAt: Timestamp(milliseconds: 0))
        }
    }

    private let sent = LiveProgress(.sent, sent: .milliseconds(5))

    @Test("numbers events from 1 and gives each once")
    func numbers() {
        let feed = LiveFeed()
        #expect(feed.drain().isEmpty)
        #expect(feed.publish(events(2)) == .init(1))
        #expect(feed.publish(events(1)) == .init(3))
        #expect(feed.drain().events.map(\.id) == [.init(1), .init(2), .init(3)])
        #expect(feed.drain().isEmpty)
    }

    @Test("leaves out the oldest when nobody drains, and counts them", arguments: [1, 3, 50])
    func skips(portion: Int) {
        let feed = LiveFeed(capacity: 10)
        for _ in 0..<100 / portion { feed.publish(events(portion)) }
        let sum = UInt64(100 / portion * portion)
        let updates = feed.drain()
        #expect(updates.events.map(\.id) == (sum - 9...sum).map { LiveEvent.ID($0) })
        #expect(updates.skipped == Int(sum) - 10)
        #expect(feed.drain().skipped == 0)
    }

    @Test("big records leave earlier, but the newest stays")
    func bytes() {
        let feed = LiveFeed(capacity: 10, byteLimit: 100)
        feed.publish(events(5, bytes: 40))
        #expect(feed.drain().events.map(\.id) == [.init(4), .init(5)])
        feed.publish(events(2, bytes: 1000))
        let updates = feed.drain()
        #expect(updates.events.map(\.id) == [.init(7)] && updates.skipped == 1)
    }

    @Test("stages change events that wait in place, and follow those that are gone")
    func stages() {
        let feed = LiveFeed(capacity: 2)
        feed.publish(events(3))
        feed.advance([.init(1): sent, .init(3): sent])
        let first = feed.drain()
        #expect(first.events.map(\.progress) == [.seen, sent] && first.progress.isEmpty)
        feed.advance([.init(2): sent])
        feed.advance([.init(2): LiveProgress(.searchable, searchable: .seconds(1)), .init(9): sent])
        #expect(feed.drain().progress == [.init(2): LiveProgress(.searchable, sent: .milliseconds(5), searchable: .seconds(1))])
    }

    @Test("wakes once until it is drained")
    func wakes() {
        let feed = LiveFeed()
        let count = Mutex(0)
        feed.publish(events(1))
        feed.notify { count.withLock { $0 += 1 } }
        #expect(count.withLock { $0 } == 1)
        feed.publish(events(1))
        feed.publish([])
        #expect(count.withLock { $0 } == 1)
        _ = feed.drain()
        feed.advance([.init(1): sent])
        feed.publish(events(1))
        #expect(count.withLock { $0 } == 2)
        _ = feed.drain()
        feed.publish([])
        #expect(count.withLock { $0 } == 2)
    }
}
