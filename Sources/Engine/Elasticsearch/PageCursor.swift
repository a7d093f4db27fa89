/// Where a page of results ended. It is good for any point in time, and for none: what sorts exactly alike is asked for again, and what
/// of it was shown is left out.
struct PageCursor: Hashable, Sendable {
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
                (try? cursor.hasElement()) == true, let number = try? cursor.integer()
            else { return nil }
            (self.value, sequenceNumber) = (value, number)
        }
    }

    var place: Place
    /// The hits at this place that were shown.
    var shown: [DocumentKey]

    /// Where an answer ends.
    /// - Parameter before: where it began.
    init?(after answer: SearchResponse, before: PageCursor?) {
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
    func searchAfter(hasTiebreaker: Bool) -> [UInt8] {
        Array("[".utf8) + place.value + Array(",\(place.sequenceNumber + 1)\(hasTiebreaker ? ",0" : "")]".utf8)
    }
}

extension PageCursor {
    /// Reads what `searchCursor` wrote.
    /// - Throws: `.usage` where it is another index's.
    init(_ cursor: SearchCursor) throws(Failure) {
        do throws(JSONError) {
            var json = JSONCursor(cursor.bytes)
            var place: Place?
            shown = []
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
            guard let place else { throw JSONError("it has no place", at: 0, in: cursor.bytes) }
            self.place = place
        } catch {
            throw Failure(.usage, "the next page cannot be found: its cursor is not one of this index (\(error.sentence))")
        }
    }

    /// It as everybody else keeps it.
    var searchCursor: SearchCursor {
        var json = JSONWriter()
        json.beginObject()
        json.key("after")
        json.word("[" + String(decoding: place.value, as: UTF8.self) + ",\(place.sequenceNumber)]")
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
