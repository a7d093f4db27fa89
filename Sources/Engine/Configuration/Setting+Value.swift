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
            return try properties(words)
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
        case (.properties, .object(let members)): return try properties(members)
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
        case .secret: "{ file: … }, { command: … } or { prompt: … }"
        }
    }

    private func source(_ members: [JSON5Value.Member]) throws(Problem) -> SecretSource {
        guard members.count == 1, let member = members.first, case .text(let text) = member.value else {
            throw Problem(reason: "must be { file: … }, { command: … } or { prompt: … }, with a text each")
        }
        switch member.name {
        case "file": return .file(try filled(text))
        case "command": return .command(try filled(text))
        case "prompt": return .prompt(try filled(text))
        default:
            let nearest = nearestNames(to: member.name, in: ["file", "command", "prompt"]).first
            throw Problem(reason: "is none of file, command and prompt" + question(nearest), part: member)
        }
    }

    private func filled(_ text: String) throws(Problem) -> String {
        guard !text.isEmpty else { throw Problem(reason: "must not be empty") }
        return text
    }

    private func chosen(_ text: String, from choices: [String]) throws(Problem) -> String {
        guard choices.contains(text) else {
            // Of words as short as on and no, any is near to any.
            let nearest = text.count > 3 ? nearestNames(to: text, in: choices).first : nil
            throw Problem(reason: "must be one of \(choices.joined(separator: ", ")), not \(text)" + question(nearest))
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

    /// What stands as it is in an environment variable or on the command line.
    private func properties(_ words: [String]) throws(Problem) -> Value {
        var pairs: [String: String] = [:]
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else { throw Problem(reason: "wants name=value") }
            pairs[String(parts[0])] = String(parts[1])
        }
        return hidingSecrets(pairs)
    }

    /// librdkafka takes texts, but nobody writes `"true"` and `"5"` in a file.
    private func properties(_ members: [JSON5Value.Member]) throws(Problem) -> Value {
        var pairs: [String: String] = [:]
        var secrets: [String: SecretSource] = [:]
        var problems: [Problem] = []
        for member in members {
            switch member.value {
            case .text(let text): pairs[member.name] = text
            case .bool(let flag): pairs[member.name] = flag ? "true" : "false"
            case .number(let number): pairs[member.name] = Int(exactly: number).map(String.init) ?? String(number)
            case .object(let inner):
                do { secrets[member.name] = try source(inner) } catch {
                    problems.append(Problem(reason: error.reason, part: member))
                }
            default:
                problems.append(
                    Problem(reason: "must be a text, a number, true or false, not \(member.value.kindName)", part: member))
            }
        }
        if var first = problems.first {
            first.others = Array(problems.dropFirst())
            throw first
        }
        guard case .properties(let plain, let hidden) = hidingSecrets(pairs) else { return .properties(pairs, secrets: secrets) }
        return .properties(plain, secrets: hidden.merging(secrets) { $1 })
    }

    /// Values that must not be shown are kept apart, wherever they came from.
    private func hidingSecrets(_ pairs: [String: String]) -> Value {
        let secrets = pairs.filter { KafkaProperty.isSecret($0.key) }.mapValues { SecretSource.text(Secret($0)) }
        return .properties(pairs.filter { secrets[$0.key] == nil }, secrets: secrets)
    }
}

extension Setting {
    /// Whether the words hold a secret, which does not belong on a command line: everybody on the machine can read it there.
    func checkIsPublic(_ words: [String]) throws(Problem) {
        let exposed = "must not hold a password, because everybody on the machine can read it there (ps shows it): " as SafeText
        if name == "elasticsearch",
            words.contains(where: { (try? NodeAddress.list($0))?.contains(where: \.hasPassword) ?? false })
        {
            throw Problem(
                reason: exposed + "set KELP_ELASTICSEARCH_USER and KELP_ELASTICSEARCH_PASSWORD, or elasticsearchPassword in the "
                    + "configuration to { file: … }, { command: … } or { prompt: … }")
        }
        let names = form == .properties ? words.map { String($0.prefix { $0 != "=" }) } : []
        if let name = names.first(where: KafkaProperty.isSecret) {
            throw Problem(
                reason: exposed + "give \(name) in KELP_PROPERTIES, or among the properties of the configuration as { file: … }, "
                    + "{ command: … } or { prompt: … }")
        }
    }
}

/// The tail of a sentence about a name that is not known.
func question(_ nearest: String?) -> SafeText { nearest.map { ", did you mean \($0)?" } ?? "" }

extension Substring {
    var trimmed: Substring {
        let start = drop { $0.isWhitespace }
        return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? ""
    }
}
