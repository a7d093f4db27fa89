import Synchronization

/// From records to an index, losing nothing.
///
/// A record counts as read only once it is durable in the index, as a document, a deletion or a dead letter. When the index does
/// not answer, partitions are paused and everything that was read is kept and tried again.
public final class Pipeline: Sendable {
    /// Which topic feeds which index.
    public typealias Routes = [TopicName: IndexName]

    /// What the pipeline does with what it reads.
    public enum Mode: Hashable, Sendable {
        /// Indexes everything, from the index's own positions or the group's.
        case index
        /// Indexes what was there at the start, then ends.
        case indexUntilEnd
        /// Writes nothing: only shows, from this position on.
        case browse(from: StartPosition)
    }

    let source: any RecordSource
    let index: any SearchIndex
    let routes: Routes
    let mode: Mode
    let decoder: RecordDecoder
    let feed: LiveFeed?
    let monitor: PipelineMonitor
    /// Tells of events that others index.
    let probe: SearchabilityProbe?
    private let seekTarget = Mutex<SeekTarget?>(nil)

    /// Makes a pipeline that does nothing yet.
    /// - Parameters:
    ///   - source: where records come from; the pipeline closes it at the end.
    ///   - index: where they go; it stays open.
    ///   - routes: which topic feeds which index; records of other topics are passed over.
    ///   - mode: what to do with them.
    ///   - idField: the field that holds a document's id.
    ///   - feed: what shows each record, if anything does.
    public init(
        source: any RecordSource, index: any SearchIndex, routes: Routes, mode: Mode, idField: String = "id",
        feed: LiveFeed? = nil
    ) {
        self.source = source
        self.index = index
        self.routes = routes
        self.mode = mode
        self.feed = feed
        // Who watches may filter by them.
        decoder = RecordDecoder(routes: routes, idField: idField, makesTexts: feed != nil || index.readsTexts)
        let monitor = PipelineMonitor(isIndexing: mode.isIndexing)
        self.monitor = monitor
        probe = mode.isIndexing ? nil : feed.map { SearchabilityProbe(index: index, feed: $0, monitor: monitor) }
    }

    /// The health now.
    public var status: PipelineStatus {
        var status = monitor.status
        status.notice = status.notice ?? index.notice
        return status
    }

    /// Goes to another place; only while it browses, because an index must not miss anything.
    public func seek(_ target: SeekTarget) { seekTarget.withLock { $0 = target } }

    func takeSeek() -> SeekTarget? {
        seekTarget.withLock { target in
            defer { target = nil }
            return target
        }
    }

    /// Runs until its task is cancelled (what is in flight is finished first) or, with `.indexUntilEnd`, until the end.
    ///
    /// - Throws: with `.indexUntilEnd`, what keeps it from getting to the end; otherwise trouble is a state, and goes on being
    ///   tried.
    public func run() async throws(Failure) {
        let (stop, stopper) = AsyncStream<Never>.makeStream()
        // Work that was begun must be finished when this task is cancelled: it runs in a task that is not.
        let work = Task { () -> Result<Void, Failure> in await PipelineLoop(self, stop: stop).run() }
        // The group takes its time to be joined, and so does a server to say who it is.
        let preparing = Task { if mode.isIndexing { await index.prepare(for: Set(routes.values)) } }
        let probing = Task { await probe?.run() }
        let result = await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            stopper.finish()
        }
        preparing.cancel()
        probing.cancel()
        await preparing.value
        await probing.value
        try result.get()
    }
}

extension Pipeline.Mode {
    var isIndexing: Bool {
        switch self {
        case .index, .indexUntilEnd: true
        case .browse: false
        }
    }
}
