import Engine
import Foundation
import Testing

@testable import Console

/// Whole screens as text files beside this one. `KELP_RECORD=1` writes them.
@Suite("Screens as text") struct SnapshotTests {
    static let sizes = [Size(columns: 120, rows: 32), Size(columns: 80, rows: 24), Size(columns: 60, rows: 15)]
    static let stories: [(name: String, events: [Event])] = [
        ("results", Story.results),
        ("no-brokers", Story.noBrokers),
        ("query", Story.results + Story.keys("/재즈")),
        ("query-error", Story.results + Story.keys("/비 \"재즈") + [.input(.key(.enter))]),
        ("query-error-far", Story.results + Story.keys("/\(String(repeating: "재즈 ", count: 30))\"") + [.input(.key(.enter))]),
        ("complete-field", Story.results + [Story.fields] + Story.keys("/재즈와 -") + Story.keys("c") + [.input(.key(.down))]),
        ("complete-value", Story.completion(after: "비 오는 날 ")),
        (
            "complete-at-edge",
            Story.completion(after: String(repeating: "재즈 ", count: 9)) + [.input(.key(.up)), .input(.key(.up))]
        ),
        ("history", Story.history + [.input(.key(.control("r")))] + Story.keys("재즈") + [.input(.key(.down))]),
        (
            "saved",
            Story.history + [.input(.key(.escape)), Story.saved] + Story.keys(":saved") + [
                .input(.key(.enter)), .input(.key(.delete)),
            ]
        ),
        ("explain", Story.explained),
        ("no-hits", Story.noHits),
        ("live-paused", Story.results + [.input(.key(.tab))] + Story.keys(" ") + [.live(Story.more)]),
        ("document", Story.results + Story.keys("j") + [.input(.key(.enter))]),
        ("event", Story.results + [.input(.key(.tab)), .input(.key(.enter))]),
        ("event-document", Story.eventDocument),
        ("event-waiting", Story.eventWaiting),
        ("record", Story.record),
        ("live-results", Story.liveResults),
        ("timing", Story.results + Story.keys(":timing") + [.input(.key(.enter))]),
        ("help", Story.results + Story.keys("?")),
        ("command-line", Story.results + Story.keys(":index ") + [.input(.key(.tab)), .input(.key(.tab))]),
        ("waiting", Story.results + [Story.waiting]),
        ("dates", Story.results + Story.keys("t")),
        ("ages", Story.results + Story.keys("tt")),
        ("all-indexes", Story.allIndexes),
        ("fields", Story.results + [Story.fields] + Story.keys("f")),
        ("copy", Story.results + Story.keys("y")),
    ]

    @Test("look as recorded", arguments: stories.map(\.name), sizes)
    func looks(name: String, size: Size) throws {
        let events = try #require(Self.stories.first { $0.name == name }).events
        let state = Story.tell(events, size: size)
        let frame = render(state, size: size)
        let cursor = frame.cursor.map { "cursor at \($0.x),\($0.y)" } ?? "no cursor"
        try compare(frame.text + "\n" + cursor + "\n", with: "\(name)-\(size.columns)x\(size.rows).txt")
    }

    @Test("every row of every screen is exactly as wide as the screen", arguments: stories.map(\.name), sizes)
    func fills(name: String, size: Size) throws {
        let events = try #require(Self.stories.first { $0.name == name }).events
        let frame = render(Story.tell(events, size: size), size: size)
        for y in 0..<size.rows {
            let columns = (0..<size.columns).reduce(0) { $0 + Glyphs(SafeText(frame[$1, y].text)).width }
            #expect(columns == size.columns)
        }
    }

    @Test(
        "no size breaks anything",
        arguments: [(1, 1), (0, 0), (39, 10), (40, 9), (40, 10), (41, 23), (99, 24), (100, 10), (300, 100), (40, 200)])
    func anySize(columns: Int, rows: Int) {
        let size = Size(columns: columns, rows: rows)
        for story in Self.stories {
            #expect(render(Story.tell(story.events, size: size), size: size).size == size)
        }
    }

    private func compare(_ text: String, with name: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots/\(name)")
        if ProcessInfo.processInfo.environment["KELP_RECORD"] != nil {
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let recorded = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(text == recorded, "\(name) is another; KELP_RECORD=1 records it anew")
    }
}
