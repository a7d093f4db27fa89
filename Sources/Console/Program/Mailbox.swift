import Synchronization

/// Where other threads leave events for the screen's thread, which wakes for them.
final class Mailbox: Sendable {
    private struct Content {
        var events: [Event] = []
        var hasLiveNews = false
    }

    private let content = Mutex(Content())
    private let wake: @Sendable () -> Void

    init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

    func post(_ event: Event) {
        content.withLock { $0.events.append(event) }
        wake()
    }

    /// Says that the live feed is worth draining: kept apart from the events, so that a fast stream costs one wake-up a frame.
    func postLiveNews() {
        content.withLock { $0.hasLiveNews = true }
        wake()
    }

    func take() -> [Event] {
        content.withLock { content in
            defer { content.events.removeAll() }
            return content.events
        }
    }

    var hasLiveNews: Bool { content.withLock { $0.hasLiveNews } }

    /// To be called before the feed is drained: news that comes meanwhile is news again.
    func takeLiveNews() -> Bool {
        content.withLock { content in
            defer { content.hasLiveNews = false }
            return content.hasLiveNews
        }
    }
}
