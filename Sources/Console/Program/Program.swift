import Engine

#if canImport(Glibc)
    import Glibc
#endif

/// The loop on the first thread: it sleeps in `Terminal.read`, lets `update` answer what happened, and shows what `render` makes
/// of it. Nothing it does waits for anything else.
final class Program {
    private let terminal: any Terminal
    private let runner: EffectRunner
    private let mailbox: Mailbox
    private(set) var state: State
    private var shown: Frame?
    private var shownAt = ContinuousClock.now
    /// When the news of the stream was taken in last.
    private var newsAt = ContinuousClock.now
    /// From when on what can wait may be done, as far as the user's typing is concerned.
    private var restsAt = ContinuousClock.now
    private var status: Int32?

    /// A stream is shown this often: nobody reads faster, and slow terminals and connections keep up. Keys are answered at once.
    private static let frame = Duration.milliseconds(66)
    /// Who types goes on typing: what can wait waits this long for the next key, and leaves the processors to the answer to this one.
    private static let rest = Duration.milliseconds(150)
    /// How long the end may take.
    private static let patience = Duration.seconds(3)

    init(_ setup: ConsoleSetup, on terminal: any Terminal, now: Timestamp = .now, zone: Zone = .local) {
        self.terminal = terminal
        let wakeup = terminal.wakeup
        mailbox = Mailbox { wakeup.signal() }
        runner = EffectRunner(setup, mailbox)
        state = State(setup, size: terminal.size, now: now, zone: zone)
        state.theme = setup.theme.fitting(colors: terminal.colors)
    }

    /// - Returns: the exit status.
    func run() -> Int32 {
        terminal.setTitle("kelp \(state.strip.profile)")
        show()
        runner.store.load()
        runner.open()
        while status == nil { turn() }
        finish()
        return status ?? 0
    }

    /// Keys and answers come first and are shown at once; then the stream has its turn, and last what can wait.
    private func turn() {
        let inputs = terminal.read(until: deadline)
        let events = mailbox.take()
        let now = ContinuousClock.now
        if !inputs.isEmpty { restsAt = now + Self.rest }
        let isUrgent = !inputs.isEmpty || !events.isEmpty
        let hasNews = mailbox.hasLiveNews && now >= newsDue(beside: isUrgent)
        guard isUrgent || hasNews || finishesOthers() || now >= shownAt + Self.frame else { return }
        tick()
        for event in events { handle(event) }
        for input in inputs where status == nil { handle(.input(input)) }
        if hasNews { takeNews(at: now) }
        show()
    }

    /// When what can wait may be done; `nil` where there is nothing, or where an answer on its way needs the processors more.
    private var othersDue: ContinuousClock.Instant? {
        state.live.marks.isComplete || state.search.asked != nil ? nil : restsAt
    }

    /// Does some of what can wait.
    /// - Returns: whether that was the last of it.
    private func finishesOthers() -> Bool {
        guard let othersDue, othersDue <= .now else { return false }
        handle(.idle)
        return state.live.marks.isComplete
    }

    private func takeNews(at now: ContinuousClock.Instant) {
        newsAt = now
        if mailbox.takeLiveNews(), let updates = runner.backend?.feed?.drain() { handle(.live(updates)) }
    }

    /// When the news of the stream is to be shown: later while somebody types or a key is being answered, but not for ever.
    private func newsDue(beside other: Bool) -> ContinuousClock.Instant {
        let latest = newsAt + Self.frame * 4
        return other || state.search.asked != nil ? latest : min(max(newsAt + Self.frame, restsAt), latest)
    }

    /// When to wake although nothing happens; `nil` is never.
    private var deadline: ContinuousClock.Instant? {
        let news = mailbox.hasLiveNews ? newsDue(beside: false) : nil
        return [news, othersDue, state.timeToNextTick.map { .now + $0 }].compactMap(\.self).min()
    }

    private func tick() {
        let now = Timestamp.now
        let backend = runner.backend
        handle(.tick(now, state.strip.isDue(at: now) ? backend?.pipeline?.status : nil, backend?.health))
    }

    private func handle(_ event: Event) {
        for effect in update(&state, event) { perform(effect) }
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .open: runner.open()
        case .search(let search): runner.search(search)
        case .listIndexes: runner.listIndexes()
        case .listFields(let indexes): runner.listFields(indexes)
        case .listValues(let question): runner.listValues(question)
        case .explain(let request, let query): runner.explain(request, query)
        case .keepQuery(let query): runner.store.keep(query)
        case .forgetQuery(let query): runner.store.forget(query)
        case .saveQuery(let query): runner.store.save(query)
        case .deleteSavedQuery(let name): runner.store.delete(name)
        case .lookUp(let key, let event): runner.lookUp(key, for: event)
        case .readRecord(let position, let key): runner.readRecord(position, of: key)
        case .findRecord(let hit, let key): runner.findRecord(of: hit, key)
        case .stopFetching: runner.stopFetching()
        case .seek(let target): runner.backend?.pipeline?.seek(target)
        case .copy(let bytes): terminal.copy(bytes)
        case .export(let export): runner.export(export)
        case .stopExport: runner.stopExport()
        case .repaint:
            terminal.invalidate()
            shown = nil
        case .suspend:
            terminal.suspend()
            shown = nil
            handle(.input(.resized(terminal.size)))
        case .quit(let status): self.status = status
        }
    }

    private func show() {
        let frame = render(state, size: terminal.size)
        shownAt = .now
        guard frame != shown else { return }
        shown = frame
        terminal.present(frame)
    }

    /// Shows that it is closing, and waits for it for a while; another key or signal is enough to leave at once.
    private func finish() {
        state.isClosing = true
        show()
        let end = ContinuousClock.now + Self.patience
        runner.close()
        var isGone = false
        while !mailbox.take().contains(.closed), ContinuousClock.now < end {
            let inputs = isGone ? sleep(until: end) : terminal.read(until: end)
            isGone = isGone || inputs.contains(.closed)
            if inputs.contains(where: \.isUrgent) { return }
        }
    }

    /// Sleeps without the terminal, which has nothing but its end to tell any more.
    private func sleep(until end: ContinuousClock.Instant) -> [Input] {
        var source = pollfd(fd: terminal.wakeup.descriptor, events: Int16(POLLIN), revents: 0)
        poll(&source, 1, Int32(max(0, (end - .now) / .milliseconds(1)).rounded(.up)))
        terminal.wakeup.drain()
        return []
    }
}

extension Input {
    /// Whether the user does not want to wait any longer.
    fileprivate var isUrgent: Bool {
        switch self {
        case .key, .signal: true
        case .paste, .mouse, .resized, .closed: false
        }
    }
}

/// Runs the console until the user quits. Called on the first thread.
/// - Returns: the exit status; 128 and its number for a signal.
func runConsole(_ setup: ConsoleSetup, on terminal: any Terminal) -> Int32 { Program(setup, on: terminal).run() }
