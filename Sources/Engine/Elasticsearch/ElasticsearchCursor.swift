/// Where a page of results ended. It is good for any point in time, and for none: what sorts exactly alike is asked for again, and what
/// of it was shown is left out.
struct ElasticsearchCursor: Hashable, Sendable {
    /// What a hit was sorted by.
    struct Place: Hashable, Sendable {
        /// The value that the sort is about, as JSON.
        var value: [UInt8]
        /// The number of its last change in its shard; another shard may have the same.
        var sequenceNumber: Int64

        /// Reads the values that a hit was sorted by.
        init?(_ sortValues: [UInt8]) {
            var cursor = JSONCursor(sortValues)
            // Values that cannot be understood are no place to go on from.
            guard (try? cursor.enterArray()) == true, (try? cursor.hasElement()) == true, let value = try? cursor.raw(),
                (try? cursor.hasElement()) == true, let number = try? cursor.integer(), number < .max
            else { return nil }
            (self.value, sequenceNumber) = (value, number)
        }
    }

    /// `nil` at the beginning.
    var place: Place?
    /// The hits at this place that were shown; at the beginning, all.
    var shown: [DocumentKey]

    /// Back to the beginning, without what was shown: scores are others in another view of the index.
    init(without shown: [Hit]) { self.shown = shown.map { DocumentKey(index: $0.index, id: $0.id) } }

    /// Where an answer ends.
    /// - Parameter before: where it began.
    init?(after answer: SearchResponse, before: ElasticsearchCursor?) {
        guard let place = answer.sortValues.last.flatMap({ $0 }).flatMap(Place.init) else { return nil }
        self.place = place
        shown = []
        for (hit, values) in zip(answer.hits, answer.sortValues).reversed() {
            guard values.flatMap(Place.init) == place else { return }
            shown.append(DocumentKey(index: hit.index, id: hit.id))
        }
        if let before, before.place == place { shown += before.shown }
    }

    /// The values of `search_after`: just before what was shown.
    /// - Parameter hasTiebreaker: whether the sort has a third value, which changes nothing any more.
    func searchAfter(hasTiebreaker: Bool) -> [UInt8]? {
        guard let place else { return nil }
        return Array("[".utf8) + place.value + Array(",\(place.sequenceNumber + 1)\(hasTiebreaker ? ",\(Int64.max)" : "")]".utf8)
    }
}

extension ElasticsearchCursor {
    /// Reads what `searchCursor` wrote.
    /// - Throws: `.usage` where it is another index's.
    init(_ cursor: SearchCursor) throws(Failure) {
        place = nil
        shown = []
        do throws(JSONError) {
            var json = JSONCursor(cursor.bytes)
            guard try json.enterObject() else { throw JSONError("it is no object", at: 0, in: cursor.bytes) }
            while let key = try json.nextKey() {
                switch key {
                case "after": place = Place(try json.raw())
                case "shown":
                    guard try json.enterArray() else { continue }
                    while try json.hasElement() {
                        let index = try json.string() ?? ""
                        guard try json.hasElement() else { break }
                        shown.append(DocumentKey(index: IndexName(index), id: DocumentID(try json.string() ?? "")))
                    }
                default: try json.skip()
                }
            }
            guard place != nil || !shown.isEmpty else { throw JSONError("it has no place", at: 0, in: cursor.bytes) }
        } catch {
            throw Failure(.usage, "the next page cannot be found: its cursor is not one of this index (\(error.sentence))")
        }
    }

    /// It as everybody else keeps it.
    var searchCursor: SearchCursor {
        var json = JSONWriter()
        json.beginObject()
        if let place {
            json.key("after")
            json.word("[" + String(decoding: place.value, as: UTF8.self) + ",\(place.sequenceNumber)]")
        }
        json.key("shown")
        json.beginArray()
        for key in shown {
            json.string(key.index.rawValue)
            json.string(key.id.rawValue)
        }
        json.endArray()
        json.endObject()
        return SearchCursor(bytes: json.bytes)
    }
}
