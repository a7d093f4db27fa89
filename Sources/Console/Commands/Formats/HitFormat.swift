import Engine

/// How the hits of a search are written.
enum HitFormat: String, CaseIterable {
    /// Aligned on a terminal; in a pipe one hit a line with tabs between, whole and without titles.
    case table
    /// One object with results, total and took.
    case json
    /// One hit a line.
    case jsonl
    /// RFC 4180, with titles.
    case csv
    /// One id a line.
    case ids

    func write(_ results: SearchResults, to output: Output) throws(Failure) {
        if self == .table, output.isTerminal { return try writeTable(results.hits, to: output) }
        var writer = try HitWriter(self, to: output)
        try writer.write(results.hits)
        try writer.finish(total: results.total, took: results.took)
    }

    /// What a line has in a pipe.
    fileprivate func cells(_ hit: Hit) -> [String] {
        [
            hit.index.rawValue, hit.id.rawValue, hit.score.map { String($0) } ?? "", hit.createdAt?.iso8601 ?? "",
            hit.popularity.map { String($0) } ?? "", hit.name ?? "", hit.description ?? "",
        ]
    }

    private func writeTable(_ hits: [Hit], to output: Output) throws(Failure) {
        guard !hits.isEmpty else { return }
        var table = TextTable([
            .init(title: "CREATED"), .init(title: "NAME", minimum: 12), .init(title: "DESCRIPTION", minimum: 8, isOptional: true),
            .init(title: "POPULARITY", isRight: true), .init(title: "INDEX", minimum: 8, isOptional: true),
            .init(title: "ID", minimum: 8),
        ])
        for hit in hits {
            table.add([
                SafeText(hit.createdAt.map { String($0.iso8601.prefix(16)) } ?? ""), SafeText(hit.name ?? ""),
                SafeText(hit.description ?? ""), SafeText(hit.popularity.map { String($0) } ?? ""), SafeText(hit.index),
                SafeText(hit.id),
            ])
        }
        for line in table.lines(columns: output.columns) { try output.line(line) }
    }
}

/// Writes hits that come page by page.
struct HitWriter {
    private let format: HitFormat
    private let output: Output
    /// How many it has written.
    private(set) var count = 0

    /// Writes what stands before the first hit.
    init(_ format: HitFormat, to output: Output) throws(Failure) {
        self.format = format
        self.output = output
        switch format {
        case .json: try output.write(Array("{\"results\":[".utf8))
        case .csv: try output.write(csvLine(["_index", "_id", "_score", "created_at", "popularity", "name", "description"]))
        case .jsonl, .ids, .table: break
        }
    }

    mutating func write(_ hits: [Hit]) throws(Failure) {
        for hit in hits {
            try output.write(try bytes(of: hit))
            count += 1
        }
    }

    /// Writes what stands after the last hit.
    func finish(total: SearchResults.Total, took: Duration) throws(Failure) {
        guard format == .json else { return }
        let relation = total.isLowerBound ? "gte" : "eq"
        let end = #"],"total":{"value":\#(total.value),"relation":"\#(relation)"},"took":\#(took.milliseconds)}"#
        try output.write(Array((end + "\n").utf8))
    }

    private func bytes(of hit: Hit) throws(Failure) -> [UInt8] {
        var writer = JSONWriter()
        switch format {
        case .json:
            try writer.hit(hit)
            return (count > 0 ? [UInt8(ascii: ",")] : []) + writer.bytes
        case .jsonl:
            try writer.hit(hit)
            writer.endLine()
            return writer.bytes
        case .csv: return csvLine(format.cells(hit))
        case .ids: return Array("\(hit.id.rawValue)\n".utf8)
        case .table: return tabLine(format.cells(hit))
        }
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}

/// A line of CSV as RFC 4180 has it.
func csvLine(_ cells: [String]) -> [UInt8] {
    let quoted = cells.map { cell in
        let isPlain = !cell.unicodeScalars.contains { $0 == "\"" || $0 == "," || $0 == "\n" || $0 == "\r" }
        if isPlain { return cell }
        let doubled = cell.unicodeScalars.reduce(into: "") { text, scalar in
            text.unicodeScalars.append(scalar)
            if scalar == "\"" { text.unicodeScalars.append(scalar) }
        }
        return "\"\(doubled)\""
    }
    return Array((quoted.joined(separator: ",") + "\r\n").utf8)
}

/// A line with tabs between, every byte as it is.
func tabLine(_ cells: [String]) -> [UInt8] { Array((cells.joined(separator: "\t") + "\n").utf8) }
