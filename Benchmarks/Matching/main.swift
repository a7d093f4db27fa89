import Engine
import Foundation

// How many events a second one core judges, by query: `MatchingBenchmark [SECONDS]`, seconds a query. It counts its own time on the processor,
// so that what else the machine does makes little difference.

/// Events as the demo has them, of about 200 bytes, half of them Korean.
func event(_ number: Int) -> [UInt8] {
    let names = ["비 오는 날 재즈", "Jazz for a rainy night", "새벽 감성 발라드", "Blue Note 1962", "Drive into the sunset", "대한민국 인디 모음"]
    let genres = ["jazz", "rock", "k-pop", "classical", "인디"]
    let name = "\(names[number % names.count]) \(number % 997)"
    return Array(
        #"""
        {"id":"playlist-\#(number)","name":"\#(name)","description":"chill, piano \#(number % 31) 잔잔한 음악 모음","genre":"\#(genres[number % 5])",\#
        "owner":{"city":"서울","age":\#(number % 60)},"created_at":\#(1_700_000_000_000 + number * 1000),"popularity":\#(number * 7919 % 100_000)}
        """#.utf8)
}

let seconds = CommandLine.arguments.dropFirst().first.flatMap(Double.init) ?? 1
let documents = try (0..<10_000).map { try DocumentDecoder().decode(event($0), index: "playlist", fallbackID: nil) }
let queries = [
    "", "jazz", "vinyl", "재즈", "국", "jaz*", "\"rainy night\"", "jazz OR 재즈", "popularity:>50000", "since:2023-11-14T23:00",
    "name:jazz", "genre:jazz",
    "owner.age:>30", "jazz -live popularity:>100 since:2023 genre:jazz",
    "genre:jazz owner.city:서울 owner.age:10..40 -name:rock piano",
]
for text in queries {
    let query = try QueryParser.parse(text)
    let matcher = LiveMatcher(query)
    var (judged, matching) = (0, 0)
    let start = clock()
    while elapsed(since: start) < seconds {
        for document in documents where matcher.matches(document) { matching += 1 }
        judged += documents.count
    }
    let rate = Int(Double(judged) / elapsed(since: start))
    print("\(rate) events/s, \(matching * 100 / judged) % match: \(text)")
}
let start = clock()
for _ in 0..<1_000 { for text in queries { _ = try QueryParser.parse(text) } }
print("\(Int(elapsed(since: start) * 1_000_000 / Double(1_000 * queries.count))) µs to parse one of these queries")

func elapsed(since start: clock_t) -> Double { Double(clock() - start) / Double(CLOCKS_PER_SEC) }
