// Texts of a setting from three kinds of sources become values of its form. A reason never repeats the value: it may be a secret.
extension Setting {
    /// The words that an environment variable holds: one name=value a line, topics with commas between.
    func words(_ variable: String) -> [String] {
        switch form {
        case .text, .choice, .flag, .secret: [variable]
        case .list: variable.split(separator: ",").map { String($0.trimmed) }
        case .properties: variable.split(separator: "\n").map { String($0.trimmed) }.filter { !$0.isEmpty }
        }
    }

    /// The value of the words that an option or a variable has.
    func value(of words: [String]) throws(Problem) -> Value {
        let last = words.last ?? ""
        switch form {
        case .text: return .text(try filled(last))
        case .choice(let choices): return .text(try chosen(last, from: choices))
        case .flag: return .flag(try flag(last))
        case .secret: return .secret(.text(Secret(try filled(last))))
        case .list:
            var items: [String] = []
            for word in words { items.append(try filled(word)) }
            return .list(items)
        case .properties:
            var pairs: [String: String] = [:]
            for word in words {
                let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, !parts[0].isEmpty else { throw Problem(reason: "wants name=value") }
                pairs[String(parts[0])] = String(parts[1])
            }
            return .properties(pairs)
        }
    }

    /// The value that the file has.
    func value(of json: JSON5Value) throws(Problem) -> Value {
        switch (form, json) {
        case (.text, .text(let text)): return .text(try filled(text))
        case (.choice(let choices), .text(let text)): return .text(try chosen(text, from: choices))
        case (.flag, .bool(let flag)): return .flag(flag)
        case (.list, .text(let text)): return .list([try filled(text)])
        case (.list, .list(let values)): return .list(try texts(values))
        case (.secret, .object(let members)): return .secret(try source(members))
        case (.properties, .object(let members)): return .properties(try properties(members))
        default: throw Problem(reason: "must be \(expectation), not \(json.kindName)")
        }
    }

    private var expectation: SafeText {
        switch form {
        case .text: "a text"
        case .choice(let choices): "one of \(choices.joined(separator: ", "))"
        case .flag: "true or false"
        case .list: "a text or a list of texts"
        case .properties: "an object of names and values"
        case .secret: "{ file: … } or { command: … }"
        }
    }

    private func source(_ members: [JSON5Value.Member]) throws(Problem) -> SecretSource {
        guard members.count == 1, let member = members.first, case .text(let text) = member.value else {
            throw Problem(reason: "must be \(expectation)")
        }
        switch member.name {
        case "file": return .file(try filled(text))
        case "command": return .command(try filled(text))
        default: throw Problem(reason: "must be \(expectation), not { \(member.name): … }")
        }
    }

    private func filled(_ text: String) throws(Problem) -> String {
        guard !text.isEmpty else { throw Problem(reason: "must not be empty") }
        return text
    }

    private func chosen(_ text: String, from choices: [String]) throws(Problem) -> String {
        guard choices.contains(text) else {
            throw Problem(reason: "must be one of \(choices.joined(separator: ", ")), not \(text)")
        }
        return text
    }

    /// An option without a value means yes.
    private func flag(_ text: String) throws(Problem) -> Bool {
        switch text.lowercased() {
        case "", "true", "yes", "1", "on": return true
        case "false", "no", "0", "off": return false
        default: throw Problem(reason: "must be true or false")
        }
    }

    private func texts(_ values: [JSON5Value]) throws(Problem) -> [String] {
        var texts: [String] = []
        for (number, value) in values.enumerated() {
            guard case .text(let text) = value, !text.isEmpty else {
                throw Problem(reason: "must hold texts only, and item \(number + 1) is \(value.kindName)")
            }
            texts.append(text)
        }
        return texts
    }

    /// librdkafka takes texts, but nobody writes `"true"` and `"5"` in a file.
    private func properties(_ members: [JSON5Value.Member]) throws(Problem) -> [String: String] {
        var pairs: [String: String] = [:]
        var problems: [SafeText] = []
        for member in members {
            switch member.value {
            case .text(let text): pairs[member.name] = text
            case .bool(let flag): pairs[member.name] = flag ? "true" : "false"
            case .number(let number): pairs[member.name] = Int(exactly: number).map(String.init) ?? String(number)
            default:
                problems.append(
                    "\(member.name) (line \(member.line)) must be a text, a number, true or false, not \(member.value.kindName)")
            }
        }
        guard let first = problems.first else { return pairs }
        throw Problem(reason: problems.dropFirst().reduce("is wrong: " + first) { $0 + ", and " + $1 })
    }
}

extension Substring {
    var trimmed: Substring {
        let start = drop { $0.isWhitespace }
        return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? ""
    }
}
