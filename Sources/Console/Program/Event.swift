import Engine

/// Something that happened, which `update` answers.
enum Event: Hashable, Sendable {
    case input(Input)
    /// Nothing else is to be done: what can wait has its turn.
    case idle
    /// Time has passed; the pipeline's health now, where there is one, and the index's.
    case tick(Timestamp, PipelineStatus?, IndexHealth? = nil)
    /// What takes so long to open.
    case stillOpening(SafeText)
    case opened(Opened)
    case openFailed(Failure)
    case found(Search, SearchResults)
    case searchFailed(Search, Failure)
    case indexes([IndexName])
    case fields([IndexName], FieldCatalog)
    case values(FieldValues)
    case valuesFailed(ValueQuestion, Failure)
    /// How the index runs the search for a query.
    case explained(String, [SafeText])
    case notExplained(Failure)
    /// The queries of earlier consoles, the oldest first.
    case earlierQueries([String])
    case savedQueries([SavedQuery])
    /// Earlier queries cannot be read or kept.
    case historyFailed(Failure)
    /// Saved queries cannot be read or changed.
    case savingFailed(Failure)
    case lookedUp(LiveEvent.ID, Result<Hit?, Failure>)
    case recordRead(RecordPosition, of: DocumentKey, Result<Record?, Failure>)
    /// How far the look for a document's record has come, and what it has brought.
    case recordSought(RecordSearch, of: DocumentKey)
    case recordFound(DocumentKey, Result<RecordSearch, Failure>)
    /// So many hits or events are in the file already.
    case exporting(Int)
    case exported(Export, Result<Exported, Failure>)
    case live(LiveUpdates)
    /// The pipeline has ended, by itself or with a failure.
    case pipelineEnded(Failure?)
    /// Pipeline and backend have been let go.
    case closed
}

/// What is known of a backend once it is open.
struct Opened: Hashable, Sendable {
    var backend: SafeText
    var indexes: [IndexName]
    var hasFeed: Bool
    /// Whether single records can be read again.
    var readsRecords = false
    /// Whether the index says of each document which record wrote it.
    var keepsRecords = false
    /// Whether the index can change by itself how it is.
    var isOnServer = false
    /// The first of its nodes, where it is a server's.
    var server: NodeAddress?
    var notice: SafeText?
}
