import Engine
import Foundation

/// A search that is asked in all three sorts.
private struct Question {
    var label: String
    var query: Query
}

/// How long each of several searches took, and whether that is good enough.
private struct Sample {
    var sort: Sort
    var times: [Duration] = []

    /// What is wanted of a search among a million documents.
    var isGood: Bool {
        let (middle, high, _) = summary
        return sort == .relevance ? high <= .milliseconds(50) : middle <= .milliseconds(1) && high <= .milliseconds(10)
    }

    /// The middle, the one that 99 of 100 do not exceed, and the longest.
    private var summary: (Duration, Duration, Duration) {
        let sorted = times.sorted()
        guard let longest = sorted.last else { return (.zero, .zero, .zero) }
        return (sorted[sorted.count / 2], sorted[min(sorted.count - 1, sorted.count * 99 / 100)], longest)
    }

    var text: String {
        let (middle, high, longest) = summary
        return [middle, high, longest].map { milliseconds($0).leftPadded(7) }.joined(separator: " ") + (isGood ? " " : "*")
    }
}

private let pageSize = 50
private let sorts = [Sort.latest, .popularity, .relevance]

func measure(folder: String, rate: Int, rounds: Int) async throws {
    let target = try await EmbeddedIndex.open(folder: folder, access: .writer)
    let count = try await target.indexes().first?.documents ?? 0
    let stream = DocumentStream(from: count)
    let writer = Task.detached { try await keepWriting(stream, to: target, rate: rate) }
    say("\(count) documents, \(rate) more a second, pages of \(pageSize); milliseconds: p50 / p99 / worst; * misses the goal")
    var missed: [String] = []
    var all = 0
    func tell(_ title: String, _ results: [(label: String, Sample)]) {
        let bad = results.filter { !$0.1.isGood }.map { "\($0.label) by \($0.1.sort.rawValue)" }
        say("\(title): \(results.count - bad.count) of \(results.count) reach the goals")
        all += results.count
        missed += bad
    }
    tell("words", try await ask(words, rounds: rounds, target))
    tell("pages", try await pages(words, target))
    tell("other queries", try await ask(combinations, rounds: max(rounds / 10, 1), target))
    writer.cancel()
    say("\(try await writer.value); \(size(of: folder)); \(memory())")
    await target.close()
    if !missed.isEmpty { say("not: \(missed.joined(separator: ", "))") }
    say("\(all - missed.count) of \(all) reach the goals")
}

/// Searches at fixed times, whether or not the one before has ended: how long each took counts from when it was to begin, so that one which
/// waits behind a slow one, or for a processor, is as late as its person would find it.
///
/// `measure` asks again at once and so takes a whole processor, which nobody who types does, and asks less where searches are slow.
func pace(folder: String, rate: Int, searches: Int, seconds: Int) async throws {
    let target = try await EmbeddedIndex.open(folder: folder, access: .writer)
    let count = try await target.indexes().first?.documents ?? 0
    let stream = DocumentStream(from: count)
    let writer = Task.detached { try await keepWriting(stream, to: target, rate: rate) }
    say(
        "\(count) documents, \(rate) more a second, \(searches) searches a second for \(seconds) s, pages of \(pageSize); "
            + "milliseconds since each was due: p50 / p99 / worst; * misses the goal")
    let asked = words.flatMap { question in sorts.map { (question, $0) } }
    var samples = asked.map { Sample(sort: $0.1) }
    let start = ContinuousClock.now
    for number in 0..<searches * seconds {
        let due = start + .seconds(Double(number) / Double(searches))
        // The index answers one search after the other, so nothing is lost by not asking two at once.
        if ContinuousClock.now < due { try await Task.sleep(until: due) }
        let (question, sort) = asked[number % asked.count]
        _ = try await target.search(SearchRequest(indexes: [index], query: question.query, sort: sort, size: pageSize))
        samples[number % asked.count].times.append(ContinuousClock.now - due)
    }
    writer.cancel()
    say("\(try await writer.value); \(size(of: folder)); \(memory())")
    await target.close()
    for (number, question) in words.enumerated() {
        let parts = samples[number * sorts.count..<(number + 1) * sorts.count].map { "\($0.sort.rawValue.prefix(3)) \($0.text)" }
        say(question.label.rightPadded(34) + "  " + parts.joined(separator: " "))
    }
    for sort in sorts {
        let all = Sample(sort: sort, times: samples.filter { $0.sort == sort }.flatMap(\.times))
        say("all words".rightPadded(34) + "  \(sort.rawValue.prefix(3)) \(all.text)")
    }
    say("words: \(samples.filter(\.isGood).count) of \(samples.count) reach the goals")
}

