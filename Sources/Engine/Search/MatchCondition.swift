/// A query made ready to be asked of documents: words as bytes, fields as numbers of paths.
indirect enum MatchCondition: Sendable {
    case always
    /// The document's text has it.
    case has(TokenPhrase)
    /// Its name or description has one of them.
    case textHas([TokenPhrase], in: FieldPath)
    /// It has a name or description.
    case textExists(FieldPath)
    case id(FieldTest)
    case createdAt(FieldTest)
    case popularity(FieldTest)
    /// A value of the path of that number passes.
    case field(Int, ValueTest)
    case all([MatchCondition])
    case any([MatchCondition])
    case not(MatchCondition)

    /// - Parameter paths: the paths to be read from the document's JSON; the query's are added.
    init(_ query: Query, _ paths: inout [FieldPath]) {
        switch query {
        case .everything: self = .always
        case .term(let term): self = .has(TokenPhrase(TermTokens(term)))
        case .all(let parts): self = .all(parts.map { MatchCondition($0, &paths) }.sorted { $0.cost < $1.cost })
        case .any(let parts): self = .any(parts.map { MatchCondition($0, &paths) }.sorted { $0.cost < $1.cost })
        case .not(let query): self = .not(MatchCondition(query, &paths))
        case .anyToken(let text, let field): self = .textHas(TermTokens.each(of: text).map(TokenPhrase.init), in: field)
        case .field(let field, let test): self.init(field, test, &paths)
        }
    }

    /// What a document knows of itself is not read from its JSON again: it is what the index has, too.
    private init(_ field: FieldPath, _ test: FieldTest, _ paths: inout [FieldPath]) {
        switch (field, test) {
        case (.id, .exists): self = .always
        case (.id, _): self = .id(test)
        case (.name, .has(let term)), (.description, .has(let term)): self = .textHas([TokenPhrase(TermTokens(term))], in: field)
        case (.name, .exists), (.description, .exists): self = .textExists(field)
        case (.createdAt, _): self = .createdAt(test)
        case (.popularity, _): self = .popularity(test)
        default:
            let number = paths.firstIndex(of: field) ?? paths.count
            if number == paths.count { paths.append(field) }
            self = .field(number, ValueTest(test))
        }
    }

    /// What takes less comes first.
    private var cost: Int {
        switch self {
        case .always, .id, .createdAt, .popularity, .textExists: 0
        case .has, .textHas: 1
        case .field: 2
        case .not(let condition): condition.cost
        case .all(let parts), .any(let parts): 3 + parts.reduce(0) { $0 + $1.cost }
        }
    }

    func holds(of content: inout DocumentContent) -> Bool {
        switch self {
        case .always: return true
        case .has(let phrase): return content.texts.contains { $0.contains(phrase) }
        case .textHas(let phrases, let field):
            let text = content.text(of: field)
            return phrases.contains { text?.contains($0) ?? false }
        case .textExists(let field): return content.document.text(of: field) != nil
        case .id(let test): return test.holds(of: content.document.id)
        case .createdAt(let test): return content.document.createdAt.map(test.holds) ?? false
        case .popularity(let test): return content.document.popularity.map(test.holds) ?? false
        case .field(let number, let test): return content.anyValue(of: number) { test.holds(of: $0, in: $1) }
        case .all(let parts):
            for part in parts where !part.holds(of: &content) { return false }
            return true
        case .any(let parts):
            for part in parts where part.holds(of: &content) { return true }
            return false
        case .not(let condition): return !condition.holds(of: &content)
        }
    }
}

/// A document while it is being tested: what was cut into tokens or read from its JSON is kept for the next clause.
struct DocumentContent {
    let document: Document
    private let fields: FieldReader
    private var name: TokenizedText?
    private var description: TokenizedText?
    private var searched: [TokenizedText]?
    private var values: [FieldReader.Value]?

    init(_ document: Document, _ fields: FieldReader) {
        self.document = document
        self.fields = fields
    }

    /// The texts that words are looked up in.
    var texts: [TokenizedText] {
        mutating get {
            if let searched { return searched }
            let isNamed = document.name != nil || document.description != nil
            let texts =
                isNamed
                ? [text(of: .name), text(of: .description)].compactMap { $0 } : document.searchedTexts.map(TokenizedText.init)
            searched = texts
            return texts
        }
    }

    /// The name or description.
    mutating func text(of field: FieldPath) -> TokenizedText? {
        guard let text = document.text(of: field) else { return nil }
        if let known = field == .name ? name : description { return known }
        let tokenized = TokenizedText(text)
        if field == .name { name = tokenized } else { description = tokenized }
        return tokenized
    }

    /// Whether a value that a path leads to passes.
    mutating func anyValue(of path: Int, _ passes: (JSONToken, [UInt8]) -> Bool) -> Bool {
        let known = values ?? fields.values(in: document.source)
        values = known
        return known.contains { $0.path == path && passes($0.token, document.source) }
    }
}

extension FieldTest {
    fileprivate func holds(of id: DocumentID) -> Bool {
        switch self {
        case .exists: true
        case .equals(.text(let text)): id.rawValue == text
        case .begins(let start): id.rawValue.utf8.starts(with: start.utf8)
        case .has, .equals, .within: false
        }
    }

    fileprivate func holds(of date: Timestamp) -> Bool {
        switch self {
        case .exists: true
        case .equals(let value): value == .date(date)
        case .within(let range): range.contains(.date(date))
        case .has, .begins: false
        }
    }

    fileprivate func holds(of number: Int64) -> Bool {
        switch self {
        case .exists: true
        case .equals(let value): value.order(beside: .integer(number)) == .same
        case .within(let range): range.contains(.integer(number))
        case .has(let term): FieldValue(number: term.text)?.order(beside: .integer(number)) == .same
        case .begins: false
        }
    }
}
