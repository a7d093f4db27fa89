/// What the index says went wrong: `{"type": …, "reason": …}`, or a mere text.
struct ErrorReason: Hashable, Sendable {
    var type = ""
    var reason = ""

    /// Reads the next value. The deepest cause says more than what was wrapped around it.
    static func read(_ cursor: inout JSONCursor) throws(JSONError) -> ErrorReason {
        guard try cursor.isObjectNext() else { return ErrorReason(type: "", reason: try cursor.scalar() ?? "") }
        _ = try cursor.enterObject()
        var found = ErrorReason()
        var cause: ErrorReason?
        while let key = try cursor.nextKey() {
            switch key {
            case "type": found.type = try cursor.string() ?? ""
            case "reason" where try cursor.isObjectNext(): cause = try read(&cursor)
            case "reason": found.reason = try cursor.string() ?? ""
            case "root_cause": cause = try first(of: &cursor)
            case "caused_by":
                let deeper = try read(&cursor)
                if !deeper.reason.isEmpty && !found.reason.contains(deeper.reason) { found.reason += ": \(deeper.reason)" }
            default: try cursor.skip()
            }
        }
        guard let cause, !cause.reason.isEmpty else { return found }
        let isWrapped = found.type.isEmpty || found.type.hasPrefix("search_phase")
        return ErrorReason(type: isWrapped ? cause.type : found.type, reason: cause.reason)
    }

    /// Reads an array and returns its first element.
    static func first(of cursor: inout JSONCursor) throws(JSONError) -> ErrorReason? {
        var first: ErrorReason?
        guard try cursor.enterArray() else { return nil }
        while try cursor.hasElement() {
            let reason = try read(&cursor)
            first = first ?? reason
        }
        return first
    }

    /// Type and reason in a few words.
    var sentence: SafeText {
        // The beginning says where, the end says what.
        let short = reason.count > 300 ? "\(reason.prefix(180))…\(reason.suffix(120))" : reason
        return reason.isEmpty ? SafeText(type) : "\(short)"
    }
}
