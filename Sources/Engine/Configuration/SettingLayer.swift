/// The settings of one source, and what is wrong with it.
struct SettingLayer {
    struct Entry {
        var setting: Setting
        /// What its place in the source is called: `profiles.prod.brokers (line 7)`, `KELP_BROKERS`, `--brokers`.
        var name: SafeText
        var value: Setting.Value
    }

    private(set) var entries: [Entry] = []
    /// Sentences.
    private(set) var problems: [SafeText] = []

    /// The members of the file, or of a profile in it.
    /// - Parameter path: what stands before their names: nothing, or `profiles.prod.`.
    init(_ members: [JSON5Value.Member], path: SafeText = "") {
        let known = Setting.all.filter { path.string.isEmpty || $0.name != "profile" }
        var lines: [String: Int] = [:]
        for member in members {
            let name: SafeText = "\(path)\(member.name) (line \(member.line))"
            if let line = lines[member.name] { problems.append("\(name) stands in line \(line) already: leave one") }
            lines[member.name] = member.line
            guard let setting = known.first(where: { $0.name == member.name }) else {
                problems.append("\(name) is no setting" + question(SettingLayer.nearest(to: member.name, path, known)))
                continue
            }
            do {
                entries.append(Entry(setting: setting, name: name, value: try setting.value(of: member.value)))
            } catch {
                note(error, of: name, path: "\(path)\(member.name)")
            }
        }
    }

    /// The variables of the environment.
    init(environment: [String: String]) {
        for setting in Setting.all where setting.reach != .file {
            guard let text = environment[setting.environment] else { continue }
            add(setting, "\(setting.environment)") { () throws(Setting.Problem) in try setting.value(of: setting.words(text)) }
        }
    }

    /// The words of the command line.
    init(options: [String: [String]]) {
        for setting in Setting.all {
            guard let words = options[setting.name] else { continue }
            add(setting, setting.letter.map { "-\(String($0))" } ?? "--\(setting.option)") { () throws(Setting.Problem) in
                let value = try setting.value(of: words)
                try setting.checkIsPublic(words)
                return value
            }
        }
    }

    /// The text that it has for a setting.
    func text(_ name: String) -> String? {
        guard case .text(let text)? = entries.last(where: { $0.setting.name == name })?.value else { return nil }
        return text
    }

    /// Whether a secret stands in it as it is.
    var holdsSecrets: Bool {
        entries.contains { entry in
            switch entry.value {
            case .properties(_, let secrets): secrets.values.contains { if case .text = $0 { true } else { false } }
            case .text(let text) where entry.setting.name == "elasticsearch":
                (try? NodeAddress.list(text))?.contains(where: \.hasPassword) ?? false
            default: false
            }
        }
    }

    private mutating func add(_ setting: Setting, _ name: SafeText, _ value: () throws(Setting.Problem) -> Setting.Value) {
        do { entries.append(Entry(setting: setting, name: name, value: try value())) } catch { note(error, of: name, path: name) }
    }

    /// Changes the configuration, as far as the values make sense.
    mutating func apply(to configuration: inout Configuration) {
        // Who says who Kelp is, says it whole: a key of the environment replaces a password of the file.
        if entries.contains(where: { Configuration.identities.contains($0.setting.name) }) {
            configuration.elasticsearchPassword = nil
            configuration.elasticsearchAPIKey = nil
            configuration.elasticsearchToken = nil
        }
        for entry in entries {
            do { try entry.setting.store(entry.value, in: &configuration) } catch {
                note(error, of: entry.name, path: entry.name)
            }
        }
    }

    private mutating func note(_ problem: Setting.Problem, of name: SafeText, path: SafeText) {
        let place = problem.part.map { "\(path).\($0.name) (line \($0.line))" as SafeText } ?? name
        problems.append("\(place) \(problem.reason)")
        for other in problem.others { note(other, of: name, path: path) }
    }

    private static func nearest(to name: String, _ path: SafeText, _ known: [Setting]) -> String? {
        nearestNames(to: name, in: known.map(\.name) + (path.string.isEmpty ? ["profiles"] : [])).first.map { path.string + $0 }
    }
}
