import Engine

#if canImport(Glibc)
    import Glibc
#endif

/// The file, its problems, and who can read the secrets.
struct ConfigurationCheck: Sendable {
    private static let subject: SafeText = "configuration"
    /// Variables that are no settings.
    private static let otherVariables = ["KELP_CONFIG", "KELP_API_KEY"]

    let reading: ConfigurationReading
    let environment: [String: String]

    var check: Examination.Check {
        Examination.Check(subject: Self.subject) { _, tell in
            for finding in file + unknownVariables + secrets + log { tell(finding) }
        }
    }

    private var file: [Finding] {
        let path = reading.path ?? ""
        let problems =
            reading.fileProblems.map { Failure($0.kind, "\(path): \($0.sentence)") } + reading.otherProblems
        guard problems.isEmpty else {
            let unseen = Finding.warning(Self.subject, "index and Kafka are not looked at before the file can be read")
            return problems.map { .bad(Self.subject, $0) } + (reading.isFileUnderstood ? [] : [unseen])
        }
        if reading.isFileThere { return [.good(Self.subject, "\(path) is read" + profile)] }
        guard reading.path != nil else {
            return [.warning(Self.subject, "HOME is not set, so there is no file of settings: name one with --config FILE")]
        }
        return [.good(Self.subject, "there is no \(path), and none is needed: what is not set is as Kelp has it")]
    }

    private var profile: SafeText {
        let configuration = reading.configuration
        let state: SafeText = (configuration.isProduction ? ", production" : "") + (configuration.isReadOnly ? ", read-only" : "")
        return configuration.profile.map { ", profile \($0)\(state)" } ?? state
    }

    /// A misspelt variable is ignored, which nobody would see.
    private var unknownVariables: [Finding] {
        let known = Setting.all.filter { $0.reach != .file }.map(\.environment) + Self.otherVariables
        return environment.keys.filter { $0.hasPrefix("KELP_") && !known.contains($0) }.sorted().compactMap { name in
            nearestNames(to: name, in: known).first.map {
                .warning(Self.subject, "\(name) is set and means nothing to Kelp: did you mean \($0)?")
            }
        }
    }

    private var secrets: [Finding] {
        let settings = reading.fileHoldsSecrets ? reading.path.map { [$0] } ?? [] : []
        let files = reading.configuration.secretFiles + (reading.configuration.tls.keyFile.map { [$0] } ?? [])
        return (settings + files).compactMap { path in
            var status = stat()
            guard stat(path, &status) == 0, access(path, R_OK) == 0 else {
                let reason = String(cString: strerror(errno))
                return .bad(
                    Self.subject,
                    Failure(.configuration, "the secret in \(path) cannot be read (\(reason)): mend its path or rights"))
            }
            guard status.st_mode & 0o077 != 0 else { return nil }
            return .warning(Self.subject, "others can get at the secret in \(path): chmod 600 \(path)")
        }
    }

    private var log: [Finding] {
        guard let path = reading.configuration.logFile else { return [] }
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let isThere = access(path, F_OK) == 0
        guard access(isThere ? path : folder, W_OK) != 0 else { return [.good(Self.subject, "the log goes to \(path)")] }
        let reason = String(cString: strerror(errno))
        return [.bad(Self.subject, Failure(.disk, "the log \(path) cannot be written (\(reason)): mend --log-file"))]
    }
}
