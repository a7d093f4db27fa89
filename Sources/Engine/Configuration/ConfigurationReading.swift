/// What came of putting all settings together: a configuration, as far as it could be understood, and everything that is wrong.
public struct ConfigurationReading: Sendable {
    /// What could be understood.
    public private(set) var configuration = Configuration()
    /// The file that was looked for; `nil` where neither an option nor a home folder says which.
    public let path: String?
    /// Whether it is there.
    public private(set) var isFileThere = false
    /// Whether all of the file could be read, or none is needed: else nobody knows what it says of anything.
    public private(set) var isFileUnderstood = true
    /// Whether a secret stands in the file as it is, and not only where it is to be had.
    public private(set) var fileHoldsSecrets = false
    /// What is wrong with the file, each problem in a sentence that begins with its place in it.
    public private(set) var fileProblems: [Failure] = []
    /// What is wrong elsewhere: in the environment, on the command line, with the profile.
    public private(set) var otherProblems: [Failure] = []

    /// Reads all of it; the command line beats the environment, which beats the profile, which beats the file's top level.
    /// - Parameters:
    ///   - file: a file that must be there; `nil` for the usual one, which need not.
    ///   - environment: the process's variables.
    ///   - options: for each setting's name the words that the command line has for it.
    public init(file: String?, environment: [String: String], options: [String: [String]]) {
        let folders = UserFolders(environment: environment)
        let named = file ?? environment["KELP_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        path = named ?? folders.configuration.map { $0 + "/config.json5" }
        var contents = ConfigurationFile()
        do throws(Failure) {
            if let path, let found = try ConfigurationFile.read(path, mustExist: named != nil) {
                contents = found
                isFileThere = true
            }
        } catch {
            note(error)
        }
        var variables = SettingLayer(environment: environment)
        var words = SettingLayer(options: options)
        let chosen = choice(words, variables, contents)
        fileHoldsSecrets = contents.top.holdsSecrets || contents.profiles.contains { $0.layer.holdsSecrets }
        contents.top.apply(to: &configuration)
        var fileSentences = contents.top.problems
        for var profile in contents.profiles {
            if profile.name == chosen {
                profile.layer.apply(to: &configuration)
            } else {
                var unused = configuration
                profile.layer.apply(to: &unused)
            }
            fileSentences += profile.layer.problems
        }
        fileProblems += (fileSentences + contents.problems).map { Failure(.configuration, $0) }
        variables.apply(to: &configuration)
        words.apply(to: &configuration)
        configuration.profile = chosen
        otherProblems += variables.problems.map { Failure(.configuration, $0) } + words.problems.map { Failure(.usage, $0) }
        configuration.settle(folders)
    }

    /// The one failure that tells all problems; `nil` where there are none. Wrong words of the command line count as wrong usage only
    /// where all else is right.
    public var failure: Failure? {
        guard let first = (fileProblems + otherProblems).first else { return nil }
        let prefix: SafeText = fileProblems.isEmpty ? "" : "\(path ?? ""): "
        let sentences = (fileProblems + otherProblems).map(\.sentence)
        return Failure(first.kind, sentences.dropFirst().reduce(prefix + (sentences.first ?? "")) { $0 + "; " + $1 })
    }

    /// A file that is there and makes no sense has its place in front of its problem; of any other the sentence tells the place.
    private mutating func note(_ failure: Failure) {
        isFileThere = failure.kind != .noInput
        isFileUnderstood = false
        if failure.sentence.string.hasPrefix("line ") { fileProblems = [failure] } else { otherProblems = [failure] }
    }

    /// The profile that counts, if it is there.
    private mutating func choice(_ words: SettingLayer, _ variables: SettingLayer, _ file: ConfigurationFile) -> String? {
        guard let name = words.text("profile") ?? variables.text("profile") ?? file.top.text("profile") else { return nil }
        let names = file.profiles.map(\.name)
        if names.contains(name) { return name }
        // Without a file that can be read nobody knows which profiles there are.
        guard isFileUnderstood else { return nil }
        let kind: Failure.Kind = words.text("profile") != nil ? .usage : .configuration
        otherProblems.append(
            Failure(kind, "there is no profile \(name)" + reason(nearest: nearestNames(to: name, in: names), names)))
        return nil
    }

    private func reason(nearest: [String], _ names: [String]) -> SafeText {
        guard let path, isFileThere else { return ": there is no configuration \(path ?? "") to have it" }
        if names.isEmpty { return ": \(path) has no profiles" }
        if !nearest.isEmpty { return " in \(path), did you mean \(nearest.joined(separator: " or "))?" }
        return " in \(path): there are \(names.joined(separator: ", "))"
    }
}
