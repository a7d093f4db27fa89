import Engine

// What keys do in the query bar and in the lists that belong to it.
extension State {
    mutating func runInBar(_ command: Command) -> [Effect] {
        switch command {
        case .edit(let edit):
            search.field.edit(edit)
            return queryChanged()
        case .submit: return submitQuery()
        case .leaveBar: return leaveBar()
        case .complete: return complete()
        case .accept: return acceptCompletion()
        case .back: search.closeCompletion()
        case .lineDown: search.completion?.choose(step: 1)
        case .lineUp: search.completion?.choose(step: -1)
        case .olderQuery:
            guard let query = search.history.older(than: search.field.text) else { return [] }
            return show(query)
        case .newerQuery:
            guard let query = search.history.newer() else { return leaveBar() }
            return show(query)
        case .history:
            search.completion = nil
            picker = PickerState(.history, search.history.newestFirst.map { .earlier($0) })
        default: break
        }
        return []
    }

    /// The text was edited: it is searched for at once, and the word at the cursor may become something.
    mutating func queryChanged() -> [Effect] {
        search.wantsValues = nil
        search.history.endWalk()
        return effects(search.parseQuery(at: now)) + values(search.offerCompletion(isAsked: false))
    }

    mutating func leaveBar() -> [Effect] {
        search.isEditing = false
        search.endCompletion()
        return effects(search.parseQuery(at: now)) + kept()
    }

    private mutating func submitQuery() -> [Effect] {
        search.endCompletion()
        return effects(search.submit(at: now)) + kept()
    }

    private mutating func complete() -> [Effect] {
        if search.completion != nil { return acceptCompletion() }
        let question = search.offerCompletion(isAsked: true)
        search.wantsValues = question
        if search.completion == nil, question == nil { notice = Notice(.note, "nothing completes what stands at the cursor") }
        return values(question)
    }

    private mutating func acceptCompletion() -> [Effect] {
        search.acceptCompletion()
        return queryChanged()
    }

    /// Puts another query into the bar, still to be edited.
    private mutating func show(_ query: String) -> [Effect] {
        search.field.replace(with: query)
        search.endCompletion()
        return effects(search.parseQuery(at: now))
    }

    /// What is to be kept of a query that was searched for.
    mutating func kept() -> [Effect] {
        guard search.error == nil else { return [] }
        return search.history.add(search.field.text).map { [.keepQuery($0)] } ?? []
    }

    private func values(_ question: ValueQuestion?) -> [Effect] { question.map { [.listValues($0)] } ?? [] }
}

extension State {
    /// Reads the fields of what is searched.
    var listFields: Effect { .listFields(search.indexes) }

    /// Takes the fields of the indexes that are searched.
    mutating func take(_ catalog: FieldCatalog, of indexes: [IndexName]) -> [Effect] {
        guard indexes == search.indexes, catalog != search.fields.catalog else { return [] }
        search.fields = FieldNames(catalog)
        fillMenuWithFields()
        return effects(search.parseQuery(at: now))
    }

    /// Takes the values of a field; who pressed Tab for them is told if there are none.
    mutating func take(_ values: FieldValues) {
        fillMenu(with: values)
        search.take(values)
        guard search.wantsValues == values.question else { return }
        search.wantsValues = nil
        if search.completion == nil {
            notice = Notice(.note, "no values of \(values.question.field.rawValue) are known that begin so")
        }
    }

    mutating func take(_ failure: Failure, of question: ValueQuestion) {
        search.note(failure, of: question)
        if failure.kind != .cancelled { fillMenu(with: FieldValues(question: question, values: [])) }
        guard search.wantsValues == question, failure.kind != .cancelled else { return }
        search.wantsValues = nil
        notice = Notice(.note, failure.sentence)
    }

    /// Tells once that earlier queries cannot be kept; they are still there until the end.
    mutating func note(historyFailure failure: Failure) {
        guard !knowsHistoryFails else { return }
        knowsHistoryFails = true
        notice = Notice(.warning, failure.sentence)
    }
}

// The lists of earlier and of saved queries.
extension State {
    var pickerRows: Int { PickerState.rows(on: size) }

    mutating func runInPicker(_ command: Command) -> [Effect] {
        let height = pickerRows
        switch command {
        case .edit(let edit): picker?.change(height: height) { $0.edit(edit) }
        case .back: closePicker()
        case .accept: return take(picker?.selected, isEditing: false)
        case .complete: return take(picker?.selected, isEditing: true)
        case .remove: return remove(picker?.remove(height: height))
        default: picker?.move(command, height: height)
        }
        return []
    }

    /// A click on a row of a list chooses it, one on what is chosen takes it.
    /// - Returns: `nil` where no list is open, or the click is outside of what is offered.
    mutating func clickPopup(_ point: Point, _ layout: Layout) -> [Effect]? {
        guard page == nil, commandLine == nil else { return nil }
        if picker != nil {
            let box = PickerState.box(on: size)
            let row = point.y - box.y - 2
            guard box.inset(by: 1).contains(point), row >= 0 else { return [] }
            return take(picker?.select(row: row), isEditing: false)
        }
        guard document == nil, let area = search.completionArea(in: layout.bar, on: size),
            area.contains(point)
        else { return nil }
        guard area.inset(by: 1).contains(point) else { return [] }
        search.completion?.choose(row: point.y - area.y - 1)
        return acceptCompletion()
    }

    mutating func save(as name: String) -> [Effect] {
        let text = search.field.text
        guard search.error == nil, text.contains(where: { !$0.isWhitespace }) else {
            notice = Notice(.failure, "there is no query to save: type one first")
            return []
        }
        let query = SavedQuery(name: name, query: text, sort: search.sort, order: search.order)
        let earlier = savedQueries.first { $0.name == name }
        savedQueries.save(query)
        notice = Notice(
            .note, earlier.map { "saved \(name) in the place of \($0.query)" } ?? "saved \(name); :load \(name) brings it back")
        return [.saveQuery(query)]
    }

    mutating func load(_ name: String) -> [Effect] {
        if let query = savedQueries.first(where: { $0.name == name }) { return take(.saved(query), isEditing: false) }
        let hint = suggestion(for: name, in: savedQueries.map(\.name))
        notice = Notice(.failure, "no query is saved as \(name)\(hint)")
        return []
    }

    private mutating func take(_ entry: PickerState.Entry?, isEditing: Bool) -> [Effect] {
        guard let entry else { return [] }
        if let effects = choose(entry) { return effects }
        picker = nil
        document = nil
        focus = .results
        search.isEditing = isEditing
        switch entry {
        case .earlier(let query): search.field.replace(with: query)
        case .saved(let saved):
            search.field.replace(with: saved.query)
            (search.sort, search.order) = (saved.sort, saved.order)
        case .order, .copy, .field, .value: break
        }
        search.endCompletion()
        return effects(search.searchAnew(at: now)) + (isEditing ? [] : kept())
    }

    private mutating func remove(_ entry: PickerState.Entry?) -> [Effect] {
        switch entry {
        case .earlier(let query):
            search.history.remove(query)
            return [.forgetQuery(query)]
        case .saved(let saved):
            savedQueries.remove(saved.name)
            return [.deleteSavedQuery(saved.name)]
        case .order, .copy, .field, .value, nil: return []
        }
    }
}
