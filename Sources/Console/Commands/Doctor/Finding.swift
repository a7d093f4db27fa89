import Engine

/// One thing that was looked at: how it is and, where that is not well, how to mend it.
struct Finding: Hashable, Sendable {
    enum Verdict: Hashable, Sendable {
        case good
        /// It works, but not as well as it could, or not for everybody.
        case warning
        /// It does not work; how the program would end for it.
        case bad(ExitStatus)
    }

    var subject: SafeText
    var verdict: Verdict
    var sentence: SafeText

    static func good(_ subject: SafeText, _ sentence: SafeText) -> Finding {
        Finding(subject: subject, verdict: .good, sentence: sentence)
    }

    static func warning(_ subject: SafeText, _ sentence: SafeText) -> Finding {
        Finding(subject: subject, verdict: .warning, sentence: sentence)
    }

    static func bad(_ subject: SafeText, _ failure: Failure) -> Finding {
        Finding(subject: subject, verdict: .bad(ExitStatus(failure.kind)), sentence: failure.sentence)
    }
}

extension Finding {
    /// `✓ kafka: …`
    var line: SafeText {
        switch verdict {
        case .good: "✓ \(subject): \(sentence)"
        case .warning: "! \(subject): \(sentence)"
        case .bad: "✗ \(subject): \(sentence)"
        }
    }

    func write(to json: inout JSONWriter) {
        json.beginObject()
        json.key("subject")
        json.string(subject.string)
        json.key("verdict")
        switch verdict {
        case .good: json.string("good")
        case .warning: json.string("warning")
        case .bad: json.string("bad")
        }
        if case .bad(let status) = verdict {
            json.key("status")
            json.number(status.rawValue)
        }
        json.key("sentence")
        json.string(sentence.string)
        json.endObject()
    }
}
