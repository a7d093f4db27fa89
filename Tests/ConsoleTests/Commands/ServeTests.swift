import Engine
import Foundation
import Testing

@testable import Console

@Suite("Serve") struct ServeTests {
    /// A server that runs while the body does, on a port that the system chooses.
    private func serving(
        _ words: [String], _ environment: [String: String], _ body: (String) async throws -> Void
    ) async throws -> Console.ExitStatus {
        let errors = Output()
        let launcher = Launcher(environment: environment, output: Output(), errors: errors)
        let task = Task {
            await launcher.status { () async throws(Failure) in
                guard let (command, invocation) = try launcher.prepare(["serve", "--listen", "127.0.0.1:0"] + words),
                    case .headless(let run) = command.run
                else { throw Failure(.defect, "it is no command") }
                return try await run(invocation)
            }
        }
        defer { task.cancel() }
        let address = try #require(await listening(errors), "\(String(decoding: errors.bytes, as: UTF8.self))")
        try await body(address)
        task.cancel()
        return await task.value
    }

    private func listening(_ errors: Output) async -> String? {
        let end = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < end {
            let text = String(decoding: errors.bytes, as: UTF8.self)
            if let start = text.firstRange(of: "http://"), text.hasSuffix("\n") {
                return String(text[start.lowerBound...].prefix { !$0.isNewline && $0 != "," })
            }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return nil
    }

    /// Never blocks a thread: the server needs those that the tests run on.
    private func curl(_ arguments: String...) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["curl", "-s", "-m", "20", "-w", " %{http_code}"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        return String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    }

    @Test("writes, finds and tells that it is ready; a second one on the same index only reads")
    func serves() async throws {
        let folder = NSTemporaryDirectory() + "/kelp-serve-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let environment = ["KELP_DATA": folder]
        let status = try await serving([], environment) { (writer) async throws in
            let body = #"{"id":"1","name":"비 오는 날 재즈","description":"d"}"#
            #expect(
                try await curl("-H", "Content-Type: application/json", "-d", body, "\(writer)/index/playlist")
                    == #"{"message":"playlist 인덱싱 성공"} 200"#)
            let found = try await curl("-G", "--data-urlencode", "query=재즈 nothing", "\(writer)/v1/api/search/playlist")
            #expect(found.hasPrefix(#"{"results":[{"_index":"playlist","_id":"1""#) && found.hasSuffix(" 200"), "\(found)")
            #expect(try await curl("\(writer)/readyz") == #"{"status":"ready","checks":{"index":"ok"}} 200"#)
            _ = try await serving([], environment) { (reader) async throws in
                #expect(
                    try await curl("-H", "Content-Type: application/json", "-d", body, "\(reader)/index/playlist").hasSuffix(
                        " 403"))
                #expect(try await curl("\(reader)/v1/api/search/playlist?query=x").hasSuffix(" 200"))
            }
        }
        #expect(status == .done)
    }

    @Test("answers whoever shows the key, which a file or the environment has")
    func keys() async throws {
        let folder = NSTemporaryDirectory() + "/kelp-serve-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("hunter2\n".utf8).write(to: URL(fileURLWithPath: folder + "/key"))
        let words = ["--api-key-file", folder + "/key", "--read-only"]
        _ = try await serving(words, ["KELP_DATA": folder]) { (server) async throws in
            #expect(try await curl("\(server)/v1/api/search/playlist?query=x").hasSuffix(" 401"))
            #expect(try await curl("-H", "X-API-Key: hunter2", "\(server)/v1/api/search/_all?query=x") == #"{"results":[]} 200"#)
            #expect(try await curl("\(server)/healthz").hasSuffix(" 200"))
        }
    }

    @Test("where neither index nor Kafka can be reached it lives, and says of both why it is not ready")
    func notReady() async throws {
        let words = ["--elasticsearch", "http://127.0.0.1:1", "--brokers", "127.0.0.1:1"]
        _ = try await serving(words, [:]) { (server) async throws in
            #expect(try await curl("\(server)/healthz") == #"{"status":"alive"} 200"#)
            var answer = ""
            let end = ContinuousClock.now + .seconds(60)
            // Who asks on a busy machine may first be told that a part took too long to answer.
            repeat {
                answer = try await curl("\(server)/readyz")
                #expect(answer.hasSuffix(" 503") && answer.contains(#""status":"not ready""#), "\(answer)")
            } while answer.contains("answer") && answer.contains(" within ") && ContinuousClock.now < end
            #expect(answer.contains(#""index":"http://127.0.0.1:1 cannot be reached"#), "\(answer)")
            #expect(answer.contains(#""kafka":"No broker of 127.0.0.1:1 can be reached"#), "\(answer)")
        }
    }

    @Test(
        "does not begin beyond this machine without a key, or with an empty one",
        arguments: [[:], ["KELP_API_KEY": ""]])
    func refuses(environment: [String: String]) async {
        let run = await CommandRun(
            ["serve", "--listen", "0.0.0.0:0", "--data", "/nowhere/kelp", "--read-only"], environment: environment)
        #expect(run.status == .configuration && run.errors.contains("key"), "\(run.errors)")
    }
}
