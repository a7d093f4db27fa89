import Engine

/// Everything the screen shows. Only `update` changes it.
struct State: Hashable, Sendable {
    /// Where the backend stands.
    enum Opening: Hashable, Sendable {
        case opening, open
        case failed(Failure)
    }

    var size: Size
    var theme: Theme
    var zone: Zone
    var now: Timestamp
    var times = TimeStyle.usual

    var opening = Opening.opening
    /// What takes so long to open.
    var openingStep: SafeText?
    var strip: StripState
    var search = SearchState()
    var live = LiveState()
    /// Whether events come at all.
    var hasFeed = false
    /// Names of the indexes there are, for `:index`.
    var indexes: [IndexName] = []
    /// Set until the first key: while the first documents come in, results load by themselves.
    var settling: Settling?

    var focus = Layout.Pane.results
    var document: DocumentState?
    /// The help, or what was explained.
    var page: Page?
    /// The event whose document is being got.
    var lookUp: LookUp?
    /// The record that is being read again, or looked for.
    var reading: Reading?
    var readsRecords = false
    /// Whether the index says of each document which record wrote it.
    var keepsRecords = false
    /// Whether to look now and then how the index is.
    var isOnServer = false
    /// Where documents are to be had, unless they are in an embedded index.
    var server: NodeAddress?
    /// Where the user was when an explanation was asked for that has not come.
    var explaining: Context?
    var commandLine: CommandLineState?
    var picker: PickerState?
    /// The queries that have a name.
    var savedQueries: [SavedQuery] = []
    /// Set once it was told that earlier queries cannot be kept.
    var knowsHistoryFails = false
    var notice: Notice?
    /// What is to be said for long.
    var lasting: Notice?
    /// How many rows that takes.
    var noticeRows = 0
    /// Set once the user has asked to quit.
    var isClosing = false
    /// What is being written to a file.
    var exporting: Export?

    init(_ setup: ConsoleSetup, size: Size, now: Timestamp, zone: Zone = .local) {
        self.size = size
        self.now = now
        self.zone = zone
        settling = Settling(from: now)
        theme = setup.theme
        strip = StripState(profile: setup.profile, isReadOnly: setup.isReadOnly)
        strip.color = setup.color
        strip.isProduction = setup.isProduction
        search.rows = size.rows
        search.field = TextField(setup.query)
        search.sort = setup.sort
        search.index = setup.index
    }
}

extension State {
    /// Where keys go.
    var context: Context {
        if page != nil { return .help }
        if commandLine != nil { return .commandLine }
        if let picker { return picker.context }
        if document != nil { return .document }
        if search.isEditing { return search.context }
        return focus == .results ? .results : .live
    }

    var layout: Layout? { Layout(size, focus: focus, noticeRows: noticeRows) }
    var resultRows: Int { Layout.rows(layout?.results) }
    var liveRows: Int { Layout.rows(layout?.live) }
    var documentPage: Size { layout?.documentPage ?? Layout.smallest }
    var shownTimes: ShownTimes { ShownTimes(style: times, zone: zone, now: now) }
    var look: Look { Look(theme: theme, now: now, zone: zone, times: times) }
}
