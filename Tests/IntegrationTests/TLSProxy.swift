import Foundation
import Testing

@testable import Engine

/// nginx with a certificate of its own that answers as Elasticsearch does, to whoever gives the right password or certificate.
final class TLSProxy {
    static let program = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    let folder: String
    private(set) var port: UInt16 = 0
    private var process = Process()

    /// Answers as soon as it is there.
    init(asksForCertificate: Bool = false) async throws {
        folder = NSTemporaryDirectory() + "kelp-tls-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try TLSProxy.openssl(
            "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ca -keyout \(folder)/ca.key -out \(folder)/ca.pem")
        for name in ["server", "client"] {
            try "subjectAltName=IP:127.0.0.1".write(toFile: "\(folder)/names", atomically: true, encoding: .utf8)
            try TLSProxy.openssl(
                "req -newkey rsa:2048 -nodes -subj /CN=\(name) -keyout \(folder)/\(name).key -out \(folder)/\(name).csr")
            try TLSProxy.openssl(
                "x509 -req -in \(folder)/\(name).csr -CA \(folder)/ca.pem -CAkey \(folder)/ca.key -CAcreateserial -days 2 -extfile \(folder)/names -out \(folder)/\(name).pem"
            )
        }
        // Somebody else may take the port just before it does.
        for _ in 1...5 where port == 0 { try await start(asksForCertificate) }
        try #require(port != 0, "nginx does not start: \((try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? "")")
    }

    private func start(_ asksForCertificate: Bool) async throws {
        let free = try HTTPServer.start(on: ListenAddress(parsing: "127.0.0.1:0")) { _ in HTTPResponse(404, []) }
        await free.stop()
        let verify = asksForCertificate ? "ssl_client_certificate \(folder)/ca.pem; ssl_verify_client on;" : ""
        let greeting = #"{"version": {"number": "8.19.9"}, "tagline": "You Know, for Search"}"#
        try """
        daemon off; master_process off; pid \(folder)/pid; error_log \(folder)/log; events {}
        http { access_log off; client_body_temp_path \(folder)/b; proxy_temp_path \(folder)/p; fastcgi_temp_path \(folder)/f;
        uwsgi_temp_path \(folder)/u; scgi_temp_path \(folder)/s;
        server { listen 127.0.0.1:\(free.port) ssl http2; ssl_certificate \(folder)/server.pem; ssl_certificate_key \(folder)/server.key; \(verify)
        location / { default_type application/json; return 200 '\(greeting)'; } } }
        """.write(toFile: "\(folder)/nginx.conf", atomically: true, encoding: .utf8)
        process = Process()
        process.executableURL = URL(filePath: try #require(TLSProxy.program, "nginx is missing: scripts/bootstrap integration"))
        process.arguments = ["-c", "\(folder)/nginx.conf", "-p", folder]
        process.standardError = FileHandle.nullDevice
        try process.run()
        // It writes this once it has its port, or ends without it.
        while process.isRunning, !FileManager.default.fileExists(atPath: folder + "/pid") {
            try await Task.sleep(for: .milliseconds(10))
        }
        if process.isRunning { port = free.port }
    }

    /// The hash of the server's public key, as it is pinned.
    func pin() throws -> String {
        let hash =
            "openssl x509 -in \(folder)/server.pem -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64"
        return "sha256//" + (try TLSProxy.run("/bin/sh", ["-c", hash])).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func stop() {
        // It inherits a mask that blocks gentler signals.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func openssl(_ words: String) throws {
        _ = try run("/usr/bin/openssl", words.split(separator: " ").map(String.init))
    }

    private static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(program) \(arguments)")
        return String(decoding: bytes, as: UTF8.self)
    }
}
