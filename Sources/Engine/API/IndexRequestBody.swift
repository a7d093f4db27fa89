/// The body of a request to index one document: JSON with text in `id`, `name` and `description`, and whatever else.
struct IndexRequestBody {
    /// The JSON, as it came.
    let json: [UInt8]

    private static let fields = ["id", "name", "description"]
    /// A body that is longer is not sent back with each of its issues.
    private static let longestEcho = 16_384

    /// Why a body is none.
    enum Refusal: Error {
        case notText
        case issues([ValidationIssue])
    }

    init(_ request: HTTPRequest) throws(Refusal) {
        let body: [UInt8] = request.body.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(request.body.dropFirst(3)) : request.body
        guard !body.isEmpty else { throw .issues([.missing([.name("body")])]) }
        // Without the right type no browser asks before it sends a body: a strange page could write to the index.
        guard isJSON(request.contentType) else {
            let text = ValidationIssue.quoted(String(decoding: body, as: UTF8.self))
            throw .issues([.notAnObject(input: IndexRequestBody.echo(text))])
        }
        guard let text = String(validating: body, as: UTF8.self) else { throw .notText }
        json = body
        let issues: [ValidationIssue]
        do throws(JSONError) {
            issues = try IndexRequestBody.issues(of: body)
        } catch {
            let offset = text.unicodeScalars.distance(
                from: text.startIndex, to: text.utf8.index(text.startIndex, offsetBy: error.offset))
            throw .issues([.notJSON(at: offset, error.problem)])
        }
        if !issues.isEmpty { throw .issues(issues) }
    }

    /// What came, unless it is too long to be sent back.
    static func echo(_ json: [UInt8]) -> [UInt8] { json.count > longestEcho ? Array("null".utf8) : json }

    private static func issues(of json: [UInt8]) throws(JSONError) -> [ValidationIssue] {
        guard let values = try members(of: json) else { return [.notAnObject(input: echo(json))] }
        return zip(fields, values).compactMap { field, value in
            switch value {
            case nil: .missing([.name("body"), .name(field)], input: echo(json))
            case .some(let value) where value.isText: nil
            case .some(let value): .notText([.name("body"), .name(field)], input: echo(Array(json[value.range])))
            }
        }
    }

    private struct Value {
        var range: Range<Int>
        var isText: Bool
    }

    /// The values of the three fields, in their order, of repeated ones the last; `nil` if the JSON is no object.
    private static func members(of json: [UInt8]) throws(JSONError) -> [Value?]? {
        var values = [Value?](repeating: nil, count: fields.count)
        var field: Int?
        var scanner = JSONScanner(json)
        while let token = try scanner.next() {
            guard token.depth == 1 else { continue }
            if token.kind == .key {
                field = fields.firstIndex(of: token.text(in: json))
            } else if let field {
                read(token, json[token.range.lowerBound], into: &values[field])
            }
        }
        return json.first { $0 > 0x20 } == UInt8(ascii: "{") ? values : nil
    }

    private static func read(_ token: JSONToken, _ byte: UInt8, into value: inout Value?) {
        switch byte {
        case UInt8(ascii: ":"), UInt8(ascii: ","): break
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            // The bracket that closes a value stands as deep as the one that opened it.
            guard let start = value?.range.lowerBound else { break }
            value?.range = start..<token.range.upperBound
        default: value = Value(range: token.range, isText: token.kind == .string)
        }
    }
}

/// Whether the media type is `application/json` or ends in `+json`.
private func isJSON(_ contentType: String?) -> Bool {
    guard let mediaType = contentType?.lowercased().prefix(while: { $0 != ";" && $0 != " " }) else { return false }
    return mediaType == "application/json" || mediaType.hasPrefix("application/") && mediaType.hasSuffix("+json")
}
