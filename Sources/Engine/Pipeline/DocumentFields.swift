#if canImport(Glibc)
    import Glibc
#endif

/// The fields of a JSON object that Kelp knows, found in one walk over its bytes and understood when asked for, so that of a
/// name that occurs twice only the last one counts.
struct DocumentFields {
    enum Field: String {
        case name, description, createdAt = "created_at", popularity
    }

    private let json: [UInt8]
    private let makesTexts: Bool
    private var idToken: JSONToken?
    private var tokens: (name: JSONToken?, description: JSONToken?, createdAt: JSONToken?, popularity: JSONToken?)
    /// Every string that belongs to none of the known fields.
    private(set) var otherText: [String] = []

    /// - Parameter makesTexts: whether texts are wanted; without, they are only checked.
    init(_ json: [UInt8], idField: String, makesTexts: Bool) throws(DocumentDecoder.Refusal) {
        self.json = json
        self.makesTexts = makesTexts
        do throws(JSONError) {
            try walk(idField: idField)
        } catch {
            throw DocumentDecoder.Refusal(.notJSON, error.sentence)
        }
        guard json.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else {
            throw DocumentDecoder.Refusal(.notAnObject, "it is JSON, but no object in braces")
        }
    }

    private mutating func walk(idField: String) throws(JSONError) {
        var scanner = JSONScanner(json)
        var field: Field?
        var isID = false
        while let token = try scanner.nextPart() {
            let isMember = token.depth == 1
            switch token.kind {
            case .key where isMember:
                field = known(token)
                isID = hasText(token, idField)
                continue
            case .string where field == nil: if makesTexts { otherText.append(token.text(in: json)) }
            case .punctuation where !isOpening(token), .key: continue
            default: break
            }
            guard isMember else { continue }
            if isID { idToken = token }
            keep(token, as: field)
        }
    }

    /// Whether a bracket opens; the others begin no value.
    private func isOpening(_ token: JSONToken) -> Bool {
        let byte = json[token.range.lowerBound]
        return byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[")
    }

    private mutating func keep(_ token: JSONToken, as field: Field?) {
        switch field {
        case .name: tokens.name = token
        case .description: tokens.description = token
        case .createdAt: tokens.createdAt = token
        case .popularity: tokens.popularity = token
        case nil: break
        }
    }

    private func known(_ key: JSONToken) -> Field? {
        // The lengths tell the four names apart, so that most keys are compared with one of them at most.
        switch key.range.count - 2 {
        case _ where key.hasEscapes: Field(rawValue: key.text(in: json))
        case 4: hasText(key, "name") ? .name : nil
        case 11: hasText(key, "description") ? .description : nil
        case 10: hasText(key, "created_at") ? .createdAt : hasText(key, "popularity") ? .popularity : nil
        default: nil
        }
    }

    private func hasText(_ key: JSONToken, _ text: String) -> Bool {
        if key.hasEscapes { return key.text(in: json) == text }
        let count = key.range.count - 2
        guard count == text.utf8.count else { return false }
        // A string's own bytes, in one piece, are compared several times as fast as one by one.
        return text.utf8.withContiguousStorageIfAvailable { text in
            json.withUnsafeBufferPointer { json in
                guard let key = json.baseAddress?.advanced(by: key.range.lowerBound + 1), let text = text.baseAddress else {
                    return false
                }
                return memcmp(key, text, count) == 0
            }
        } ?? (key.text(in: json) == text)
    }
}

extension DocumentFields {
    /// The id, if the field holds text or an integer.
    var id: DocumentID? {
        guard let idToken else { return nil }
        switch idToken.kind {
        case .string: return DocumentID(idToken.text(in: json))
        case .number where isInteger(idToken): return DocumentID(idToken.text(in: json))
        default: return nil
        }
    }

    /// The text of the name or description: scalars as they are written, an array's elements joined by spaces.
    func text(of field: Field) throws(DocumentDecoder.Refusal) -> String? {
        guard let token = field == .name ? tokens.name : tokens.description, !isNull(token) else { return nil }
        guard token.kind == .punctuation else { return makesTexts ? token.text(in: json) : nil }
        let elements = elements(of: token)
        guard let elements else {
            throw DocumentDecoder.Refusal(.wrongType, "\(field.rawValue) is not text: \(excerpt(token))")
        }
        return elements.isEmpty || !makesTexts ? nil : elements.joined(separator: " ")
    }

    /// The scalars of an array at any depth, without nulls; `nil` where there is an object.
    private func elements(of opening: JSONToken) -> [String]? {
        var scanner = JSONScanner(json, from: opening.range.lowerBound)
        var elements: [String] = []
        // The whole text was read before: this part of it cannot fail.
        while let token = try? scanner.next() {
            if token.kind == .key || json[token.range.lowerBound] == UInt8(ascii: "{") { return nil }
            if token.kind != .punctuation && !isNull(token) { elements.append(token.text(in: json)) }
            if scanner.depth == 0 { break }
        }
        return elements
    }

    /// The date: text in ISO 8601, or milliseconds since 1970 as a number or as text of digits.
    func createdAt() throws(DocumentDecoder.Refusal) -> Timestamp? {
        guard let token = tokens.createdAt, !isNull(token) else { return nil }
        // Most dates are plain text, which needs no string to be made of it.
        if token.kind == .string, !token.hasEscapes, let date = Timestamp(iso8601: json[token.range].dropFirst().dropLast()) {
            return date
        }
        if let milliseconds = digits(of: token) { return Timestamp(milliseconds: milliseconds) }
        let text = token.kind == .punctuation ? "" : token.text(in: json)
        if token.kind == .string, let date = Timestamp(iso8601: text) { return date }
        if token.kind == .string || token.kind == .number, text.first != "+", let milliseconds = Int64(text) {
            return Timestamp(milliseconds: milliseconds)
        }
        throw DocumentDecoder.Refusal(.wrongType, "created_at is not a date: \(excerpt(token))")
    }

    /// The popularity, without its fraction.
    func popularity() throws(DocumentDecoder.Refusal) -> Int64? {
        guard let token = tokens.popularity, !isNull(token) else { return nil }
        if let integer = digits(of: token) { return integer }
        if token.kind == .number {
            let text = token.text(in: json)
            if let integer = Int64(text) { return integer }
            if let number = Double(text), let integer = Int64(exactly: number.rounded(.towardZero)) { return integer }
            throw DocumentDecoder.Refusal(.wrongType, "popularity is beyond 64 bits: \(excerpt(token))")
        }
        throw DocumentDecoder.Refusal(.wrongType, "popularity is not a number: \(excerpt(token))")
    }

    /// A number that is plainly an integer: as most are.
    private func digits(of token: JSONToken) -> Int64? { token.kind == .number ? Int64(digits: json[token.range]) : nil }

    private func isNull(_ token: JSONToken) -> Bool {
        token.kind == .literal && json[token.range.lowerBound] == UInt8(ascii: "n")
    }

    private func isInteger(_ token: JSONToken) -> Bool {
        !json[token.range].contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
    }

    /// Enough of a value to know it again; counted in scalars, because one character can be of any length.
    private func excerpt(_ token: JSONToken) -> SafeText {
        let text = token.text(in: json)
        let start = String(String.UnicodeScalarView(text.unicodeScalars.prefix(60)))
        let isWhole = token.kind != .punctuation && start.utf8.count == text.utf8.count
        return token.kind == .string ? "\"\(start)\"\(isWhole ? "" : "…")" : "\(start)\(isWhole ? "" : "…")"
    }
}
