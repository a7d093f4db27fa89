import Foundation
import Testing

@testable import Engine

@Suite("Demo", .timeLimit(.minutes(3))) struct DemoTests {
    static let time = Timestamp(milliseconds: 1_767_225_599_999)

    static func items(_ count: Int, seed: UInt64 = 1) -> [DemoData.Item] {
        var data = DemoData(seed: seed)
        return (0..<count).map { _ in data.next(at: time) }
    }

    static func object(_ item: DemoData.Item) -> [String: Any]? {
        item.value.flatMap { try? JSONSerialization.jsonObject(with: Data($0)) as? [String: Any] }
    }

    @Test("makes the same records from the same seed, and others from another")
    func deterministic() {
        #expect(Self.items(500) == Self.items(500))
        #expect(Self.items(500) != Self.items(500, seed: 2))
    }

    @Test("makes documents with a name, a date and a popularity, under ids of their own")
    func documents() throws {
        let new = Self.items(3000).filter(\.isNewDocument)
        let ids = try new.map { item in
            let object = try #require(Self.object(item))
            #expect((object["name"] as? String)?.isEmpty == false)
            #expect(object["created_at"] as? String == "2025-12-31T23:59:59.999Z")
            #expect((1...50_000).contains(object["popularity"] as? Int ?? 0))
            #expect((object["tags"] as? [String])?.isEmpty == false)
            let id = try #require(object["id"] as? String)
            #expect(item.key == Array(id.utf8))
            return id
        }
        #expect(Set(ids).count == ids.count)
        #expect(Set(new.map(\.topic)) == Set(DemoFeed.topics))
        #expect(new.first.flatMap(\.value).map { String(decoding: $0, as: UTF8.self).hasPrefix("{\"id\":\"") } == true)
    }

    @Test("fills every place of a pattern", arguments: [1, 2, 3] as [UInt64])
    func patterns(seed: UInt64) {
        for item in Self.items(2000, seed: seed) where item.isNewDocument {
            let object = Self.object(item)
            #expect((object?["name"] as? String)?.contains("@") == false)
            #expect((object?["description"] as? String)?.contains("@") == false)
        }
    }

    @Test(
        "Korean particles fit the syllable before them",
        arguments: [
            ("재즈", "와", "와"), ("케이팝", "와", "과"), ("한강", "를", "을"), ("제주도", "를", "를"), ("R&B", "와", "와"), ("서울", "에", "에"),
            ("", "를", "를"),
        ] as [(String, Character, Character)])
    func particles(word: String, particle: Character, fitting: Character) {
        #expect(KoreanParticle.fit(particle, after: word) == fitting)
    }

    @Test("has documents for what people look for", arguments: ["jazz", "재즈", "lofi", "drive", "live", "대한민국", "夜"])
    func popular(query: String) {
        let hits = Self.items(5000).count { item in
            item.value.map { String(decoding: $0, as: UTF8.self).lowercased().contains(query) } ?? false
        }
        #expect(hits > 100)
    }

    @Test("breaks about one record in 150, in every way there is")
    func broken() {
        let items = Self.items(15_000)
        let texts = items.filter { !$0.isNewDocument }.map { String(decoding: $0.value ?? [], as: UTF8.self) }
        #expect(texts.contains { $0.contains("\"created_at\":\"yesterday\"") })
        #expect(texts.contains { $0.contains("\"popularity\":\"very\"") })
        #expect(texts.contains { $0.hasPrefix("[") })
        #expect(items.contains { $0.key == nil && $0.value == nil })
        #expect(items.contains { $0.key != nil && $0.value == nil })
        let unreadable = items.count { item in
            guard let value = item.value else { return false }
            return (try? JSONSerialization.jsonObject(with: Data(value))) == nil
        }
        #expect((5...60).contains(unreadable))
    }

    @Test("raises the popularity of documents that are there")
    func updates() {
        var highest: [String: Int] = [:]
        var raised = 0
        for item in Self.items(3000) {
            guard let object = Self.object(item), let id = object["id"] as? String, let now = object["popularity"] as? Int,
                object["created_at"] as? String != "yesterday"
            else { continue }
            if let before = highest[id] {
                #expect(now > before)
                raised += 1
            }
            highest[id] = now
        }
        #expect(raised > 10)
    }

    @Test("spreads popularity from a few to tens of thousands")
    func popularity() {
        var random = SeededGenerator(seed: 1)
        let sorted = (0..<10_000).map { _ in random.popularity() }.sorted()
        #expect((50...500).contains(sorted[5000]))
        #expect(sorted[9990] > 5_000)
        #expect(sorted[100] < 20)
    }

    @Test("feeds the backlog at once, goes on by the clock, and stops when cancelled")
    func feed() async throws {
        let broker = try DemoBroker(topics: DemoFeed.topics)
        let feed = try DemoFeed(configuration: broker.configuration, backlog: 10_000, rate: 2000)
        let producing = Task { try await feed.run() }
        var run = try ConsumerRun(broker.configuration, DemoFeed.topics, role: .browser, start: .beginning)
        #expect(try await run.poll { $0.records.count >= 12_000 })
        producing.cancel()
        try await producing.value
        await run.consumer.close()
    }
}
