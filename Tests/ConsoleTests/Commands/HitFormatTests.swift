import Engine
import Foundation
import Testing

@testable import Console

@Suite("Formats of hits") struct HitFormatTests {
    private static let hits = [
        Hit(
            index: "playlist", id: "1", source: Array("{ \"id\": 1,\n  \"name\": \"비 오는 날, \\\"재즈\\\"\" }".utf8),
            sortValue: 1_767_225_600_000,
            name: "비 오는 날, \"재즈\"", description: "chill, late", createdAt: Timestamp(milliseconds: 1_767_225_600_000),
            popularity: 4812),
        Hit(
            index: "playlist", id: "a\tb", score: nil, source: Array("{\"name\":\"\u{202E}x\u{9B}\"}".utf8), sortValue: nil,
            name: "\u{202E}x\u{9B}\ny"),
        Hit(index: "chatroom", id: "3", score: 1.5, source: Array("{}".utf8)),
    ]
    private static let results = SearchResults(
        hits: hits, total: .init(10_000, isLowerBound: true), took: .milliseconds(3))

    private func written(_ format: HitFormat, _ output: Output = Output(), hits: [Hit] = hits) throws -> String {
        var results = Self.results
        results.hits = hits
        try format.write(results, to: output)
        return String(decoding: output.bytes, as: UTF8.self)
    }

    private static let lines = [
        #"{"_index":"playlist","_id":"1","_score":null,"_source":{"id":1,"name":"비 오는 날, \"재즈\""},"sort":[1767225600000]}"#,
        #"{"_index":"playlist","_id":"a\tb","_score":null,"_source":{"name":"\u202ex\u009b"},"sort":[null]}"#,
        #"{"_index":"chatroom","_id":"3","_score":1.5,"_source":{},"sort":[1.5]}"#,
    ]

    @Test("jsonl is one hit a line, as Elasticsearch writes it")
    func jsonl() throws {
        #expect(try written(.jsonl) == Self.lines.joined(separator: "\n") + "\n")
    }

    @Test("json holds results, total and took")
    func json() throws {
        let end = #"],"total":{"value":10000,"relation":"gte"},"took":3}"# + "\n"
        #expect(try written(.json) == #"{"results":["# + Self.lines.joined(separator: ",") + end)
        #expect(try written(.json, hits: []) == #"{"results":["# + end)
    }

    @Test("csv quotes what RFC 4180 wants quoted, and nothing else")
    func csv() throws {
        let text = """
            _index,_id,_score,created_at,popularity,name,description\r
            playlist,1,,2026-01-01T00:00:00.000Z,4812,"비 오는 날, ""재즈""\","chill, late"\r
            playlist,a\tb,,,,"\u{202E}x\u{9B}
            y",\r
            chatroom,3,1.5,,,,\r

            """
        #expect(try written(.csv) == text)
    }

    @Test("ids are one a line")
    func ids() throws {
        #expect(try written(.ids) == "1\na\tb\n3\n")
    }

    @Test("a table in a pipe has tabs and every byte; nothing where nothing was found")
    func pipedTable() throws {
        let first = "playlist\t1\t\t2026-01-01T00:00:00.000Z\t4812\t비 오는 날, \"재즈\"\tchill, late\n"
        #expect(try written(.table).hasPrefix(first))
        #expect(try written(.table).contains("\u{202E}x\u{9B}\ny"))
        #expect(try written(.table, hits: []).isEmpty)
    }

    @Test("a table on a terminal is aligned, cut to its width and safe", arguments: [60, 80, 120])
    func terminalTable(columns: Int) throws {
        let text = try written(.table, Output(terminalColumns: columns))
        let lines = text.split(separator: "\n").map { SafeText($0) }
        #expect(lines.count == 4)
        #expect(lines.allSatisfy { $0.width <= columns })
        #expect(!text.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{9B}" })
        let places = lines.prefix(3).map { line in
            line.string.range(of: line == lines[0] ? "INDEX" : "playlist").map { SafeText(line.string[..<$0.lowerBound]).width }
        }
        #expect(Set(places).count == 1, "\(text)")
    }

    @Test("a table on a terminal, whole")
    func wholeTable() throws {
        let text = try written(.table, Output(terminalColumns: 90))
        #expect(
            text == """
                CREATED           NAME                DESCRIPTION  POPULARITY  INDEX     ID
                2026-01-01T00:00  비 오는 날, "재즈"  chill, late        4812  playlist  1
                                  \\u202ex\\u009b\\ny                             playlist  a\\tb
                                                                               chatroom  3

                """)
    }
}
