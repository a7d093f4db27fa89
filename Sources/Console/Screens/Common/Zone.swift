import Engine

#if canImport(Glibc)
    import Glibc
#endif

/// Whose clock times are shown by.
enum Zone: Hashable, Sendable {
    case utc
    /// This machine's.
    case local

    /// A time as a calendar shows it.
    struct Moment: Hashable {
        var year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, millisecond: Int
    }

    func moment(of timestamp: Timestamp) -> Moment {
        let (quotient, remainder) = timestamp.milliseconds.quotientAndRemainder(dividingBy: 1_000)
        // Rounded down, so that times before 1970 have milliseconds from 0 to 999 as well.
        var seconds = time_t(remainder < 0 ? quotient - 1 : quotient)
        let rest = Int(remainder < 0 ? remainder + 1_000 : remainder)
        var parts = tm()
        switch self {
        case .utc: gmtime_r(&seconds, &parts)
        case .local: localtime_r(&seconds, &parts)
        }
        return Moment(
            year: Int(parts.tm_year) + 1_900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday),
            hour: Int(parts.tm_hour), minute: Int(parts.tm_min), second: Int(parts.tm_sec), millisecond: rest)
    }
}
