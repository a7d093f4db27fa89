import Engine
import Testing

@Suite("Fields that no document has") struct UnseenFieldTests {
    private static let catalog = FieldCatalog(
        FieldCatalog.documents.types.merging(["genre": .text, "owner.city": .text]) { $1 }, isOpen: true)

    private static func hint(_ text: String, _ catalog: FieldCatalog = catalog) throws -> String? {
        catalog.hint(about: try QueryParser.parse(text, fields: catalog))?.string
    }

    @Test(
        "one that a query names is told, with the nearest",
        arguments: [
            ("genr:jazz", "no field genr: did you mean genre?"), ("jazz (live -gerne:x)", "no field gerne: did you mean genre?"),
            ("owner.town:서울", "no field owner.town"), ("xyzzy.keyword:\"A\"", "no field xyzzy.keyword"),
        ])
    func named(query: String, part: String) throws {
        let hint = try Self.hint(query)
        #expect(hint?.contains(part) == true, "\(hint ?? "")")
    }

    @Test(
        "what is known, and what holds it, is not",
        arguments: ["", "jazz", "genre:jazz", "genre.keyword:\"Cool Jazz\"", "owner:*", "_id:1", "since:-1h", "12:30"])
    func unnamed(query: String) throws { #expect(try Self.hint(query) == nil) }

    @Test("nothing is told before any document was looked at")
    func tooEarly() throws { #expect(try Self.hint("genr:jazz", .documents) == nil) }
}
