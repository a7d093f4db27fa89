import Testing

@testable import Engine

@Suite("Record decoder") struct RecordDecoderTests {
    private func decode(key: [UInt8]?, value: String?) -> RecordDecoder.Effect? {
        let record = Record(partition: partition(3), offset: 9, key: key, value: value.map { Array($0.utf8) })
        return RecordDecoder(routes: routes).decode(record)
    }

    @Test(
        "gives a document the id of its field, else of its key, else of its place",
        arguments: [
            (Array("k".utf8), #"{"id":"a"}"#, "a"), (Array("k".utf8), "{}", "k"), ([0xFF, 0x0A], "{}", "ff0a"),
            ([], "{}", "playlist_created-3-9"), (nil, "{}", "playlist_created-3-9"),
        ] as [([UInt8]?, String, DocumentID)])
    func ids(key: [UInt8]?, value: String, id: DocumentID) {
        guard case .operation(.index(let document)) = decode(key: key, value: value) else {
            Issue.record("no document")
            return
        }
        #expect(document.id == id && document.index == playlist)
        #expect(document.origin == RecordPosition(partition(3), 9))
    }

    @Test("deletes by the key of a tombstone")
    func tombstone() {
        #expect(decode(key: Array("k".utf8), value: nil) == .operation(.delete("k", playlist)))
        #expect(decode(key: [0xFF], value: nil) == .operation(.delete("ff", playlist)))
    }

    @Test("keeps key, payload and place of what it refuses")
    func letters() {
        let broken = DeadLetter(
            kind: .notJSON, reason: "not JSON: it ends too early at byte 1", origin: .record(RecordPosition(partition(3), 9)),
            index: playlist, key: [1], payload: [0x7B])
        #expect(decode(key: [1], value: "{") == .deadLetter(broken))
        for key in [nil, []] as [[UInt8]?] {
            guard case .deadLetter(let letter) = decode(key: key, value: nil) else {
                Issue.record("no dead letter")
                continue
            }
            #expect(letter.kind == .tombstoneWithoutKey && letter.payload == nil)
        }
    }

    @Test("passes over topics without a route")
    func unrouted() {
        let record = Record(partition: TopicPartition("other", 0), offset: 0, value: [])
        #expect(RecordDecoder(routes: routes).decode(record) == nil)
    }
}
