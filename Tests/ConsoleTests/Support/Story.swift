import Engine

@testable import Console

/// Events that lead to a screen.
enum Story {
    /// The state after some events. Searches are answered by the sample documents, as an index would.
    static func tell(_ events: [Event], size: Size, isReadOnly: Bool = true) -> State {
        var state = State(setup(isReadOnly: isReadOnly), size: size, now: noon, zone: .utc)
        for event in events {
            for effect in update(&state, event) { answer(effect, &state) }
        }
        while !state.live.marks.isComplete { _ = update(&state, .idle) }
        return state
    }

    /// Answers an effect as the sample documents would.
    private static func answer(_ effect: Effect, _ state: inout State) {
        switch effect {
        case .search(let search): answer(search, &state)
        case .lookUp(let key, let event):
            let found = playlists.first { $0.key == key }.map { hit($0) }
            _ = update(&state, .lookedUp(event, .success(found)))
        default: break
        }
    }

    static func answer(_ search: Search, _ state: inout State) {
        let matcher = LiveMatcher(search.request.query)
        // The stream's later documents are in the index too.
        let written = state.live.events.compactMap { ($0.id.rawValue >= 900 && $0.progress.isFinal) ? $0.document : nil }
        var found = (written + playlists).filter { search.request.indexes.isEmpty || search.request.indexes == [$0.index] }
            .filter(matcher.matches)
        if search.request.sort == .popularity { found.sort { $0.popularity ?? -1 > $1.popularity ?? -1 } }
        if search.request.order == .ascending { found.reverse() }
        let hits = found.map { hit($0) }
        let results = SearchResults(hits: hits, total: .init(hits.count), took: .milliseconds(3))
        _ = update(&state, .found(search, results))
    }

    static func keys(_ text: String) -> [Event] { text.map { .input(.key(.character($0))) } }

    static let opened = Event.opened(
        Opened(backend: "embedded", indexes: ["chatroom", "playlist"], hasFeed: true, readsRecords: true, notice: nil))

    static var status: PipelineStatus {
        var status = PipelineStatus()
        status.activity = .running
        status.isIndexing = true
        (status.readRate, status.indexRate, status.lag, status.rejected) = (214, 213.6, 12_345, 3)
        status.searchable = DurationSummary(median: .milliseconds(430), p95: .milliseconds(912), maximum: .milliseconds(1_204))
        return status
    }

    static var waiting: Event {
        var status = status
        let since = Timestamp(milliseconds: noon.milliseconds - 65_000)
        status.activity = .waiting(reason: "no broker answers at 127.0.0.1:9092", since: since, nextAttempt: noon)
        return .tick(noon.advanced(by: .seconds(2)), status)
    }

    static let results: [Event] = [
        .tick(noon, status), opened,
        .live(
            LiveUpdates(events: [
                event(1, playlists[3], .searchable(after: .milliseconds(430))),
                event(2, playlists[1], .searchable(after: .milliseconds(12))),
                rejected(3), event(4, playlists[0], .deleted(after: .seconds(12))), tombstone(5),
                event(6, document("pl-9", "새벽 감성 플레이리스트 — 아주 긴 이름이 여기에서 잘려야 합니다"), .searchable(after: .seconds(1))),
                event(7, playlists[4], .seen), event(8, playlists[5], .indexed), event(9, playlists[2], .sent),
            ])),
    ]

    static let more = LiveUpdates(events: (10...320).map { event($0, playlists[Int($0) % 6]) }, skipped: 7)

    static let fields = Event.fields(
        ["playlist"],
        FieldCatalog([
            .name: .text, .description: .text, .createdAt: .date, .popularity: .integer, .id: .keyword, "genre": .keyword,
            "owner.city": .keyword, "creator": .other("geo_point"), "price": .number, "live": .boolean,
        ]))

    /// The bar after a text, a field, and the answer to what values it has.
    static func completion(after text: String) -> [Event] {
        let question = ValueQuestion(field: "genre", type: .keyword, indexes: ["playlist"])
        let values = [
            TopValue("jazz", count: 1_204), TopValue("재즈 보컬", count: 312), TopValue("R&B", count: 99),
            TopValue("city-pop", count: 7),
        ]
        return results + [fields] + keys("/" + text + "genre:") + [.values(FieldValues(question: question, values: values))]
    }

    static let history: [Event] =
        results + [.earlierQueries(["blue note", "재즈 genre:jazz", "popularity:>100", "비 오는 날 재즈 -live", "blue note"])] + keys("/")

    static let explained: [Event] =
        results + keys(":explain") + [
            .input(.key(.enter)),
            .explained(
                "재즈 popularity:>100",
                [
                    "matched: 재즈 in name, description",
                    "way: the index of popularity is walked, and each row tested, because the words are "
                        + "in more than one document in eight", "rows read: 412 for 100 hits",
                ]),
        ]

    static let saved = Event.savedQueries([
        SavedQuery(name: "jazz-nights", query: "재즈 popularity:>100", sort: .popularity, order: .descending),
        SavedQuery(name: "비", query: "비 오는 날", sort: .latest, order: .ascending),
    ])

    static let noBrokers: [Event] = [
        .tick(noon, nil),
        .opened(
            Opened(
                backend: "embedded", indexes: ["playlist"], hasFeed: false, notice: "another kelp indexes: this one only reads")),
    ]

    static let noHits: [Event] = results + keys("/없는말") + [.input(.key(.enter))]

    static let allIndexes: [Event] = results + keys(":index all") + [.input(.key(.enter))]

    /// The document that an event wrote.
    static let eventDocument = results + keys("2kkkkkkk") + [.input(.key(.enter))]

    /// An event that the index has confirmed, three seconds later.
    static let eventWaiting = results + keys("2ke") + [.tick(noon.advanced(by: .seconds(3)), status)]

    static let record: [Event] = {
        let document = playlists[1]
        guard let origin = document.origin else { return [] }
        let record = Record(
            partition: origin.partition, offset: origin.offset, timestamp: noon, key: Array("pl-2".utf8), value: document.source)
        return results + keys("j") + [.input(.key(.enter))] + keys("e") + [
            .recordRead(origin, of: document.key, .success(record))
        ]
    }()

    /// What the stream does to results: one new, one changed, one deleted, one counted.
    static let liveResults: [Event] = {
        var changed = document("pl-2", "재즈와 함께하는 새벽", "chill, piano, 비", popularity: 393, secondsAgo: 2, offset: 901)
        changed.source += [0x20]
        let new = document("pl-7", "새 재즈 플레이리스트", "방금", popularity: 0, offset: 900)
        var deletion = event(902, playlists[2], .deleted(after: .milliseconds(8)))
        (deletion.document, deletion.record.value) = (nil, nil)
        let last = document("pl-8", "또 하나의 재즈", offset: 903)
        return results + [
            .input(.key("j")), .live(LiveUpdates(events: [event(900, new, .searchable(after: .milliseconds(6)))])),
            .input(.key(".")),
            .live(
                LiveUpdates(events: [
                    event(901, changed, .searchable(after: .milliseconds(7))), deletion,
                    event(903, last, .searchable(after: .milliseconds(5))),
                ])),
        ]
    }()

    private static func rejected(_ number: UInt64) -> LiveEvent {
        var event = event(number, playlists[0], .rejected(.wrongType, "created_at is not a date: \"어제\""))
        event.document = nil
        return event
    }

    private static func tombstone(_ number: UInt64) -> LiveEvent {
        var event = event(number, playlists[0], .sent)
        event.document = nil
        event.record.value = nil
        return event
    }
}
