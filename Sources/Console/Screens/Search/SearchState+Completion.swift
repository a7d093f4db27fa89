import Engine

// What is offered for the word at the cursor, and what becomes of it.
extension SearchState {
    /// Offers what the word at the cursor may become, after a change of the text or because it was asked for.
    /// - Returns: the question for values that has to be answered first.
    mutating func offerCompletion(isAsked: Bool) -> ValueQuestion? {
        guard isEditing, let point = CompletionPoint(field.text, cursor: field.cursor, isField: fields.contains) else {
            completion = nil
            return nil
        }
        if point.typed.isEmpty { closedAt = nil }
        if !isAsked, closedAt == point.range.lowerBound {
            completion = nil
            return nil
        }
        closedAt = nil
        switch point.subject {
        case .field:
            let candidates = point.typed.isEmpty && !isAsked ? [] : fields.completing(point.typed)
            show(candidates, at: point)
            return nil
        case .value(let path):
            return offerValues(of: path, at: point)
        }
    }

    /// Where keys go while the bar is edited.
    var context: Context {
        guard let completion else { return .bar }
        return completion.chosen == nil ? [.bar, .completion] : [.bar, .completion, .candidate]
    }

    /// The values of a field cannot be had: none are offered, and they are not asked for with each key.
    mutating func note(_ failure: Failure, of question: ValueQuestion) {
        guard failure.kind != .cancelled else { return }
        var question = question
        question.prefix = ""
        values = FieldValues(question: question, values: [])
    }

    /// The values of a field have come.
    mutating func take(_ values: FieldValues) {
        self.values = values
        guard completion != nil || closedAt == nil else { return }
        _ = offerCompletion(isAsked: false)
    }

    /// Puts in the chosen candidate, or the first.
    mutating func acceptCompletion() {
        guard let completion, let candidate = completion.selected ?? completion.candidates.first else { return }
        let rest = field.text.dropFirst(completion.point.range.upperBound)
        switch completion.point.subject {
        case .field:
            let hasColon = rest.first == ":"
            field.replace(completion.point.range, with: hasColon ? String(candidate.insertion.dropLast()) : candidate.insertion)
            if hasColon { field.edit(.right) }
        case .value: field.replace(completion.point.range, with: candidate.insertion + (rest.isEmpty ? " " : ""))
        }
        self.completion = nil
    }

    /// Offers nothing for this word any more, until it is asked for.
    mutating func closeCompletion() {
        closedAt = completion?.point.range.lowerBound
        completion = nil
    }

    /// Offers nothing, because the words are others or the bar is left; what was closed may be offered again.
    mutating func endCompletion() { (completion, closedAt) = (nil, nil) }

    private mutating func offerValues(of path: FieldPath, at point: CompletionPoint) -> ValueQuestion? {
        guard let type = fields.catalog.types[path], type.hasTopValues, path != .id else {
            completion = nil
            return nil
        }
        let question = ValueQuestion(field: path, type: type, indexes: indexes, prefix: point.typed)
        let known = values.flatMap { $0.answers(question) ? $0 : nil }
        show(known?.completing(point.typed, type: type) ?? [], at: point)
        return known == nil ? question : nil
    }

    private mutating func show(_ candidates: [Completion.Candidate], at point: CompletionPoint) {
        completion = candidates.isEmpty ? nil : Completion(point, candidates, after: completion)
    }
}
