import Engine

#if canImport(Glibc)
    import Glibc
#endif

/// What an event changes, and what is to be done about it. It depends on nothing else and touches nothing else.
func update(_ state: inout State, _ event: Event) -> [Effect] {
    let effects = answer(event, &state) + state.makeRoomForNotices()
    state.live.judge(by: state.search, height: state.liveRows)
    return effects
}

private func answer(_ event: Event, _ state: inout State) -> [Effect] {
    switch event {
    case .input(let input): return state.take(input)
    case .idle: state.live.judgeOthers()
    case .tick(let now, let status, let health): return state.tick(now, status, health)
    case .stillOpening(let step): state.openingStep = step
    case .opened(let opened): return state.take(opened)
    case .openFailed(let failure):
        state.opening = .failed(failure)
        state.notice = Notice(.failure, failure.sentence)
    case .found(let search, let results): state.take(results, of: search)
    case .searchFailed(let search, let failure): state.search.take(failure, of: search, now: state.now)
    case .indexes(let names): state.indexes = names
    case .fields(let indexes, let catalog): return state.take(catalog, of: indexes)
    case .explained(let query, let lines): state.takeExplanation(Page(explaining: SafeText(query), lines))
    case .notExplained(let failure): state.take(explanationFailure: failure)
    case .values(let values): state.take(values)
    case .valuesFailed(let question, let failure): state.take(failure, of: question)
    case .earlierQueries(let queries): state.search.history.take(queries)
    case .savedQueries(let queries): state.savedQueries = queries
    case .historyFailed(let failure): state.note(historyFailure: failure)
    case .savingFailed(let failure): state.notice = Notice(.failure, failure.sentence)
    case .live(let updates): return state.take(updates)
    case .lookedUp(let event, let result): state.take(result, lookedUpFor: event)
    case .recordRead(let position, let key, let result): state.take(result, readAt: position, of: key)
    case .recordSought(let search, let key): return state.take(search, of: key)
    case .recordFound(let key, let result): state.take(result, soughtFor: key)
    case .exporting(let count): state.note(exported: count)
    case .exported(let export, let result): state.take(result, of: export)
    case .pipelineEnded(let failure): if let failure { state.strip.failure = failure.sentence }
    case .closed: break
    }
    return []
}

extension State {
    fileprivate mutating func take(_ results: SearchResults, of search: Search) {
        let wasPartial = self.search.retry != nil && self.search.failure == nil
        self.search.take(results, of: search, height: resultRows, now: now)
        if let notice = results.notice ?? self.search.bottomNotice(of: search) {
            self.notice = Notice(.note, notice)
        } else if wasPartial {
            // What was told to be missing is there.
            notice = nil
        }
    }

    fileprivate mutating func take(_ opened: Opened) -> [Effect] {
        opening = .open
        // What was asked for before could not be sent.
        search.asked = nil
        strip.backend = opened.backend
        hasFeed = opened.hasFeed
        readsRecords = opened.readsRecords
        keepsRecords = opened.keepsRecords
        isOnServer = opened.isOnServer
        server = opened.server
        indexes = opened.indexes
        search.index = search.index ?? opened.indexes.first
        if let notice = opened.notice { self.notice = Notice(.note, notice) }
        settling = hasFeed && settling != nil ? Settling(from: now) : nil
        return effects(search.parseQuery(at: now)) + [listFields]
    }

    fileprivate mutating func tick(_ now: Timestamp, _ status: PipelineStatus?, _ health: IndexHealth?) -> [Effect] {
        self.now = now
        if let health, opening == .open { strip.note(health) }
        live.beginFrame()
        if let status { strip.note(status, at: now) }
        search.settleMarks(at: now)
        search.noteSilence(at: now)
        passTime()
        return effects(search.retry(at: now)) + settle()
    }

    fileprivate mutating func take(_ updates: LiveUpdates) -> [Effect] {
        live.take(updates, height: liveRows)
        search.note(live.changes(madeBy: updates), now: now)
        retellDocument(updates)
        return settle()
    }

    /// Loads what is new by itself while the index fills for the first time: nobody has looked at anything yet.
    private mutating func settle() -> [Effect] {
        guard let settling else { return effects(search.merge(at: now)) }
        let isOver = now >= settling.end
        if isOver { endSettling() }
        let mayHaveCome = !search.arrivals.isEmpty || (search.failure != nil && !isOver)
        guard search.asked == nil, search.error == nil, mayHaveCome else { return [] }
        guard now >= settling.next || self.settling == nil else { return [] }
        self.settling?.next = now.advanced(by: Settling.pause)
        return effects(search.ask(.fresh, at: now))
    }

    fileprivate mutating func take(_ input: Input) -> [Effect] {
        switch input {
        case .key(let key): return press(key)
        case .paste(let text):
            turnAway()
            return type(text)
        case .mouse(let mouse): return point(mouse)
        case .resized(let size):
            self.size = size
            return resize()
        case .signal(let number): return [.quit(status: 128 + number)]
        case .closed: return [.quit(status: 128 + SIGHUP)]
        }
    }

    /// Results are looked at: they load by themselves no more. Where there have been none yet, the first ones still do.
    mutating func endSettling() {
        if search.found != nil { settling = nil }
    }

    private mutating func press(_ key: Key) -> [Effect] {
        endSettling()
        if let command = Keymap.command(for: key, in: context) {
            turnAway()
            return run(command)
        }
        guard context.takesText, case .character(let character) = key else { return [] }
        return type(String(character))
    }

    /// The user does something else: what is told and what is being got for the screen is not waited for any more.
    mutating func turnAway() {
        notice = nil
        (reading, lookUp) = (nil, nil)
    }

    /// Has what is shown fit its place.
    mutating func resize() -> [Effect] {
        search.cursor.settle(count: search.hits.count, height: resultRows)
        live.settle(height: liveRows)
        let width = documentPage.columns
        document?.wrap(width: width)
        page?.settle(on: size)
        search.rows = size.rows
        return effects(search.askMoreNearEnd())
    }

    /// The effect of a search, if there is one and something to search; what was asked before is asked again once it is open.
    func effects(_ search: Search?) -> [Effect] {
        guard let search, opening == .open else { return [] }
        return [.search(search)]
    }
}

/// The first moments, in which results load by themselves.
struct Settling: Hashable, Sendable {
    var end: Timestamp
    /// When results may be loaded again.
    var next: Timestamp

    private static let length = Duration.seconds(4)
    /// How long results rest in between.
    static let pause = Duration.milliseconds(300)

    init(from now: Timestamp) {
        end = now.advanced(by: Self.length)
        next = now
    }
}
