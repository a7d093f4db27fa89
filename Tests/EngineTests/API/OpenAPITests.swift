import Foundation
import Testing

@testable import Engine

@Suite("The API's description of itself")
struct OpenAPITests {
    private func description() async throws -> [String: Any] {
        let answer = await Routes(index: ScriptedIndex()).respond(to: HTTPRequest(method: "GET", target: "/openapi.json"))
        #expect(answer.status == 200)
        return try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any])
    }

    @Test("every path that it names is there, with just the methods it names")
    func paths() async throws {
        let paths = try #require(try await description()["paths"] as? [String: [String: Any]])
        #expect(paths.count == 5)
        for (path, operations) in paths {
            let target = path.replacing("{index}", with: "x") + "?query=a"
            for method in ["get", "post", "put", "delete"] {
                let request = HTTPRequest(method: method.uppercased(), target: target)
                let status = await Routes(index: ScriptedIndex()).respond(to: request).status
                #expect((status == 405) == (operations[method] == nil) && status != 404, "\(method) \(path): \(status)")
            }
        }
    }

    @Test("its bounds, defaults and words are those of a search")
    func parameters() async throws {
        let paths = try #require(try await description()["paths"] as? [String: [String: [String: Any]]])
        let parameters = try #require(paths["/v1/api/search/{index}"]?["get"]?["parameters"] as? [[String: Any]])
        let schemas = Dictionary(
            parameters.map { ($0["name"] as? String ?? "", $0["schema"] as? [String: Any] ?? [:]) }, uniquingKeysWith: { $1 })
        let defaults = SearchParameters(RequestTarget("/v1/api/search/x?query=a"))
        #expect(schemas["size"]?["default"] as? Int == defaults.size && schemas["start"]?["default"] as? Int == defaults.start)
        #expect(schemas["sort"]?["default"] as? String == defaults.sort.rawValue)
        for word in try #require(schemas["sort"]?["enum"] as? [String]) {
            #expect(SearchParameters(RequestTarget("/v1/api/search/x?query=a&sort=\(word)")).issues.isEmpty)
        }
        for name in ["size", "start"] {
            let most = try #require(schemas[name]?["maximum"] as? Int)
            let others = name == "start" ? "&size=0" : ""
            #expect(SearchParameters(RequestTarget("/v1/api/search/x?query=a&\(name)=\(most)\(others)")).issues.isEmpty)
            #expect(!SearchParameters(RequestTarget("/v1/api/search/x?query=a&\(name)=\(most + 1)\(others)")).issues.isEmpty)
        }
    }

    @Test("everything that it refers to is in it")
    func references() async throws {
        let description = try await description()
        let pattern = /#\/components\/(\w+)\/(\w+)/
        let references = OpenAPI.document.matches(of: pattern)
        #expect(references.count > 10)
        let components = try #require(description["components"] as? [String: [String: Any]])
        for reference in references {
            #expect(components[String(reference.1)]?[String(reference.2)] != nil, "\(reference.0)")
        }
    }
}
