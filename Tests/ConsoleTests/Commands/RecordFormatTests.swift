import Engine
import Foundation
import Testing

@testable import Console

@Suite("Formats of records") struct RecordFormatTests {
    private static let everyByte = Array(UInt8.min...UInt8.max)
    private static let hostile = Array(
        "\u{1B}]52;c;eA==\u{7}\u{202E}\r\0\u{85}\u{FEFF}\u{200D}대\u{1F468}\u{E0041}\u{1100}\u{1161}".utf8)

    private static func record(_ key: [UInt8]?, _ value: [UInt8]?, _ headers: [Record.Header] = []) -> Record {
        Record(
            partition: TopicPartition("t\u{1B}", 3), offset: 42, timestamp: Timestamp(milliseconds: 1_767_225_600_000), key: key,
            value: value, headers: headers)
    }

    static let records = [
        record(nil, nil), record([], []),
        record(hostile, hostile, [.init(name: hostile, value: hostile), .init(name: [], value: nil)]),
        record(everyByte, hostile), record(nil, everyByte, [.init(name: Array("a".utf8), value: nil)]),
        record(hostile, nil, [.init(name: everyByte, value: [1]), .init(name: [0x61], value: [0xC3])]),
        record(nil, Array("a".utf8)), record(nil, [0xED, 0xA0, 0x80]), record(nil, [0xFF]),
        record([], [], [.init(name: [0xFF], value: nil)]), record(nil, [0xFF, 0xFE]),
    ]

    @Test("a line gives every byte back, and holds nothing that a terminal acts on", arguments: records)
    func roundTrip(record: Record) throws {
        let line = recordLine(record)
        #expect(line.last == UInt8(ascii: "\n"))
        #expect(line.dropLast().allSatisfy { $0 >= 0x20 && $0 != 0x7F })
        #expect(SafeText(bytes: line.dropLast()).string == String(decoding: line.dropLast(), as: UTF8.self))
        let fields = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
        let isBase64 = fields["encoding"] as? String == "base64"
        func bytes(_ value: Any?) -> [UInt8]? {
            (value as? String).flatMap { isBase64 ? Data(base64Encoded: $0).map(Array.init) : Array($0.utf8) }
        }
        #expect(fields["topic"] as? String == "t\u{1B}")
        #expect(fields["partition"] as? Int == 3)
        #expect(fields["offset"] as? Int == 42)
        #expect(fields["timestamp"] as? Int == 1_767_225_600_000)
        #expect(bytes(fields["key"]) == record.key)
        #expect(bytes(fields["value"]) == record.value)
        let headers = try #require(fields["headers"] as? [[Any]])
        #expect(headers.map { Record.Header(name: bytes($0[0]) ?? [0], value: bytes($0[1])) } == record.headers)
    }

    @Test("a line has its fields in one order, and an encoding only where it must")
    func fields() {
        let record = Self.record(Array("k".utf8), Array("국".utf8), [.init(name: Array("h".utf8), value: nil)])
        let text =
            #"{"topic":"t\u001b","partition":3,"offset":42,"timestamp":1767225600000,"key":"k","headers":[["h",null]],"value":"국"}"#
        #expect(String(decoding: recordLine(record), as: UTF8.self) == text + "\n")
    }

    @Test("a table line on a terminal is safe and fits; in a pipe it has every byte")
    func table() throws {
        let record = Self.record(Self.hostile, Self.everyByte)
        let terminal = Output(terminalColumns: 40)
        try RecordFormat.table.write(record, to: terminal)
        let line = String(decoding: terminal.bytes.dropLast(), as: UTF8.self)
        #expect(SafeText(line).string == line)
        #expect(SafeText(line).width <= 40)
        let pipe = Output()
        try RecordFormat.table.write(record, to: pipe)
        #expect(Array(pipe.bytes.dropLast().suffix(256)) == Self.everyByte)
    }

    @Test("base64", arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")])
    func encodes(text: String, encoded: String) {
        #expect(base64(Array(text.utf8)) == encoded)
    }
}
