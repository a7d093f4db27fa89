import Engine

extension ConformanceCase {
    static let paging: [ConformanceCase] = [
        ConformanceCase("pages by cursor show every document once, in the order of one long page") { bench in
            let other = IndexName(bench.name.rawValue + "-b")
            try await bench.write((0..<40).map { bench.pagingDocument($0, in: $0 % 3 == 0 ? other : bench.name) })
            for (sort, order) in ConformanceBench.orders {
                var request = SearchRequest(
                    indexes: [bench.name, other], query: .term(Query.Term("jazz")), sort: sort, order: order, size: 100)
                let all = try await bench.index.search(request).hits.map(\.id.rawValue)
                try bench.expect(Set(all).count == 40, "40 documents by \(sort) \(order), got \(all)")
                for size in [1, 7, 40, 41] {
                    request.size = size
                    let pages = try await bench.pages(request)
                    let (ids, sizes) = (pages.flatMap { $0 }, pages.map(\.count))
                    try bench.expect(ids == all, "pages of \(size) by \(sort) \(order) to be \(all), got \(ids)")
                    let full = Array(repeating: size, count: (40 - 1) / size)
                    try bench.expect(
                        sizes == full + [40 - full.count * size], "full pages of \(size) and no empty one, got \(sizes)")
                }
            }
        },
        ConformanceCase("a page after a cursor can skip some") { bench in
            try await bench.write((0..<20).map { bench.pagingDocument($0, in: bench.name) })
            for (sort, order) in ConformanceBench.orders {
                var request = SearchRequest(
                    indexes: [bench.name], query: .term(Query.Term("jazz")), sort: sort, order: order, size: 20)
                let all = try await bench.index.search(request).hits.map(\.id.rawValue)
                request.size = 4
                request.after = try await bench.index.search(request).next
                request.start = 5
                let ids = try await bench.index.search(request).hits.map(\.id.rawValue)
                try bench.expect(ids == Array(all[9..<13]), "\(all[9..<13]) by \(sort) \(order), got \(ids)")
            }
        },
        ConformanceCase("documents that were there are shown once while others come and go") { bench in
            let names = ConformanceBench.orders.indices.map { IndexName("\(bench.name.rawValue)-\($0)") }
            for ((sort, order), name) in zip(ConformanceBench.orders, names) {
                try await bench.write((0..<30).map { bench.pagingDocument($0, in: name) })
                var request = SearchRequest(indexes: [name], query: .term(Query.Term("jazz")), sort: sort, order: order, size: 4)
                var (ids, number) = ([String](), 0)
                repeat {
                    let results = try await bench.index.search(request)
                    ids += results.hits.map(\.id.rawValue)
                    request.after = results.next
                    number += 1
                    let new = bench.document(
                        "new\(number)", name: "jazz jazz", createdAt: Int64(number * 3), popularity: Int64(number * 2), in: name)
                    // The last one shown goes too: the next page begins after its place all the same.
                    let gone = results.hits.last.map { [WriteOperation.delete($0.id, name)] } ?? []
                    try await bench.write([new] + gone)
                } while request.after != nil
                let old = ids.filter { $0.hasPrefix("d") }
                try bench.expect(
                    old.count == 30 && Set(old).count == 30, "30 documents once by \(sort) \(order), got \(old)")
                try bench.expect(Set(ids).count == ids.count, "nothing twice by \(sort) \(order), got \(ids)")
            }
        },
    ]
}

extension ConformanceBench {
    fileprivate static var orders: [(Sort, SortOrder)] {
        Sort.allCases.flatMap { sort in SortOrder.allCases.map { (sort, $0) } }
    }

    /// Some without a date, some without popularity, many equal.
    fileprivate func pagingDocument(_ number: Int, in index: IndexName) -> WriteOperation {
        document(
            "d\(number)", name: "jazz" + String(repeating: " more", count: number % 5),
            createdAt: number % 7 == 0 ? nil : Int64(number * 13 % 11), popularity: number % 4 == 0 ? nil : Int64(number % 3),
            in: index)
    }

    /// The ids of all pages.
    fileprivate func pages(_ request: SearchRequest) async throws -> [[String]] {
        var (request, pages) = (request, [[String]]())
        repeat {
            let results = try await index.search(request)
            pages.append(results.hits.map(\.id.rawValue))
            request.after = results.next
            try expect(pages.count < 100, "an end of pages")
        } while request.after != nil
        return pages
    }
}
