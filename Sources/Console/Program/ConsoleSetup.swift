import Engine

/// What the console opens once its first frame is on the screen.
struct ConsoleSetup: Sendable {
    /// The profile's name, or `demo`.
    var profile: SafeText
    /// The colour of its name.
    var color: ProfileColor?
    /// Whether it is always to be seen that a mistake would hurt.
    var isProduction = false
    /// The index to begin with; `nil` begins with the first there is.
    var index: IndexName?
    /// The query to begin with.
    var query = ""
    var sort = Sort.latest
    /// Shown at the right of the hints when the console may not write.
    var isReadOnly = false
    var theme = Theme.dark
    /// Where queries are kept.
    var queries = QueryStore.Files()
    /// Writes what is shown to a file.
    var export: Export.Writer?
    /// Opens index, feed and pipeline, off the screen's thread, and tells what takes long.
    var open: @Sendable (_ tell: @escaping @Sendable (SafeText) -> Void) async throws(Failure) -> Backend
}

/// What an open console works with.
struct Backend: Sendable {
    var index: any SearchIndex
    /// Whether it can change by itself how it is: come and go, lose nodes.
    var isOnServer = false
    /// The first of its nodes, where it is a server's.
    var server: NodeAddress?
    /// `nil` where there are no brokers.
    var feed: LiveFeed?
    /// `nil` where there are no brokers. The console runs it in a task of its own.
    var pipeline: Pipeline?
    /// Reads a record of Kafka again; `nil` where there are no brokers.
    var records: RecordReader?
    /// What the status bar says at first, for example that another program indexes.
    var notice: SafeText?
    /// Lets go of everything, called once the pipeline has ended.
    var close: @Sendable () async -> Void

    var health: IndexHealth { IndexHealth(name: index.backend, notice: index.notice ?? index.warnings.first) }
}

/// How the index is, as far as it is known.
struct IndexHealth: Hashable, Sendable {
    /// What it calls itself; a server tells its version when it first answers.
    var name: SafeText
    /// What does not work, or what must be kept in mind.
    var notice: SafeText?
}