/// Writes and asks nothing, as fast as it can where the rate is 0.
func writeAlone(folder: String, rate: Int, seconds: Int) async throws {
    let target = try await EmbeddedIndex.open(folder: folder, access: .writer)
    let stream = DocumentStream(from: try await target.indexes().first?.documents ?? 0)
    let writer = Task.detached { try await keepWriting(stream, to: target, rate: rate == 0 ? .max : rate) }
    try await Task.sleep(for: .seconds(seconds))
    writer.cancel()
    say("\(try await writer.value); \(size(of: folder)); \(memory())")
    await target.close()
}

func word(_ text: String) -> Query { .term(Query.Term(text)) }

/// Words of eleven frequencies, from one document in two to a handful.
private let words =
    [Question(label: "word, half of all", query: word(Words.north))]
    + [1, 2, 4, 9, 18, 45, 180, 1_801, 18_010, 180_101].map { rank in
        Question(label: "word, rank \(rank)", query: word(Words.word(rank: rank)))
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
        Question(label: "since (newest fifth)", query: recent),
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

/// Asks all of them again and again, so that what happens meanwhile is the same for all.
private func ask(_ questions: [Question], rounds: Int, _ target: EmbeddedIndex) async throws -> [(label: String, Sample)] {
    say("\(rounds) searches of each, in turns:")
    var samples = questions.map { _ in sorts.map { Sample(sort: $0) } }
    var totals = questions.map { _ in "" }
    for _ in 0..<rounds {
        for (number, question) in questions.enumerated() {
            for (place, sort) in sorts.enumerated() {
                let request = SearchRequest(indexes: [index], query: question.query, sort: sort, size: pageSize)
                let start = ContinuousClock.now
                let results = try await target.search(request)
                samples[number][place].times.append(ContinuousClock.now - start)
                if sort == .latest { totals[number] = "\(results.total.isLowerBound ? "≥" : "")\(results.total.value)" }
            }
        }
    }
    for (number, question) in questions.enumerated() {
        let parts = samples[number].map { "\($0.sort.rawValue.prefix(3)) \($0.text)" }
        say(question.label.rightPadded(34) + totals[number].leftPadded(8) + "  " + parts.joined(separator: " "))
    }
    return zip(questions, samples).flatMap { question, samples in samples.map { (question.label, $0) } }
}

/// Up to a thousand pages of each, one after the other.
private func pages(_ questions: [Question], _ target: EmbeddedIndex) async throws -> [(label: String, Sample)] {
    say("pages by cursor, up to 1,000; all of them, the last hundred:")
    var series: [(label: String, Sample)] = []
    for question in questions {
        for sort in sorts {
            var request = SearchRequest(indexes: [index], query: question.query, sort: sort, size: pageSize)
            var sample = Sample(sort: sort)
            repeat {
                let start = ContinuousClock.now
                request.after = try await target.search(request).next
                sample.times.append(ContinuousClock.now - start)
            } while request.after != nil && sample.times.count < 1_000
            let last = Sample(sort: sort, times: Array(sample.times.suffix(100)))
            say(
                question.label.rightPadded(34) + "\(sample.times.count)".leftPadded(8)
                    + "  \(sort.rawValue.prefix(3)) \(sample.text)  last \(last.text)")
            series.append((question.label, sample))
        }
    }
    return series
}

/// Documents that go on where an index ends. Their words were made before: making them takes longer than indexing them.
private struct DocumentStream {
    private static let stock = 20_000
    private let made: [Document]
    private let first: Int

    init(from first: Int) {
        self.first = first
        made = (first..<first + Self.stock).map(EmbeddedBenchmark.document)
    }

    /// The document of a number from 0.
    func document(_ number: Int) -> Document {
        var document = made[number % Self.stock]
        document.id = DocumentID("\(first + number)")
        document.createdAt = Timestamp(milliseconds: firstDate + Int64(first + number) * 250)
        return document
    }
}

private func keepWriting(_ stream: DocumentStream, to target: EmbeddedIndex, rate: Int) async throws -> String {
    guard rate > 0 else { return "nothing written" }
    let start = ContinuousClock.now
    var (next, late, longest) = (0, 0, Duration.zero)
    while !Task.isCancelled {
        let due = start + .seconds(Double(next) / Double(rate))
        if ContinuousClock.now < due { try? await Task.sleep(until: due) }
        let begun = ContinuousClock.now
        if begun - due > .seconds(1) { late += 1 }
        let operations = (next..<next + 1_000).map { WriteOperation.index(stream.document($0)) }
        _ = try await target.write(WriteBatch(operations: operations))
        longest = max(longest, ContinuousClock.now - begun)
        next += 1_000
    }
    let rate = Int(Double(next) / ((ContinuousClock.now - start) / .seconds(1)))
    return "\(next) written, \(rate) documents/s, longest batch \(milliseconds(longest)) ms, \(late) late by more than a second"
}

func milliseconds(_ time: Duration) -> String { String(format: "%.2f", time / .milliseconds(1)) }

extension String {
    fileprivate func leftPadded(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
    fileprivate func rightPadded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
