import Testing

@testable import Engine

@Suite("Places in time") struct PlaceTests {
    @Test("of equals are a half million in order, the first ones spaced, then those of the next moment")
    func equals() throws {
        let places = Place.places(for: Timestamp(milliseconds: 1_700_000_000_000))
        var all = [places.lowerBound]
        while let next = Place.next(after: all[all.count - 1], in: places) { all.append(next) }
        #expect(zip(all, all.dropFirst()).allSatisfy(<) && all.last == places.upperBound)
        #expect(all.count > 500_000 && all.prefix(2_000).allSatisfy { $0 % 256 == 0 })
        #expect(Place.next(after: places)?.lowerBound == places.upperBound + 1)
        let undated = Place.places(for: nil)
        #expect(Place.next(after: undated.lowerBound, in: undated) == .min + 256)
        // So an older Kelp numbered them.
        #expect(Place.next(after: .min + 7, in: undated) == .min + 256)
        #expect(Place.next(after: undated.upperBound, in: undated) == nil)
    }

    @Test("of documents with and without dates are walked backwards, and none is lost", arguments: [5_500, 6_000, 8_500])
    func backwards(undated: Int) throws {
        let folder = try TemporaryFolder()
        let connection = try SQLiteConnection(file: folder.path + "/texts.db", access: .readWrite)
        try connection.execute("CREATE VIRTUAL TABLE texts USING fts5 (text, content = '')")
        var places = [Place.places(for: nil).lowerBound]
        while places.count < undated {
            places.append(try #require(Place.next(after: places[places.count - 1], in: Place.places(for: nil))))
        }
        places += (0..<8_000).map { Place.places(for: Timestamp(milliseconds: 1_700_000_000_000 + $0)).lowerBound }
        try connection.transaction { () throws(Failure) in
            let insertion = try connection.statement("INSERT INTO texts (rowid, text) VALUES (?1, 'even')")
            for place in places { try insertion.run([.integer(place)]) }
        }
        for last in [undated / 2, undated - 1, undated, places.count / 2] {
            let count = try connection.first(
                """
                SELECT count(*) FROM
                    (SELECT 1 FROM texts WHERE texts MATCH 'even' AND rowid <= ?1 ORDER BY rowid DESC LIMIT 100000)
                """, [.integer(places[last])]
            ) { $0.integer(0) }
            #expect(count == Int64(last + 1))
        }
    }
}
