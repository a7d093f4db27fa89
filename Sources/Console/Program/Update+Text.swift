import Engine

extension State {
    /// Text that was typed or pasted: into the line that is being edited, or, pasted over the panes, into the query.
    mutating func type(_ text: String) -> [Effect] {
        if commandLine != nil {
            commandLine?.change { $0.insert(text) }
            return []
        }
        if picker != nil {
            let height = pickerRows
            picker?.change(height: height) { $0.insert(text) }
            return []
        }
        guard page == nil, document == nil else { return [] }
        search.isEditing = true
        let left = search.field.text.count + text.count - TextField.limit
        search.field.insert(text)
        if left > 0 {
            notice = Notice(
                .warning, "\(count(left, "character")) did not fit into the query, which holds \(grouped(TextField.limit))")
        }
        return queryChanged()
    }

    mutating func runInCommandLine(_ command: Command) -> [Effect] {
        switch command {
        case .edit(.backspace) where commandLine?.field.text.isEmpty == true: commandLine = nil
        case .edit(let edit): commandLine?.change { $0.edit(edit) }
        case .complete: commandLine?.complete(indexes: indexes, saved: savedQueries.map(\.name))
        case .back: commandLine = nil
        case .runCommand: return runCommandLine()
        default: break
        }
        return []
    }

    private mutating func runCommandLine() -> [Effect] {
        let line = commandLine?.field.text ?? ""
        commandLine = nil
        guard line.contains(where: { $0 != " " }) else { return [] }
        do throws(CommandError) {
            return run(try ConsoleCommand.Action(parsing: line, indexes: indexes, now: now))
        } catch {
            notice = Notice(.failure, error.sentence)
            return []
        }
    }

    private mutating func run(_ action: ConsoleCommand.Action) -> [Effect] {
        switch action {
        case .quit: return [.quit(status: 0)]
        case .help: page = .help
        case .pause: live.togglePause(height: liveRows)
        case .follow: live.follow(height: liveRows)
        case .sort(let sort, let order): return effects(search.order(by: sort, order, at: now))
        case .index(let name):
            search.index = name
            document = nil
            return effects(search.ask(.fresh, at: now)) + [listFields]
        case .save(let name): return save(as: name)
        case .load(let name): return load(name)
        case .explain:
            search.renewQuery(at: now)
            explaining = context
            return [.explain(search.request, search.understood.text)]
        case .saved: picker = PickerState(.saved, savedQueries.map { .saved($0) })
        case .merge(let isOn):
            search.merges = isOn
            return effects(search.merge(at: now))
        case .seek(let target): return seek(target)
        case .export(let path): return export(to: path)
        case .timing: page = Page(title: "How long events take", strip.timing)
        }
        return []
    }

    /// Only where nothing is indexed: an index must not miss anything, nor get it twice.
    private mutating func seek(_ target: SeekTarget) -> [Effect] {
        guard let status = strip.status, hasFeed else {
            notice = Notice(.note, "there are no brokers to read from: kelp --brokers HOST:PORT")
            return []
        }
        guard !status.isIndexing else {
            notice = Notice(.note, "this console indexes what it reads and must not skip any: kelp --pipeline off can seek")
            return []
        }
        guard status.partitions.isEmpty || status.partitions.contains(where: target.includes) else {
            notice = Notice(.failure, "\(target.place) is not among the topics that are read")
            return []
        }
        live.restart(following: target.start == .end)
        focus = .live
        return [.seek(target)]
    }

    /// Shows how the index searches, unless the user has gone elsewhere since.
    mutating func takeExplanation(_ page: Page) {
        let isWanted = explaining == context
        explaining = nil
        if isWanted { self.page = page }
    }

    mutating func take(explanationFailure failure: Failure) {
        guard failure.kind != .cancelled else { return }
        explaining = nil
        notice = Notice(.failure, failure.sentence)
    }
}
