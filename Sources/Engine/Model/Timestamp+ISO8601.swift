extension Timestamp {
    private static let millisecondsPerDay: Int64 = 86_400_000

    /// Reads a date as Elasticsearch's `strict_date_optional_time` has it: `2024`, `2024-05`, `2024-05-17`, then optionally a
    /// time from `T09` to `T09:30:15.123456789`, then optionally `Z` or an offset; without one it is UTC. Anything else is `nil`.
    public init?(iso8601 text: String) { self.init(iso8601: Array(text.utf8)[...]) }

    /// Reads a date from its bytes.
    init?(iso8601 text: ArraySlice<UInt8>) {
        var digits = DigitReader(rest: text)
        guard let date = digits.date() else { return nil }
        var milliseconds = Timestamp.days(year: date.year, month: date.month, day: date.day) * Timestamp.millisecondsPerDay
        if date.isFull, digits.skip("T") {
            guard let time = digits.time(), let zone = digits.zone() else { return nil }
            milliseconds += time - zone
        }
        guard digits.isAtEnd else { return nil }
        self.init(milliseconds: milliseconds)
    }

    /// The moment in UTC, to the millisecond: `2024-05-17T09:30:15.123Z`.
    public var iso8601: String {
        let day = floored(milliseconds, by: Timestamp.millisecondsPerDay)
        let (year, month, dayOfMonth) = Timestamp.civil(days: day.quotient)
        let time = day.remainder
        let date = "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(dayOfMonth, to: 2))"
        let clock = [time / 3_600_000, time / 60_000 % 60, time / 1000 % 60].map { padded($0, to: 2) }.joined(separator: ":")
        return "\(date)T\(clock).\(padded(time % 1000, to: 3))Z"
    }

    /// Days from 1970-01-01 to a date of the proleptic Gregorian calendar. Years are counted from March, so that the leap day
    /// is the last of its year.
    static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = floored(month <= 2 ? year - 1 : year, by: 400)
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = shifted.remainder * 365 + shifted.remainder / 4 - shifted.remainder / 100 + dayOfYear
        return shifted.quotient * 146_097 + dayOfEra - 719_468
    }

    /// The date so many days after 1970-01-01.
    static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let era = floored(days + 719_468, by: 146_097)
        let dayOfEra = era.remainder
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era.quotient * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

/// The quotient rounded down, and what is left, which is never negative.
func floored(_ number: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}

private func padded(_ number: Int64, to width: Int) -> String {
    let digits = String(number.magnitude)
    return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
}

/// Reads the parts of a date one after the other.
private struct DigitReader {
    fileprivate var rest: ArraySlice<UInt8>

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func number(digits: Int, in range: ClosedRange<Int64>) -> Int64? {
        guard rest.count >= digits, let number = Int64(digits: rest.prefix(digits)) else { return nil }
        rest = rest.dropFirst(digits)
        return range ~= number ? number : nil
    }

    mutating func date() -> (year: Int64, month: Int64, day: Int64, isFull: Bool)? {
        guard let year = number(digits: 4, in: 0...9999) else { return nil }
        guard skip("-") else { return (year, 1, 1, false) }
        guard let month = number(digits: 2, in: 1...12) else { return nil }
        guard skip("-") else { return (year, month, 1, false) }
        guard let day = number(digits: 2, in: 1...31) else { return nil }
        // A day that the month does not have comes back as another one.
        let back = Timestamp.civil(days: Timestamp.days(year: year, month: month, day: day))
        return back.day == day ? (year, month, day, true) : nil
    }

    /// Milliseconds since midnight.
    mutating func time() -> Int64? {
        guard let hour = number(digits: 2, in: 0...23) else { return nil }
        var milliseconds = hour * 3_600_000
        guard skip(":") else { return milliseconds }
        guard let minute = number(digits: 2, in: 0...59) else { return nil }
        milliseconds += minute * 60_000
        guard skip(":") else { return milliseconds }
        guard let second = number(digits: 2, in: 0...59), let fraction = fraction() else { return nil }
        return milliseconds + second * 1000 + fraction
    }

    /// Milliseconds of a second, from one to nine digits after a point or comma.
    private mutating func fraction() -> Int64? {
        guard skip(".") || skip(",") else { return 0 }
        let digits = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }.count
        guard 1...9 ~= digits, let value = number(digits: digits, in: 0...999_999_999) else { return nil }
        return (digits..<9).reduce(value) { value, _ in value * 10 } / 1_000_000
    }

    /// Milliseconds to be taken off to get to UTC.
    mutating func zone() -> Int64? {
        if isAtEnd || skip("Z") { return 0 }
        let isEast = skip("+")
        guard isEast || skip("-"), let hours = number(digits: 2, in: 0...18) else { return nil }
        _ = skip(":")
        let minutes = isAtEnd ? 0 : number(digits: 2, in: 0...59)
        guard let minutes else { return nil }
        return (isEast ? 1 : -1) * (hours * 60 + minutes) * 60_000
    }
}
