import Synchronization

/// Finds out which events of a stream a search shows, where others index them and nobody tells.
///
/// It asks the index for the documents of the newest events, all that are due at once and never two questions at a time.
final class SearchabilityProbe: Sendable {
    private let index: any SearchIndex
    private let feed: LiveFeed
    private let monitor: PipelineMonitor
    private let writes = Mutex(StrangersWrites())
    private let news: (stream: AsyncStream<Void>, continuation: AsyncStream<Void>.Continuation)
    /// How long an index that does not answer is left alone.
    private static let rest = Duration.seconds(2)

    init(index: any SearchIndex, feed: LiveFeed, monitor: PipelineMonitor) {
        self.index = index
        self.feed = feed
        self.monitor = monitor
        news = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes in events that were just seen.
    func add(_ events: [LiveEvent]) {
        let unwatched = writes.withLock { $0.add(events, at: .now) }
        if unwatched > 0 { monitor.update { $0.counts.unwatched += unwatched } }
        news.continuation.yield()
    }

    /// Looks for what is added until its task is cancelled.
    func run() async {
        for await _ in news.stream {
            while let next = writes.withLock({ $0.nextLook }) {
                let pause = max(next - .now, .zero)
                do { try await Task.sleep(for: pause > .zero ? pause : .milliseconds(1)) } catch { return }
                await look()
                do { try await Task.sleep(for: StrangersWrites.pause) } catch { return }
            }
        }
    }

    private func look() async {
        for (index, ids) in writes.withLock({ $0.due(at: .now) }) where !Task.isCancelled {
            do throws(Failure) {
                let hits = try await self.index.searchable(Array(ids), in: index)
                show(writes.withLock { $0.take(hits, of: ids, in: index, at: .now) })
            } catch {
                // An index that is not there yet holds nothing; one that does not answer is told of by whoever searches it.
                if error.kind == .usage {
                    show(writes.withLock { $0.take([], of: ids, in: index, at: .now) })
                } else {
                    try? await Task.sleep(for: Self.rest)
                }
            }
        }
    }

    private func show(_ found: [StrangersWrites.Found]) {
        guard !found.isEmpty else { return }
        monitor.noteSearchable(found.filter { $0.isMeasured && !$0.isDeletion }.map { ($0.wait, $0.produced) })
        let progress = found.map { found in
            // What was to be seen before anyone looked took an unknown time.
            (
                found.event,
                LiveProgress(found.isDeletion ? .deleted : .searchable, searchable: found.isMeasured ? found.wait : nil)
            )
        }
        feed.advance(Dictionary(progress) { $1 })
    }
}
