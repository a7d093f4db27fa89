import Engine

/// How the program ends, as the shell sees it: `sysexits.h` where it has a number.
enum ExitStatus: Int32, CaseIterable, Sendable {
    case done = 0
    case someRefused = 1
    case usage = 64
    case badData = 65
    case noInput = 66
    case unavailable = 69
    case defect = 70
    case disk = 74
    case tryAgain = 75
    case notAllowed = 77
    case configuration = 78

    init(_ kind: Failure.Kind) {
        self =
            switch kind {
            case .usage: .usage
            case .badData: .badData
            case .noInput: .noInput
            case .unavailable: .unavailable
            case .defect: .defect
            case .disk: .disk
            case .tryAgain: .tryAgain
            case .notAllowed: .notAllowed
            case .configuration: .configuration
            case .cancelled: .done
            }
    }

    /// For the help and the manual.
    var meaning: String {
        switch self {
        case .done: "done"
        case .someRefused: "done, but some of the input was refused"
        case .usage: "wrong usage, a wrong query or an unknown index"
        case .badData: "the input is not what it should be"
        case .noInput: "the input is not there"
        case .unavailable: "a server cannot be reached"
        case .defect: "a defect of Kelp"
        case .disk: "the disk is full, unreadable or damaged"
        case .tryAgain: "time-out or busy: try again"
        case .notAllowed: "not allowed"
        case .configuration: "wrong configuration"
        }
    }
}
