import Testing

@testable import Engine

@Suite("Node address") struct NodeAddressTests {
    @Test(
        "reads what people write",
        arguments: [
            ("http://localhost:9200", "http://localhost:9200"), ("localhost", "http://localhost:9200"),
            ("es1:9201/", "http://es1:9201"), ("https://es.example/path/", "https://es.example:443/path"),
            ("HTTPS://es:9243/a/b?x#y", "https://es:9243/a/b"), ("http://[::1]:9200", "http://[::1]:9200"),
            ("https://user:p%40ss:w@es:1", "https://es:1"),
            ("https://es/a%40b", "https://es:443/a%40b"),
        ])
    func reads(text: String, url: String) throws { #expect(try NodeAddress(text).url == url) }

    @Test("takes user and password out of it, decoded")
    func credentials() throws {
        let node = try NodeAddress("https://us%65r:p%40ss:w@es:1")
        #expect(node.credentials == .basic(user: "user", password: Secret("p@ss:w")))
        #expect(!"\(node)".contains("p@ss") && !node.shown.string.contains("user"))
    }

    @Test(
        "refuses what is none, without saying it again",
        arguments: [
            "ftp://secret@es", "http://", "", "http://secret@", "http://es:0", "http://es:secret", "http://a b",
            "http://es:99999", "https://elastic:42/secret@es:9200", "https://elastic:42?secret@es",
            "https://elastic:42#secret@es", "elastic:secret://x@es:9200",
        ])
    func refuses(text: String) {
        do {
            _ = try NodeAddress(text)
            Issue.record("\(text) was taken")
        } catch {
            #expect(error.kind == .configuration)
            #expect(!error.sentence.string.contains("secret"))
        }
    }

    @Test("reads several with commas")
    func list() throws {
        #expect(try NodeAddress.list("http://a:1, b").map(\.url) == ["http://a:1", "http://b:9200"])
        #expect(try NodeAddress.list("http://u:p@a:1,http://u:p@b:2").count == 2)
        #expect(throws: Failure.self) { try NodeAddress.list(" , ") }
    }

    @Test("a comma in a password does not make two addresses of it, the first of which would be shown")
    func comma() {
        let failure = #expect(throws: Failure.self) { try NodeAddress.list("http://elastic:12,34@es:9200") }
        #expect(failure?.kind == .configuration && failure?.sentence.string.contains("%2C") == true)
        #expect(failure?.sentence.string.contains("12") == false)
    }

    @Test("a secret never shows itself")
    func secret() {
        let settings = Credentials.basic(user: "u", password: Secret("hunter2\n"))
        var dumped = ""
        dump(settings, to: &dumped)
        #expect(
            !dumped.contains("hunter2") && !"\(settings)".contains("hunter2") && !String(reflecting: settings).contains("hunter2")
        )
        #expect(Secret("hunter2\r\n").revealed == "hunter2")
    }
}
