import Engine
import Foundation
import Synchronization
import Testing

@testable import Console

@Suite("Doctor", .timeLimit(.minutes(3))) struct DoctorTests {
    @Test("is content where nothing is configured, and changes nothing")
    func nothing() async throws {
        try await withFolder { folder in
            let run = await doctor(folder)
            #expect(run.status == .done && run.errors.isEmpty, "\(run.output)")
            #expect(run.output.contains("✓ configuration: there is no \(folder)/config/kelp/config.json5, and none is needed"))
            #expect(run.output.contains("✓ index: \(folder)/data holds no index yet"))
            #expect(run.output.contains("✓ kafka: no brokers are named"))
            let made = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(made.isEmpty)
        }
    }

    @Test(
        "tells what is wrong with the settings, a line each, and goes on with the rest where it can",
        arguments: [
            (
                "{\n group: x }", 78, ["settings.json5: line 2: ", "! configuration: index and Kafka are not looked at"],
                "index: SQLite"
            ),
            (
                "{ brokrs: 'x', profiles: { p: { verbose: 1 } } }", 78,
                [
                    "settings.json5: brokrs (line 1) is no setting, did you mean brokers?\n",
                    "settings.json5: profiles.p.verbose (line 1) must be true or false, not a number\n", "index: SQLite",
                ], "nowhere"
            ),
            ("{ logFile: '/nowhere/log' }", 74, ["✗ configuration: the log /nowhere/log cannot be written"], "profile"),
            (
                "{ profile: 'p', profiles: { p: { production: true } } }", 0,
                ["is read, profile p, production, read-only\n", "✓ index: the configuration says readOnly"], "✗"
            ),
        ] as [(String, Int32, [String], String)])
    func settings(text: String, status: Int32, parts: [String], absent: String) async throws {
        try await withFolder { folder in
            let run = await doctor(folder, settings: text)
            #expect(run.status.rawValue == status)
            for part in parts { #expect(run.output.contains(part), "\(part) in \(run.output)") }
            #expect(!run.output.contains(absent), "\(run.output)")
        }
    }

    @Test("tells of secrets that others can read, of secrets that are not there and of misspelt variables, and shows none")
    func secrets() async throws {
        try await withFolder { folder in
            let file = folder + "/password"
            try Data("hunter2".utf8).write(to: URL(fileURLWithPath: file))
            chmod(file, 0o644)
            let text = """
                { properties: { 'sasl.password': 'hunter2' }, elasticsearchUser: 'a', elasticsearchPassword: { file: '\(file)' },
                  clientKeyPassword: { file: '/nowhere/key' } }
                """
            let run = await doctor(folder, settings: text, environment: ["KELP_BROKER": "hunter2"])
            #expect(run.status == .configuration)
            for part in [
                "! configuration: others can get at the secret in \(folder)/settings.json5: chmod 600",
                "! configuration: others can get at the secret in \(file): chmod 600",
                "the secret in /nowhere/key cannot be read",
                "! configuration: KELP_BROKER is set and means nothing to Kelp: did you mean KELP_BROKERS?",
            ] {
                #expect(run.output.contains(part), "\(part) in \(run.output)")
            }
            #expect(!run.output.contains("hunter2"))
            chmod(file, 0o600)
            chmod(folder + "/settings.json5", 0o600)
            #expect(!(await doctor(folder, settings: nil)).output.contains("others can"))
        }
    }

    @Test("says who writes to the embedded index, and what is in it")
    func writer() async throws {
        try await withFolder { folder in
            let index = try await EmbeddedIndex.open(folder: folder + "/data", access: .writer)
            var batch = WriteBatch()
            batch.operations = [.index(document("a", "A"))]
            _ = try await index.write(batch)
            let busy = await doctor(folder)
            #expect(busy.status == .done)
            #expect(busy.output.contains("! index: process \(getpid()), "), "\(busy.output)")
            #expect(busy.output.contains("\(folder)/data: playlist (1)"))
            await index.close()
            #expect(await doctor(folder).output.contains("✓ index: no other program writes to it"))
        }
    }

    @Test("finds a damaged index, and a place that is no folder")
    func damaged() async throws {
        try await withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder + "/data", withIntermediateDirectories: true)
            try Data(repeating: 7, count: 5000).write(to: URL(fileURLWithPath: folder + "/data/index.db"))
            let damaged = await doctor(folder)
            #expect(damaged.status == .disk && damaged.output.contains("✗ index: The index file"), "\(damaged.output)")
            let file = await doctor(folder, ["--data", folder + "/data/index.db/x"])
            #expect(file.status == .notAllowed && file.output.contains("is no folder"), "\(file.output)")
        }
    }

    @Test("says which server cannot be reached, with the status for it")
    func unreachable() async throws {
        try await withFolder { folder in
            let run = await doctor(folder, ["--elasticsearch", "127.0.0.1:1", "--brokers", "127.0.0.1:1"])
            #expect(run.status == .unavailable)
            #expect(run.output.contains("✗ index: http://127.0.0.1:1 cannot be reached"), "\(run.output)")
            #expect(run.output.contains("✗ kafka: No broker of 127.0.0.1:1 can be reached"), "\(run.output)")
        }
    }

    @Test("looks at brokers, topics and the group")
    func kafka() async throws {
        let broker = try DemoBroker(topics: ["songs", "chatroom_creatd"], partitions: 3)
        try await withFolder { folder in
            let topics = ["--topic", "songs", "--topic", "chatroom_created", "--topic", "zzz"]
            let run = await doctor(folder, ["--brokers", broker.brokers, "--group", "g"] + topics)
            #expect(run.status == .done)
            for part in [
                "✓ kafka: \(broker.brokers) answers (not encrypted, no login); the brokers are at \(broker.brokers)\n",
                "✓ kafka: topic songs: 3 partitions, 0 records\n",
                "! kafka: there is no topic chatroom_created: did you mean chatroom_creatd?\n",
                "! kafka: there is no topic zzz yet", "✓ kafka: group g has committed nothing yet\n",
            ] {
                #expect(run.output.contains(part), "\(part) in \(run.output)")
            }
        }
    }

    @Test("looks at product, login, indexes, blocks and rights of a server")
    func server() async throws {
        let answers = [
            "/": #"{"version": {"number": "8.19.9"}, "tagline": "You Know, for Search"}"#,
            "/_cat/aliases": "[]",
            "/_cat/indices": #"[{"index": "playlist", "docs.count": "5", "health": "red"}, {"index": "chatrom"}]"#,
            "/_resolve/index/*": #"{"indices": [{"name": "playlist"}, {"name": "chatrom"}]}"#,
            "/playlist": #"{"playlist": {"mappings": {"properties": {"created_at": {"type": "date"}}}}}"#,
            "/playlist/_settings": #"{"playlist": {"settings": {"index.blocks.write": "true"}}}"#,
            "/_nodes/_local/http": #"{"nodes": {"a": {}}}"#,
            "/_security/user/_has_privileges": #"{"has_all_requested": false}"#,
        ]
        let ports = Mutex<UInt16>(0)
        let server = try HTTPServer.start(on: ListenAddress(parsing: "127.0.0.1:0")) { request in
            guard request.authorization == "Basic YWRhOmh1bnRlcjI=" else { return HTTPResponse(401, []) }
            let path = String(request.target.prefix { $0 != "?" })
            if path == "/_nodes/http" {
                let nodes = [("a", ports.withLock { $0 }), ("b", 1)]
                    .map { "\"\($0)\": {\"http\": {\"publish_address\": \"127.0.0.1:\($1)\"}}" }
                return HTTPResponse(200, Array("{\"nodes\": {\(nodes.joined(separator: ","))}}".utf8))
            }
            guard let answer = answers[path] else { return HTTPResponse(404, Array("{}".utf8)) }
            return HTTPResponse(200, Array(answer.utf8))
        }
        ports.withLock { $0 = server.port }
        try await withFolder { folder in
            let words = ["--elasticsearch", "http://127.0.0.1:\(server.port)"]
            let login = ["KELP_ELASTICSEARCH_USER": "ada", "KELP_ELASTICSEARCH_PASSWORD": "hunter2"]
            let run = await doctor(folder, words, environment: login)
            #expect(run.status == .done)
            for part in [
                "✓ index: http://127.0.0.1:\(server.port) is elasticsearch 8.19, logged in as ada\n",
                "! index: playlist has 5 documents, health red: a part of it cannot be searched now\n",
                "! index: there is no index chatroom: did you mean chatrom?\n", "! index: playlist has no field popularity",
                "! index: playlist is blocked by index.blocks.write: ", "! index: this user may search but not write",
            ] {
                #expect(run.output.contains(part), "\(part) in \(run.output)")
            }
            #expect(!run.output.contains("hunter2") && !run.output.contains("created_at"))
            let sniffing = await doctor(folder, words + ["--sniff"], environment: login)
            #expect(sniffing.output.contains("✓ index: sniffing finds 1 nodes: http://127.0.0.1:\(server.port)\n"))
            #expect(sniffing.output.contains("! index: sniffing: http://127.0.0.1:1 cannot be asked from here: "))
            let refused = await doctor(folder, words)
            #expect(refused.status == .notAllowed && refused.output.contains("wants to know who asks"), "\(refused.output)")
            let elsewhere = await doctor(folder, ["--elasticsearch", "http://127.0.0.1:\(server.port)/path"], environment: login)
            #expect(elsewhere.status == .configuration, "\(elsewhere.output)")
        }
        await server.stop()
    }

    @Test("tells at once that a cluster has no leader, and looks at what each node knows itself")
    func leaderless() async throws {
        let answers = [
            "/": #"{"version": {"number": "8.19.9"}, "tagline": "You Know, for Search"}"#, "/_cat/aliases": "[]",
            "/_resolve/index/*": #"{"indices": [{"name": "playlist"}]}"#,
            "/playlist": #"{"playlist": {"mappings": {"properties": {"created_at": {"type": "date"}}}}}"#,
            "/playlist/_settings": #"{"playlist": {"settings": {"index.blocks.write": "true"}}}"#,
        ]
        let server = try HTTPServer.start(on: ListenAddress(parsing: "127.0.0.1:0")) { request in
            let path = String(request.target.prefix { $0 != "?" })
            let asksLeader = path.hasPrefix("/playlist") ? !request.target.contains("local=true") : path == "/_cat/indices"
            if asksLeader {
                // As long as it is waited for a leader when nobody says how long.
                if !request.target.contains("master_timeout=") { try? await Task.sleep(for: .seconds(30)) }
                return HTTPResponse(503, Array(#"{"error": {"type": "master_not_discovered_exception", "reason": null}}"#.utf8))
            }
            guard let answer = answers[path] else { return HTTPResponse(404, Array("{}".utf8)) }
            return HTTPResponse(200, Array(answer.utf8))
        }
        try await withFolder { folder in
            let run = await doctor(folder, ["--elasticsearch", "http://127.0.0.1:\(server.port)"])
            #expect(run.status == .unavailable)
            for part in [
                "✗ index: GET /_cat/indices at http://127.0.0.1:\(server.port) failed, the cluster has no leader (HTTP 503, ",
                "! index: there is no index chatroom", "! index: playlist has no field popularity",
                "! index: playlist is blocked by index.blocks.write: ",
            ] {
                #expect(run.output.contains(part), "\(part) in \(run.output)")
            }
        }
        await server.stop()
    }

    @Test("a check that hangs is told of, holds up nobody, and what it found before is kept")
    func late() async {
        let examination = Examination(
            patience: .seconds(5),
            checks: [
                .init(subject: "slow") { _, tell in
                    tell(.good("slow", "begun"))
                    try? await Task.sleep(for: .seconds(600))
                },
                .init(subject: "quick") { _, tell in tell(.warning("quick", "done")) },
            ])
        let findings = await examination.run { _ in }
        #expect(findings.map(\.line.string.first) == ["✓", "✗", "!"])
        #expect(findings.last == .warning("quick", "done"))
        #expect(findings[1].verdict == .bad(.tryAgain) && findings[1].subject == "slow")
    }

    @Test(
        "knows terminals and locales",
        arguments: [
            (
                ["TERM": "xterm-256color", "LANG": "ko_KR.UTF-8"], 80, "✓ terminal: xterm-256color, 80×24, 256 colours",
                "✓ terminal: UTF-8"
            ),
            (["TERM": "xterm-256color", "NO_COLOR": "1", "LC_ALL": "C.utf8"], 80, "✓", "✓"),
            (
                ["TERM": "vt100", "LC_ALL": "C", "LANG": "C.UTF-8"], 80, "! terminal: vt100, 80×24, 0 colours",
                "! terminal: the locale C "
            ),
            (["TERM": "xterm-256color"], 30, "! terminal: xterm-256color, 30×24, 256 colours: the console needs 40×10", "! "),
            (["TERM": "nosuch"], 80, "✗ terminal: the type nosuch is not known", "! "),
            ([:], 80, "✗ terminal: TERM does not say", "! "),
            ([:], nil, "! terminal: there is none here", "! "),
        ] as [([String: String], Int?, String, String)])
    func terminal(environment: [String: String], columns: Int?, screen: String, locale: String) async {
        let check = TerminalCheck(environment: environment, size: columns.map { Size(columns: $0, rows: 24) }).check
        let lines = await Examination(checks: [check]).run { _ in }.map(\.line.string)
        #expect(lines.count == 2 && lines[0].hasPrefix(screen) && lines[1].hasPrefix(locale), "\(lines)")
    }

    @Test("writes JSON for machines")
    func json() async throws {
        struct Report: Decodable {
            struct Entry: Decodable {
                var subject: String
                var verdict: String
                var status: Int?
                var sentence: String
            }
            var status: Int
            var findings: [Entry]
        }
        try await withFolder { folder in
            let run = await doctor(folder, ["--format", "json", "--profile", "none"])
            let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
            #expect(report.status == 64 && run.status == .usage)
            #expect(report.findings.first?.verdict == "bad" && report.findings.first?.status == 64)
            #expect(report.findings.last?.subject == "kafka" && report.findings.last?.verdict == "good")
        }
    }

    @Test("completions need no settings")
    func completions() async throws {
        try await withFolder { folder in
            try Data("{".utf8).write(to: URL(fileURLWithPath: folder + "/bad"))
            #expect(await CommandRun(["completions", "bash", "--config", folder + "/bad"]).status == .done)
        }
    }

    /// - Parameter settings: what the configuration says; `nil` leaves what is there.
    private func doctor(
        _ folder: String, _ words: [String] = [], settings: String? = nil, environment: [String: String] = [:]
    ) async -> CommandRun {
        let file = folder + "/settings.json5"
        if let settings { try? Data(settings.utf8).write(to: URL(fileURLWithPath: file)) }
        let usual = [
            "HOME": folder, "XDG_CONFIG_HOME": folder + "/config", "KELP_DATA": folder + "/data", "TERM": "xterm-256color",
            "LC_ALL": "C.UTF-8",
        ]
        let named = FileManager.default.fileExists(atPath: file) ? ["--config", file] : []
        return await CommandRun(["doctor"] + named + words, environment: usual.merging(environment) { $1 })
    }

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "/kelp-doctor-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }
}
