import Testing

@testable import Engine

@Suite("Timestamps") struct TimestampTests {
    @Test(
        "reads dates as strict_date_optional_time does",
        arguments: [
            ("1970", 0), ("1970-01", 0), ("1970-01-02", 86_400_000), ("1970-01-01T01", 3_600_000), ("1970-01-01T00:01", 60_000),
            ("1970-01-01T00:00:01", 1000), ("1970-01-01T00:00:00.1", 100), ("1970-01-01T00:00:00,123456789Z", 123),
            ("1970-01-01T00:00:00.000999999", 0), ("1970-01-01T09:00+09:00", 0), ("1970-01-01T00:00:00-0130", 5_400_000),
            ("1970-01-01T09:00:00.5+09", 500), ("1969-12-31T23:59:59.999Z", -1), ("2024-02-29", 1_709_164_800_000),
            ("2000-02-29T12:00:00Z", 951_825_600_000), ("0000-01-01", -62_167_219_200_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999), ("2026-11-23T06:43:24.123Z", 1_795_416_204_123),
        ])
    func reads(text: String, milliseconds: Int64) {
        #expect(Timestamp(iso8601: text)?.milliseconds == milliseconds)
    }

    @Test(
        "refuses other texts",
        arguments: [
            "", "24", "20245", "2024-1-1", "2024-13", "2024-00", "2024-02-30", "2023-02-29", "1900-02-29", "2024-05-17 10:00",
            "2024-05-17T", "2024-05-17T24:00", "2024-05-17T10:60", "2024-05-17T10:00:60", "2024-05-17T10:00:00.",
            "2024-05-17T10:00:00.1234567890", "2024-05-17T10:00:00+25:00", "2024-05-17T10:00:00+9", "2024-05-17Z", "2024T10",
            "2024-05-17T10:00:00ZZ", "yesterday", "-2024-05-17", "２０２４-05-17", " 2024",
        ])
    func refuses(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test(
        "writes UTC to the millisecond",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"), (1_709_210_096_007, "2024-02-29T12:34:56.007Z"),
            (253_402_300_800_000, "10000-01-01T00:00:00.000Z"),
        ] as [(Int64, String)])
    func writes(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).iso8601 == text)
    }

    @Test("every day of the calendar comes back")
    func days() {
        for day in stride(from: Int64(-719_528), to: 2_932_897, by: 1) {
            let (year, month, dayOfMonth) = Timestamp.civil(days: day)
            guard Timestamp.days(year: year, month: month, day: dayOfMonth) == day else {
                Issue.record("day \(day) becomes \(year)-\(month)-\(dayOfMonth)")
                return
            }
        }
        #expect(!Timestamp(milliseconds: .min).iso8601.isEmpty && !Timestamp(milliseconds: .max).iso8601.isEmpty)
    }
}
