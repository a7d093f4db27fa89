import Engine
import Testing

@testable import Console

@Suite("Live pane") struct LiveStateTests {
    private func updates(_ ids: ClosedRange<UInt64>) -> LiveUpdates {
        LiveUpdates(events: ids.map { event($0, document("d\($0)", "이름 \($0)")) })
    }

    @Test("follows the newest, within its bound")
    func follows() {
        var live = LiveState()
        for batch in 0..<60 as Range<UInt64> { live.take(updates((batch * 200 + 1)...(batch * 200 + 200)), height: 10) }
        #expect(live.events.count <= HeldEvents.capacity)
        #expect(live.selected?.id == .init(12_000))
        #expect(live.cursor.top == live.events.count - 10)
    }

    @Test("while it is paused events are held, counted, and let in afterwards")
    func pauses() {
        var live = LiveState()
        live.take(updates(1...5), height: 10)
        live.togglePause(height: 10)
        live.take(updates(6...317), height: 10)
        #expect(live.events.count == 5)
        #expect(live.held.count == 312)
        live.take(LiveUpdates(progress: [.init(3): .indexed, .init(300): .indexed]), height: 10)
        #expect(live.events[2].progress == .indexed)
        #expect(live.event(.init(300))?.progress == .indexed)
        live.togglePause(height: 10)
        #expect(live.events.count == 317)
        #expect(live.selected?.id == .init(317))
    }

    @Test("away from the newest nothing moves, whatever comes; G and F follow again")
    func holdsStill() {
        var live = LiveState()
        live.take(updates(1...100), height: 10)
        _ = live.move(.lineUp, height: 10)
        #expect(!live.isFollowing)
        let before = live.cursor
        for batch in 0..<40 as Range<UInt64> { live.take(updates((101 + batch * 500)...(600 + batch * 500)), height: 10) }
        #expect(live.cursor == before)
        #expect(live.selected?.id == .init(99))
        #expect(live.events.count == HeldEvents.capacity)
        #expect(live.held.count <= HeldEvents.capacity)
        #expect(live.skipped > 0)
        _ = live.move(.bottom, height: 10)
        #expect(live.isFollowing)
        #expect(live.selected?.id == .init(20_100))
        #expect(live.events.count <= HeldEvents.capacity)
    }

    @Test("what is held back counts all that came, and the last event shown is not the newest")
    func countsHeld() {
        var live = LiveState()
        live.take(updates(1...4_000), height: 10)
        _ = live.move(.lineUp, height: 10)
        live.take(updates(4_001...12_000), height: 10)
        #expect(live.heldBack == 7_000)
        for _ in 0..<2_000 { _ = live.move(.lineDown, height: 10) }
        #expect(live.selected?.id == .init(5_000))
        #expect(!live.isFollowing)
        live.take(updates(12_001...12_010), height: 10)
        #expect(live.heldBack == 7_010)
        live.follow(height: 10)
        #expect(live.heldBack == 0)
        #expect(zip(live.events, live.events.dropFirst()).allSatisfy { $0.id < $1.id })
    }

    @Test("going down onto the newest event follows again")
    func followsAtEnd() {
        var live = LiveState()
        live.take(updates(1...20), height: 5)
        _ = live.move(.lineUp, height: 5)
        _ = live.move(.lineDown, height: 5)
        #expect(live.isFollowing)
    }

    private func big(_ ids: ClosedRange<UInt64>, bytes: Int = 500_000) -> LiveUpdates {
        LiveUpdates(
            events: ids.map { id in
                var big = event(id, document("d\(id)", "이름 \(id)"))
                big.record.value = Array(repeating: 0x20, count: bytes)
                return big
            })
    }

    @Test("big events are bounded by their bytes, shown and held back, and what had to go is counted")
    func boundsBytes() {
        var live = LiveState()
        for batch in 0..<10 as Range<UInt64> { live.take(big((batch * 50 + 1)...(batch * 50 + 50)), height: 10) }
        let bytes = { (events: [LiveEvent]) in events.reduce(0) { $0 + $1.byteCount } }
        #expect(bytes(live.events) <= HeldEvents.mostBytes && live.events.count >= 100)
        #expect(live.letGo + live.events.count == 500 && live.skipped == 0 && live.selected?.id == .init(500))
        _ = live.move(.lineUp, height: 10)
        let shown = live.events.count
        for batch in 10..<20 as Range<UInt64> { live.take(big((batch * 50 + 1)...(batch * 50 + 50)), height: 10) }
        #expect(live.selected?.id == .init(499) && bytes(live.events) <= HeldEvents.mostBytes)
        #expect(bytes(live.held) <= HeldEvents.mostBytes)
        #expect(live.skipped + live.held.count + live.events.count - shown == 500 && live.heldBack >= live.held.count)
        live.follow(height: 10)
        #expect(live.selected?.id == .init(1_000) && bytes(live.events) <= HeldEvents.mostBytes)
        live.take(big(1_001...1_001, bytes: 100_000_000), height: 10)
        #expect(live.events.map(\.id) == [.init(1_001)])
    }
}
