import Foundation
import Testing

@testable import Engine

@Suite(
    "TLS to the index", .serialized,
    .enabled(if: !ElasticsearchServer.running.isEmpty, "servers are missing"))
struct TLSTests {
    private static func failure(
        _ proxy: TLSProxy, _ change: (inout ElasticsearchSettings.TLS) throws -> Void
    ) async throws -> Failure? {
        var settings = ElasticsearchSettings(nodes: [try NodeAddress("https://127.0.0.1:\(proxy.port)")])
        try change(&settings.tls)
        let index = try ElasticsearchIndex(settings)
        do {
            try await index.ping()
            return nil
        } catch {
            return error
        }
    }

    @Test("is trusted by its CA file, by a pinned key with it, and without any check where that is wanted")
    func trusted() async throws {
        let proxy = try await TLSProxy()
        defer { proxy.stop() }
        let pin = try proxy.pin()
        #expect(try await TLSTests.failure(proxy) { $0.authorityFile = proxy.folder + "/ca.pem" } == nil)
        #expect(
            try await TLSTests.failure(proxy) {
                $0.authorityFile = proxy.folder + "/ca.pem"
                $0.pinnedKey = pin
            } == nil)
        #expect(try await TLSTests.failure(proxy) { $0.isVerificationSkipped = true } == nil)
    }

    @Test("a wrong CA, a wrong pinned key and a file that is not there are each called what they are")
    func wrong() async throws {
        let proxy = try await TLSProxy()
        defer { proxy.stop() }
        let authority = try await TLSTests.failure(proxy) { $0.authorityFile = nil }
        #expect(
            authority?.kind == .configuration && authority?.sentence.string.contains("CA file") == true,
            "\(String(describing: authority))")
        let pin = try await TLSTests.failure(proxy) {
            $0.authorityFile = proxy.folder + "/ca.pem"
            $0.pinnedKey = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        }
        #expect(pin?.kind == .configuration && pin?.sentence.string.contains("pinned key") == true, "\(String(describing: pin))")
        let file = try await TLSTests.failure(proxy) { $0.authorityFile = "/nowhere/ca.pem" }
        #expect(file?.kind == .configuration && file?.sentence.string.contains("file") == true, "\(String(describing: file))")
        let plain = try ElasticsearchIndex(ElasticsearchSettings(nodes: [NodeAddress("http://127.0.0.1:\(proxy.port)")]))
        await #expect(throws: Failure.self) { try await plain.ping() }
    }

    @Test("a client certificate opens what is closed without")
    func certificate() async throws {
        let proxy = try await TLSProxy(asksForCertificate: true)
        defer { proxy.stop() }
        #expect(
            try await TLSTests.failure(proxy) {
                $0.authorityFile = proxy.folder + "/ca.pem"
                $0.certificateFile = proxy.folder + "/client.pem"
                $0.keyFile = proxy.folder + "/client.key"
            } == nil)
        #expect(try await TLSTests.failure(proxy) { $0.authorityFile = proxy.folder + "/ca.pem" } != nil)
    }
}
