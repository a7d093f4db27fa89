import Engine
import Testing

@testable import Console

@Suite("Results on the screen") struct ResultsViewTests {
    private let size = Size(columns: 120, rows: 32)

    private func shown(_ sources: [String], query: String) -> String {
        var state = Story.tell([.tick(noon, Story.status), Story.opened] + Story.keys("/\(query)"), size: size)
        let hits = sources.enumerated().map { Hit(index: "logs", id: DocumentID("log-\($0)"), source: Array($1.utf8)) }
        for case .search(let search) in update(&state, .input(.key(.enter))) {
            _ = update(&state, .found(search, SearchResults(hits: hits, total: .init(hits.count), took: .zero)))
        }
        return render(state, size: size).text
    }

    @Test("a document that has neither name nor description is shown by its texts, first those in which something was found")
    func nameless() {
        let source =
            #"{"id":"log-0","level":"WARN","at":"2026-05-17T09:00:00Z","request":{"host":"web-1"},"message":"연결이 끊어졌습니다"}"#
        #expect(shown([source], query: "끊어졌습니다").contains("log-0         연결이 끊어졌습니다 · WARN · web-1"))
        #expect(shown([source], query: "request.host:web-1").contains("log-0         web-1 · WARN · 연결이"))
        #expect(shown([source], query: "-nothing").contains("log-0         WARN · web-1 · 연결이"))
        #expect(shown([#"{"a":[["x"],"y"],"b":{"#], query: "-nothing").contains("log-0         x · y"))
    }

    @Test("where nothing was found, what is text here and means something elsewhere is named")
    func habit() {
        #expect(shown([], query: "재즈~2").contains("the ~ of 재즈~2 is text: there is no fuzzy search"))
        #expect(shown([], query: "재즈").contains("fewer words find more"))
    }
}
