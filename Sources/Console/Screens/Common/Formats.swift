import Engine

// How numbers, times and spans of time are written on the screen.

/// `1,284`
func grouped(_ number: some BinaryInteger) -> SafeText {
    var text = ""
    let digits = String(number.magnitude)
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
        text.append(digit)
    }
    return number < 0 ? "-\(text)" : "\(text)"
}

/// A count with its noun: `1 hit`, `1,284 hits`.
func count(_ number: Int, _ noun: SafeText) -> SafeText { "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")" }

/// A rate a second: whole numbers from 10 on, one decimal below.
func rate(_ perSecond: Double) -> SafeText {
    perSecond >= 9.95 || perSecond == 0 ? "\(grouped(whole(perSecond)))/s" : "\(tenths(perSecond))/s"
}

/// `12s`, `5m`, `3h`, `2d`, `4y`; what has not come yet is `0s`.
func age(of then: Timestamp, at now: Timestamp) -> SafeText {
    let (difference, isTooFar) = now.milliseconds.subtractingReportingOverflow(then.milliseconds)
    guard !isTooFar else { return "?" }
    let seconds = max(0, difference / 1_000)
    switch seconds {
    case ..<60: return "\(seconds)s"
    case ..<3_600: return "\(seconds / 60)m"
    case ..<86_400: return "\(seconds / 3_600)h"
    case ..<(1_000 * 86_400): return "\(seconds / 86_400)d"
    default: return "\(seconds / (365 * 86_400))y"
    }
}

/// `2026-11-23 14:02:11.482`, as far as there are milliseconds
func date(_ timestamp: Timestamp, in zone: Zone) -> SafeText {
    let moment = zone.moment(of: timestamp)
    return
        "\(moment.year)-\(padded(moment.month))-\(padded(moment.day)) \(clock(timestamp, in: zone, milliseconds: moment.millisecond != 0))"
}

/// `11-23 14:02`: what tells documents of one year apart in a narrow column.
func shortDate(_ timestamp: Timestamp, in zone: Zone, now: Timestamp) -> SafeText {
    let moment = zone.moment(of: timestamp)
    let day: SafeText = "\(padded(moment.month))-\(padded(moment.day))"
    return moment.year == zone.moment(of: now).year
        ? "\(day) \(padded(moment.hour)):\(padded(moment.minute))" : "\(moment.year)-\(day)"
}

/// `14:02:11`, and `14:02:11.482` with milliseconds.
func clock(_ timestamp: Timestamp, in zone: Zone, milliseconds: Bool = false) -> SafeText {
    let moment = zone.moment(of: timestamp)
    let text: SafeText = "\(padded(moment.hour)):\(padded(moment.minute)):\(padded(moment.second))"
    return milliseconds ? "\(text).\(padded(moment.millisecond, to: 3))" : text
}

/// A text cut to some columns, `…` the last of them where it does not fit; nothing where hardly anything would be left.
func shortened(_ text: SafeText, to columns: Int) -> SafeText {
    if text.width <= columns { return text }
    var (kept, used) = ("", 0)
    for glyph in Glyphs(text) where columns >= 4 {
        used += glyph.width
        if used > columns - 1 { break }
        kept += glyph.text
    }
    return kept.isEmpty ? "" : "\(kept)…"
}

/// A text moved to the right edge of some columns.
func aligned(_ text: SafeText, columns: Int) -> SafeText {
    "\(String(repeating: " ", count: max(0, columns - text.width)))\(text)"
}

/// `<1ms`, `4ms`, `0.43s`, `12.3s`, `104s`: at most five columns for as long as anyone waits.
func brief(_ duration: Duration) -> SafeText {
    let seconds = duration / .seconds(1)
    switch seconds {
    case ..<0.001: return "<1ms"
    case ..<0.0995: return "\(whole(seconds * 1_000))ms"
    case ..<9.995: return "\(hundredths(seconds))s"
    case ..<99.95: return "\(tenths(seconds))s"
    default: return "\(whole(seconds))s"
    }
}

/// `43 ms`, `0.4 s`
func delay(_ duration: Duration) -> SafeText {
    duration < .milliseconds(100) ? "\(whole(duration / .milliseconds(1))) ms" : seconds(duration)
}

/// `0.4 s`
func seconds(_ duration: Duration) -> SafeText { "\(tenths(duration / .seconds(1))) s" }

/// `0.4 s`, and from a hundred seconds on `2m`, `3d`: how far behind something is.
func backlog(_ duration: Duration) -> SafeText {
    guard duration >= .seconds(100) else { return seconds(duration) }
    let milliseconds = Int64(whole(duration / .milliseconds(1)))
    return age(of: Timestamp(milliseconds: 0), at: Timestamp(milliseconds: milliseconds))
}

/// `3 ms`; what took less than one is `<1 ms`, and from ten seconds on `12 s`.
func took(_ duration: Duration) -> SafeText {
    let milliseconds = duration / .milliseconds(1)
    if milliseconds < 1 { return "<1 ms" }
    return milliseconds < 10_000 ? "\(grouped(whole(milliseconds))) ms" : "\(whole(milliseconds / 1_000)) s"
}

/// `812 bytes`, `1.4 KB`, `10.0 MB`
func size(ofBytes bytes: Int) -> SafeText {
    switch bytes {
    case ..<1_000: count(bytes, "byte")
    case ..<1_000_000: "\(tenths(Double(bytes) / 1e3)) KB"
    default: "\(tenths(Double(bytes) / 1e6)) MB"
    }
}

private func padded(_ number: Int, to digits: Int = 2) -> SafeText {
    let text = String(number)
    return "\(String(repeating: "0", count: max(0, digits - text.count)))\(text)"
}

private func tenths(_ number: Double) -> SafeText {
    let scaled = whole(number * 10)
    return "\(grouped(scaled / 10)).\(scaled % 10)"
}

private func hundredths(_ number: Double) -> SafeText {
    let scaled = whole(number * 100)
    return "\(scaled / 100).\(padded(scaled % 100))"
}

/// To the nearest whole number, whatever comes: rates and durations are never negative, and a clock that jumps must not trap.
private func whole(_ number: Double) -> Int { number.isFinite ? Int(max(0, min(number, 1e15)).rounded()) : 0 }
