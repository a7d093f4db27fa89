import Engine

// Menus: the order, what can be copied, fields and their values.
extension State {
    mutating func openOrderMenu() {
        let orders = Sort.allCases.flatMap { sort in
            [SortOrder.descending, .ascending].map { PickerState.Entry.order(sort, $0) }
        }
        picker = PickerState(.order, orders)
        let (current, height) = (PickerState.Entry.order(search.sort, search.order), pickerRows)
        picker?.choose(current, height: height)
    }

    mutating func openCopyMenu() {
        let parts = copyable
        if parts.isEmpty { return notice = Notice(.note, "there is nothing to copy here") }
        picker = PickerState(.copying, parts.map { .copy($0) })
    }

    mutating func openFieldsMenu() {
        picker = PickerState(.fields, fieldEntries)
    }

    /// The index may have been empty when its fields were read before.
    mutating func fillMenuWithFields() {
        guard picker?.subject == .fields else { return }
        let (entries, height) = (fieldEntries, pickerRows)
        picker?.fill(with: entries, height: height)
    }

    private var fieldEntries: [PickerState.Entry] {
        search.fields.catalog.types.sorted { $0.key < $1.key }.map { .field($0.key, $0.value) }
    }

    /// Puts a list away; from the values of a field back to the fields.
    mutating func closePicker() {
        guard case .values(let path)? = picker?.subject, let type = search.fields.catalog.types[path] else { return picker = nil }
        openFieldsMenu()
        let height = pickerRows
        picker?.choose(.field(path, type), height: height)
    }

    /// Takes an entry of a menu.
    /// - Returns: `nil` for one of a list of queries.
    mutating func choose(_ entry: PickerState.Entry) -> [Effect]? {
        switch entry {
        case .earlier, .saved: return nil
        case .order(let sort, let order):
            picker = nil
            return effects(search.order(by: sort, order, at: now))
        case .copy(let part):
            picker = nil
            notice = Notice(.note, "copied \(part.name), \(Console.size(ofBytes: part.bytes.count)), to the clipboard")
            return [.copy(part.bytes)]
        case .field(let path, let type): return choose(path, type)
        case .value(let path, let value): return look(for: "\(path.rawValue):\(value.insertion)", isEditing: false)
        }
    }

    /// A field whose values say nothing is put into the query, to be compared with something.
    private mutating func choose(_ path: FieldPath, _ type: FieldType) -> [Effect] {
        guard type.hasTopValues, path != .id else { return look(for: "\(path.rawValue):", isEditing: true) }
        picker = PickerState(.values(path))
        return [.listValues(ValueQuestion(field: path, type: type, indexes: search.index.map { [$0] } ?? []))]
    }

    /// Adds a clause to the query.
    private mutating func look(for clause: String, isEditing: Bool) -> [Effect] {
        picker = nil
        focus = .results
        let text = search.field.text.drop { $0.isWhitespace }
        // OR binds weaker than what is put after it.
        let isLoose = if case .any = search.query { true } else { false }
        search.field.replace(with: text.isEmpty ? clause : isLoose ? "(\(text)) \(clause)" : "\(text) \(clause)")
        search.isEditing = isEditing
        search.endCompletion()
        return effects(search.searchAnew(at: now)) + (isEditing ? [] : kept())
    }

    mutating func fillMenu(with values: FieldValues) {
        guard picker?.subject == .values(values.question.field), values.question.prefix.isEmpty else { return }
        let candidates = values.completing("", type: values.question.type)
        let height = pickerRows
        picker?.fill(with: candidates.map { .value(values.question.field, $0) }, height: height)
    }

    private var copyable: [Copyable] {
        switch document?.subject {
        case .hit(let hit), .written(let hit, by: _): Copyable.parts(of: hit, on: server)
        case .event(let event): Copyable.parts(of: event.record)
        case .record(let record, of: _): Copyable.parts(of: record)
        case nil where focus == .results: search.selected.map { Copyable.parts(of: $0, on: server) } ?? []
        case nil: live.selected.map { Copyable.parts(of: $0.record) } ?? []
        }
    }
}
