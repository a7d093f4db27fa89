/// What a `SearchCursor` of the embedded index says.
///
/// *Latest* and *popularity* go on after a position. A score changes with every document that is written, so *relevance* carries
/// the order as it was when the first page was asked for.
enum PageCursor: Hashable, Sendable {
    case after(Position)
    case ranking([Position])

    /// Reads what `encoded` wrote; a cursor of another index is a failure.
    init(_ cursor: SearchCursor) throws(Failure) {
        var reader = WordReader(rest: cursor.bytes[...])
        guard let kind = reader.byte(), kind <= 1 else { throw Self.foreign }
        var positions: [Position] = []
        while !reader.isAtEnd {
            guard let position = reader.position() else { throw Self.foreign }
            positions.append(position)
        }
        if kind == 1 {
            self = .ranking(positions)
        } else if positions.count == 1 {
            self = .after(positions[0])
        } else {
            throw Self.foreign
        }
    }

    var encoded: SearchCursor {
        switch self {
        case .after(let position): SearchCursor(bytes: [0] + Self.bytes(of: position))
        case .ranking(let positions): SearchCursor(bytes: positions.reduce(into: [1]) { $0 += Self.bytes(of: $1) })
        }
    }

    private static let foreign = Failure(.usage, "The next page was asked for with a mark of another index: search again.")

    private static func bytes(of position: Position) -> [UInt8] {
        let known: UInt8 = (position.popularity == nil ? 0 : 1) | (position.score == nil ? 0 : 2)
        let numbers = [
            position.table, position.place, position.popularity, position.score.map { Int64(bitPattern: $0.bitPattern) },
        ]
        return numbers.compactMap { $0 }.reduce(into: [known]) { bytes, number in
            withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
        }
    }
}

private struct WordReader {
    var rest: ArraySlice<UInt8>

    var isAtEnd: Bool { rest.isEmpty }

    mutating func byte() -> UInt8? { rest.popFirst() }

    mutating func position() -> Position? {
        guard let known = byte(), known < 4, let table = integer(), let place = integer() else { return nil }
        var position = Position(table: table, place: place)
        if known & 1 != 0 {
            guard let popularity = integer() else { return nil }
            position.popularity = popularity
        }
        if known & 2 != 0 {
            guard let score = integer() else { return nil }
            position.score = Double(bitPattern: UInt64(bitPattern: score))
        }
        return position
    }

    private mutating func integer() -> Int64? {
        guard rest.count >= 8 else { return nil }
        defer { rest = rest.dropFirst(8) }
        return Int64(bitPattern: rest.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }
}
