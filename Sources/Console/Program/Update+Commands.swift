import Engine

extension State {
    /// What a command changes, wherever the keys go now.
    mutating func run(_ command: Command) -> [Effect] {
        switch command {
        case .quit: return [.quit(status: 0)]
        case .suspend: return [.suspend]
        case .repaint: return [.repaint]
        case .help: return openHelp()
        case .commandLine:
            commandLine = CommandLineState()
            return opening == .open ? [.listIndexes] : []
        case .toggleTime:
            times = times.next
            retellDocument()
            return []
        default: break
        }
        switch context {
        case .help: return runInHelp(command)
        case .commandLine: return runInCommandLine(command)
        case let list where !list.isDisjoint(with: [.picker, .menu]): return runInPicker(command)
        case .document: return runInDocument(command)
        case let bar where bar.contains(.bar): return runInBar(command)
        default: return runInPanes(command)
        }
    }

    private mutating func openHelp() -> [Effect] {
        page = .help
        return []
    }

    private mutating func runInHelp(_ command: Command) -> [Effect] {
        if command == .back { page = nil }
        let size = size
        page?.move(command, on: size)
        return []
    }

    private mutating func runInPanes(_ command: Command) -> [Effect] {
        switch command {
        case .editQuery:
            focus = .results
            search.isEditing = true
            search.field.edit(.end)
            return opening == .open ? [listFields] : []
        case .cycleSort: return effects(search.cycleSort(at: now))
        case .flipOrder: return effects(search.flipOrder(at: now))
        case .searchAgain: return opening.isFailed ? reopen() : effects(search.ask(.again, at: now))
        case .loadNew: if !search.arrivals.isEmpty || search.staleRows > 0 { return effects(search.ask(.again, at: now)) }
        case .nextPane, .previousPane: focus = focus == .results ? .live : .results
        case .results: focus = .results
        case .live: focus = .live
        case .pause: live.togglePause(height: liveRows)
        case .follow: live.follow(height: liveRows)
        case .open: return openSelected()
        case .switchEvent: return switchEvent()
        case .copy: openCopyMenu()
        case .export: askForExport()
        case .sortMenu: openOrderMenu()
        case .fields:
            openFieldsMenu()
            return opening == .open ? [listFields] : []
        case .back:
            search.failure = nil
            return stopExport()
        default: return move(command)
        }
        live.settle(height: liveRows)
        return []
    }

    private mutating func move(_ command: Command) -> [Effect] {
        guard focus == .results else {
            _ = live.move(command, height: liveRows)
            return []
        }
        search.cursor.move(command, count: search.hits.count, height: resultRows)
        return effects(command == .bottom ? search.askRest() : search.askMoreNearEnd())
    }

    private mutating func reopen() -> [Effect] {
        opening = .opening
        return [.open]
    }
}

extension State.Opening {
    fileprivate var isFailed: Bool { if case .failed = self { true } else { false } }
}
