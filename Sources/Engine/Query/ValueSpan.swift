/// What a value that was written stands for in a range: a number for itself, a date for all of its day, month or year.
struct ValueSpan: Hashable {
    /// The value, where it is only one; `nil` for a date.
    var value: FieldValue?
    /// The least and the greatest value in it; `nil` for an open end.
    var start: ValueRange.End?
    var end: ValueRange.End?
    /// What is just outside.
    var before: ValueRange.End?
    var after: ValueRange.End?

    /// An open end.
    init() {}

    /// Reads a number or a date; if the type is not known, whichever it looks like.
    /// - Parameter takesAge: whether `-15m` is a date.
    init?(_ text: Substring, type: FieldType?, now: Timestamp, takesAge: Bool = false) {
        if type != .date, let number = FieldValue(number: text) {
            self.init(number)
        } else if type == .date || type == nil, let period = DatePeriod(text, now: now, takesAge: takesAge) {
            self.init(period)
        } else {
            return nil
        }
    }

    private init(_ number: FieldValue) {
        value = number
        start = ValueRange.End(number, isIncluded: true)
        end = start
        before = ValueRange.End(number, isIncluded: false)
        after = before
    }

    private init(_ period: DatePeriod) {
        start = ValueRange.End(.date(period.start), isIncluded: true)
        after = ValueRange.End(.date(period.end), isIncluded: true)
        before = ValueRange.End(.date(period.start), isIncluded: false)
        end = ValueRange.End(.date(period.end), isIncluded: false)
    }
}

extension FieldValue {
    /// Reads a number as JSON writes it, but that it may begin with a plus or zeros: whole ones become integers, however written.
    init?(number text: some StringProtocol) {
        if let integer = Int64(text) {
            self = .integer(integer)
            return
        }
        // What Swift takes for numbers besides: hexadecimal, inf, nan.
        guard text.utf8.allSatisfy({ Self.numeric.contains($0) }), text.utf8.contains(where: { (0x30...0x39).contains($0) }),
            let number = Double(String(text)), number.isFinite
        else { return nil }
        self = Int64(exactly: number).map { .integer($0) } ?? .number(number)
    }

    private static let numeric = Set("0123456789+-.eE".utf8)
}

/// A stretch of time: all moments that a date stands for.
struct DatePeriod: Hashable {
    var start: Timestamp
    /// The first moment after it.
    var end: Timestamp

    /// Reads a date: ISO 8601, as much of it as there is; milliseconds since 1970; `now`, with a duration added or taken off.
    /// - Parameter takesAge: whether a duration with a sign counts from now without the word.
    init?(_ text: Substring, now: Timestamp, takesAge: Bool) {
        let isAge = takesAge && (text.first == "-" || text.first == "+")
        if let distance = text.hasPrefix("now") ? text.dropFirst(3) : isAge ? text : nil {
            guard let milliseconds = distance.isEmpty ? 0 : Self.milliseconds(distance) else { return nil }
            self.init(moment: now.milliseconds.addingReportingOverflow(milliseconds))
        } else if let start = Timestamp(iso8601: String(text)) {
            self.init(from: start, lasting: Self.precision(of: text))
        } else if let milliseconds = Int64(text) {
            self.init(moment: (milliseconds, false))
        } else {
            return nil
        }
    }

    private init?(moment: (partialValue: Int64, overflow: Bool)) {
        guard !moment.overflow, moment.partialValue < .max else { return nil }
        start = Timestamp(milliseconds: moment.partialValue)
        end = Timestamp(milliseconds: moment.partialValue + 1)
    }

    private enum Precision { case year, month, fixed(Int64) }

    private init(from start: Timestamp, lasting precision: Precision) {
        self.start = start
        switch precision {
        case .fixed(let milliseconds): end = Timestamp(milliseconds: start.milliseconds + milliseconds)
        case .year, .month:
            var (year, month, _) = Timestamp.civil(days: floored(start.milliseconds, by: 86_400_000).quotient)
            if case .month = precision, month < 12 { month += 1 } else { (year, month) = (year + 1, 1) }
            end = Timestamp(milliseconds: Timestamp.days(year: year, month: month, day: 1) * 86_400_000)
        }
    }

    /// How much of a date was written, without its zone.
    private static func precision(of text: Substring) -> Precision {
        let (date, time) = text.firstIndex(of: "T").map { (text[..<$0], text[$0...]) } ?? (text, "")
        switch (date.count, time.prefix { !"Z+-".contains($0) }.count) {
        case (4, _): return .year
        case (7, _): return .month
        case (_, 0): return .fixed(86_400_000)
        case (_, 3): return .fixed(3_600_000)
        case (_, 6): return .fixed(60_000)
        case (_, 9): return .fixed(1_000)
        default: return .fixed(1)
        }
    }

    /// `-15m`, `+1h30m`.
    private static func milliseconds(_ text: Substring) -> Int64? {
        let units: [Character: Int64] = ["s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000]
        guard let sign = text.first, sign == "-" || sign == "+", text.count > 1 else { return nil }
        var (sum, number): (Int64, Int64?) = (0, nil)
        for character in text.dropFirst() {
            if let digit = character.isASCII ? character.wholeNumberValue : nil {
                let (grown, isTooMuch) = (number ?? 0).multipliedReportingOverflow(by: 10)
                guard !isTooMuch, grown < Int64.max - 9 else { return nil }
                number = grown + Int64(digit)
            } else {
                guard let unit = units[character], let count = number else { return nil }
                let (part, isTooMuch) = count.multipliedReportingOverflow(by: unit)
                let (grown, isTooLong) = sum.addingReportingOverflow(part)
                guard !isTooMuch, !isTooLong else { return nil }
                (sum, number) = (grown, nil)
            }
        }
        return number == nil ? (sign == "-" ? -sum : sum) : nil
    }
}
