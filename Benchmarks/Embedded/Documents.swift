import Engine
import Foundation

let index: IndexName = "playlist"
let firstDate: Int64 = 1_700_000_000_000

/// The documents that the benchmark knows by number: about 20 words, 450 bytes, four a second.
func document(_ number: Int) -> Document {
    var chance = Chance(state: UInt64(number) &* 0x2545_F491_4F6C_DD1D)
    func words(_ count: Int) -> String {
        (0..<count).map { _ in
            Words.word(rank: Int(pow(Double(Words.count), chance.fraction())))
        }.joined(separator: " ")
    }
    var name = words(6)
    if number.isMultiple(of: 2) { name += " " + Words.north }
    if number % 3 == 1 && number % 2 == 1 || number.isMultiple(of: 5_000) { name += " " + Words.south }
    let description = words(14)
    // Half of them below a thousand, many of them equal.
    let popularity = Int64(pow(10, chance.fraction() * 6)) - 1
    let createdAt = firstDate + Int64(number) * 250
    let genre = "genre\(Int(pow(40, chance.fraction())))"
    let city = ["서울", "부산", "Busan port", "Seoul station"][chance.below(4)]
    let source = #"""
        {"id":"\#(number)","name":"\#(name)","description":"\#(description)","created_at":\#(createdAt),"popularity":\#(popularity),\#
        "genre":"\#(genre)","live":\#(chance.below(10) == 0),"duration":\#(chance.below(7_200)),"owner":{"city":"\#(city)","name":"user\#(chance.below(50_000))"},\#
        "tags":["\#(genre)","tag\#(chance.below(1_000))"]}
        """#
    return Document(
        index: index, id: DocumentID("\(number)"), source: Array(source.utf8), name: name, description: description,
        createdAt: Timestamp(milliseconds: createdAt), popularity: popularity)
}

func write(_ numbers: Range<Int>, to target: EmbeddedIndex) async throws {
    let outcomes = try await target.write(WriteBatch(operations: numbers.map { .index(document($0)) }))
    guard outcomes.allSatisfy({ $0 == .done }) else { fatalError("a document was refused") }
}
