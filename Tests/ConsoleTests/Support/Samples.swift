import Engine

@testable import Console

/// A moment for tests: 2026-11-23 14:02:11.500 UTC.
let noon = Timestamp(milliseconds: 1_795_442_531_500)

func document(
    _ id: String, _ name: String, _ description: String? = nil, popularity: Int64? = nil, secondsAgo: Int64 = 0,
    index: IndexName = "playlist", offset: Int64 = 0
) -> Document {
    let source = "{\"id\":\"\(id)\",\"name\":\"\(name)\",\"tags\":[\"재즈\",1.5,true,null]}"
    return Document(
        index: index, id: DocumentID(id), source: Array(source.utf8), name: name, description: description,
        createdAt: Timestamp(milliseconds: noon.milliseconds - secondsAgo * 1_000), popularity: popularity,
        origin: RecordPosition(TopicPartition("\(index.rawValue)_created", 0), Offset(offset)))
}

extension TopicPartition {
    fileprivate init(_ topic: String, _ partition: Int32) { self.init(TopicName(topic), partition) }
}

func hit(_ document: Document) -> Hit {
    Hit(
        index: document.index, id: document.id, source: document.source, name: document.name, description: document.description,
        createdAt: document.createdAt, popularity: document.popularity, origin: document.origin)
}

func event(_ number: UInt64, _ document: Document, _ progress: LiveProgress = .sent) -> LiveEvent {
    let position = document.origin ?? RecordPosition(TopicPartition("t", 0), 0)
    let record = Record(
        partition: position.partition, offset: Offset(Int64(number)), timestamp: noon, key: Array(document.id.rawValue.utf8),
        value: document.source, headers: [.init(name: Array("trace".utf8), value: [0x1B, 0x5B, 0x61])])
    return LiveEvent(id: .init(number), record: record, document: document, seenAt: noon, progress: progress)
}

extension LiveProgress {
    static let sent = LiveProgress(.sent, sent: .milliseconds(4))
    static let indexed = LiveProgress(.indexed, sent: .milliseconds(4), indexed: .milliseconds(31))
    static func searchable(after wait: Duration) -> LiveProgress {
        LiveProgress(.searchable, sent: .milliseconds(4), indexed: .milliseconds(9), searchable: wait)
    }
    static func deleted(after wait: Duration) -> LiveProgress { LiveProgress(.deleted, indexed: wait) }
    static func rejected(_ kind: DeadLetter.Kind, _ reason: SafeText) -> LiveProgress { LiveProgress(.rejected(kind, reason)) }
}

/// Playlists in several scripts, some longer than any column.
let playlists: [Document] = [
    document("pl-1", "Jazz for a rainy night", "비 오는 날 재즈", popularity: 4_812, secondsAgo: 12, offset: 41),
    document("pl-2", "재즈와 함께하는 밤", "chill, piano", popularity: 392, secondsAgo: 31, offset: 42),
    document("pl-3", "Blue Note 1962", "jazz, vinyl", popularity: 20_114, secondsAgo: 340, offset: 43),
    document("pl-4", "夜のジャズ・コレクション 〜 朝まで聴きたい名曲集", "朝に聴きたい", popularity: 7, secondsAgo: 7_300, offset: 44),
    document("pl-5", "Workout 🔥 2026 👨‍👩‍👧", nil, popularity: 1_000_000, secondsAgo: 200_000, offset: 45),
    document("pl-6", "\u{1B}[31mred\u{202E} 대한민국", "tab\there", secondsAgo: 400_000_000, offset: 46),
]

func setup(
    _ index: MemoryIndex = MemoryIndex(playlists), feed: LiveFeed? = nil, isReadOnly: Bool = false
) -> ConsoleSetup {
    ConsoleSetup(profile: "demo", index: "playlist", isReadOnly: isReadOnly) { (_) async throws(Failure) -> Backend in
        Backend(index: index, feed: feed, pipeline: nil, notice: nil, close: {})
    }
}
