import Engine
import Foundation

/// How many documents have each word that was looked up: chosen by what share of the documents they are in.
struct Question {
    var label: String
    var query: Query
}

private let pageSize = 50

func measure(folder: String, rate: Int, rounds: Int) async throws {
    let target = try await EmbeddedIndex.open(folder: folder, access: .writer)
    let count = try await target.indexes().first?.documents ?? 0
    let writer = Task.detached { try await keepWriting(to: target, from: count, rate: rate) }
    let questions = words(of: count) + combinations
    say("\(count) documents, \(rate) more a second, pages of \(pageSize); milliseconds: p50 / p99 / worst of \(rounds)")
    for question in questions {
        var line = question.label.padding(toLength: 34, withPad: " ", startingAt: 0)
        for sort in [Sort.latest, .popularity, .relevance] {
            let request = SearchRequest(indexes: [index], query: question.query, sort: sort, size: pageSize)
            var times: [Duration] = []
            var results: SearchResults?
            for _ in 0..<rounds {
                let start = ContinuousClock.now
                do { results = try await target.search(request) } catch { break }
                times.append(ContinuousClock.now - start)
                if times.reduce(.zero, +) > .seconds(3) { break }
            }
            if sort == .latest, let total = results?.total {
                line += "\(total.isLowerBound ? "≥" : "")\(total.value)".leftPadded(8)
            }
            line += "  \(sort.rawValue.prefix(3)) \(percentiles(times))"
        }
        say(line)
    }
    for (label, query) in [("north", word(Words.north)), ("everything", .everything)] {
        for sort in [Sort.latest, .popularity, .relevance] { try await pages(label, query, sort, target) }
    }
    writer.cancel()
    let written = try await writer.value
    say("\(written); \(size(of: folder)); \(memory())")
    await target.close()
}

func word(_ text: String) -> Query { .term(Query.Term(text)) }

/// Words of ten frequencies, from one document in two to a handful.
private func words(of count: Int) -> [Question] {
    [1, 2, 4, 9, 18, 45, 180, 1_801, 18_010, 180_101].map { rank in
        Question(label: "word \(rank) \(Words.word(rank: rank))", query: word(Words.word(rank: rank)))
    }
}

private let combinations: [Question] = {
    let (north, south, common) = (word(Words.north), word(Words.south), word(Words.word(rank: 1)))
    let recent = Query.field(
        .createdAt, .within(ValueRange(from: .init(.date(.init(milliseconds: firstDate + 249_000_000)), isIncluded: true))))
    let popular = Query.field(.popularity, .within(ValueRange(from: .init(.integer(10_000), isIncluded: false))))
    let genre = Query.field("genre", .has(Query.Term("genre1")))
    let rare = Query.field("genre", .has(Query.Term("genre39")))
    return [
        Question(label: "two common, rarely together", query: .all([north, south])),
        Question(label: "two common, often together", query: .all([north, common])),
        Question(label: "north NOT common", query: .all([north, .not(common)])),
        Question(label: "common NOT north NOT south", query: .all([common, .not(north), .not(south)])),
        Question(label: "north OR south", query: .any([north, south])),
        Question(label: "-common", query: .not(common)),
        Question(label: "prefix ba*", query: .term(Query.Term("ba", .prefix))),
        Question(label: "one syllable", query: word("가")),
        Question(label: "since (last 0.4 %)", query: recent),
        Question(label: "north since", query: .all([north, recent])),
        Question(label: "popularity:>10000", query: popular),
        Question(label: "north popularity:>10000", query: .all([north, popular])),
        Question(label: "genre:genre1", query: genre),
        Question(label: "genre:genre39", query: rare),
        Question(label: "north genre:genre1", query: .all([north, genre])),
        Question(label: "_id:4711", query: .field(.id, .equals(.text("4711")))),
        Question(label: "everything", query: .everything),
    ]
}()

private func pages(_ label: String, _ query: Query, _ sort: Sort, _ target: EmbeddedIndex) async throws {
    var request = SearchRequest(indexes: [index], query: query, sort: sort, size: pageSize)
    var times: [Duration] = []
    for _ in 0..<1_000 {
        let start = ContinuousClock.now
        let results = try await target.search(request)
        times.append(ContinuousClock.now - start)
        request.after = results.next
        if results.next == nil { break }
    }
    say(
        "\(times.count) pages of \(label) by \(sort.rawValue): first \(milliseconds(times[0])), all \(percentiles(times)), last hundred "
            + percentiles(times.suffix(100)))
}

private func keepWriting(to target: EmbeddedIndex, from first: Int, rate: Int) async throws -> String {
    guard rate > 0 else { return "nothing written" }
    let start = ContinuousClock.now
    var (next, late, longest) = (first, 0, Duration.zero)
    while !Task.isCancelled {
        let due = start + .seconds(Double(next - first) / Double(rate))
        let now = ContinuousClock.now
        if now < due { try? await Task.sleep(until: due) } else if now - due > .seconds(1) { late += 1 }
        try await write(next..<next + 1_000, to: target)
        longest = max(longest, ContinuousClock.now - max(now, due))
        next += 1_000
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    return
        "\(next - first) written, \(Int(Double(next - first) / seconds)) documents/s, longest batch \(milliseconds(longest)) ms, \(late) late"
}

private func percentiles(_ times: [Duration]) -> String {
    guard !times.isEmpty else { return "-" }
    let sorted = times.sorted()
    let (middle, high) = (sorted[sorted.count / 2], sorted[min(sorted.count - 1, sorted.count * 99 / 100)])
    return [middle, high, sorted[sorted.count - 1]].map { milliseconds($0).leftPadded(7) }.joined(separator: " ")
}

private func milliseconds(_ time: Duration) -> String { String(format: "%.2f", time / .milliseconds(1)) }

extension String {
    fileprivate func leftPadded(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}
