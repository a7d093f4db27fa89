/// Makes the demo's records: playlists and chat rooms, an update or a deletion now and then, and some that are broken on purpose.
/// The same seed and the same times give the same records.
struct DemoData {
    /// A record to be produced.
    struct Item: Hashable {
        var topic: TopicName
        var key: [UInt8]?
        var value: [UInt8]?
        var timestamp: Timestamp
        /// Whether it adds a document that was not there.
        var isNewDocument = false
    }

    static let playlistTopic: TopicName = "playlist_created"
    static let chatroomTopic: TopicName = "chatroom_created"

    private struct Entry {
        var topic: TopicName
        var id: String
        var name: String
        var description: String
        var tags: [String]
        var owner: String
        var createdAt: Timestamp
        var popularity: Int
    }

    private var random: SeededGenerator
    private var count = 0
    /// Documents that later records may change; a sample, so that the memory stays small however long the demo runs.
    private var sample: [Entry] = []

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// The next record, as if it happened at this time.
    mutating func next(at time: Timestamp) -> Item {
        if random.isOne(in: 150) { return broken(at: time) }
        if !sample.isEmpty, random.isOne(in: 60) { return update(at: time) }
        if sample.count > 50, random.isOne(in: 500) { return deletion(at: time) }
        let entry = document(at: time)
        remember(entry)
        var item = item(entry, at: time)
        item.isNewDocument = true
        return item
    }

    private mutating func document(at time: Timestamp) -> Entry {
        count += 1
        let isPlaylist = random.isOne(in: 3) == false
        let words = random.pick(DemoWords.all)
        var name = fill(random.pick(isPlaylist ? words.playlists : words.chatrooms), words)
        if random.isOne(in: 8) { name += " " + random.pick(DemoWords.emoji) }
        return Entry(
            topic: isPlaylist ? DemoData.playlistTopic : DemoData.chatroomTopic,
            id: (isPlaylist ? "playlist-" : "chatroom-") + String(count), name: name,
            description: fill(random.pick(words.descriptions), words),
            tags: (0..<Int.random(in: 1...3, using: &random)).map { _ in random.pick(DemoWords.tags) },
            owner: random.pick(DemoWords.owners), createdAt: time, popularity: random.popularity())
    }

    /// Puts words in the pattern's places.
    private mutating func fill(_ pattern: String, _ words: DemoWords) -> String {
        var result = ""
        var isPlace = false
        for character in pattern {
            switch (isPlace, character) {
            case (false, "@"): isPlace = true
            case (false, _): result.append(KoreanParticle.fit(character, after: result))
            case (true, _):
                result += word(character, words)
                isPlace = false
            }
        }
        return result
    }

    private mutating func word(_ place: Character, _ words: DemoWords) -> String {
        switch place {
        case "a": random.pick(words.adjectives)
        case "g": random.pick(words.genres)
        case "m": random.pick(words.moods)
        case "p": random.pick(words.places)
        case "y": String(Int.random(in: 1955...2026, using: &random))
        default: String(Int.random(in: 1...40, using: &random))
        }
    }

    private mutating func remember(_ entry: Entry) {
        if sample.count < 500 {
            sample.append(entry)
        } else {
            sample[Int.random(in: 0..<500, using: &random)] = entry
        }
    }

    /// A known document becomes more popular.
    private mutating func update(at time: Timestamp) -> Item {
        let index = Int.random(in: 0..<sample.count, using: &random)
        sample[index].popularity += Int.random(in: 1...2_000, using: &random)
        return item(sample[index], at: time)
    }

    private mutating func deletion(at time: Timestamp) -> Item {
        let entry = sample.remove(at: Int.random(in: 0..<sample.count, using: &random))
        return Item(topic: entry.topic, key: Array(entry.id.utf8), value: nil, timestamp: time)
    }

    /// A record that can never be indexed.
    private mutating func broken(at time: Timestamp) -> Item {
        let entry = document(at: time)
        var item = item(entry, at: time)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: item.value = json(entry, createdAt: "yesterday")
        case 1: item.value = item.value.map { Array($0.prefix($0.count * 2 / 3)) }
        case 2:
            var json = JSONWriter()
            json.strings([entry.name] + entry.tags)
            item.value = json.bytes
        case 3: item.value = json(entry, popularity: "very")
        default: (item.key, item.value) = (nil, nil)
        }
        return item
    }

    private func item(_ entry: Entry, at time: Timestamp) -> Item {
        Item(topic: entry.topic, key: Array(entry.id.utf8), value: json(entry), timestamp: time)
    }

    private func json(_ entry: Entry, createdAt: String? = nil, popularity: String? = nil) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        for (name, text) in [("id", entry.id), ("name", entry.name), ("description", entry.description)] {
            json.member(name, text)
        }
        json.key("tags")
        json.strings(entry.tags)
        json.member("owner", entry.owner)
        json.member("created_at", createdAt ?? entry.createdAt.iso8601)
        json.key("popularity")
        if let popularity { json.string(popularity) } else { json.number(entry.popularity) }
        json.endObject()
        return json.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func strings(_ texts: [String]) {
        beginArray()
        for text in texts { string(text) }
        endArray()
    }
}
