// swift-tools-version: 6.3
import PackageDescription

// No packages: Kelp stands on the system's C libraries (see docs/decisions/0001-system-c-libraries.md).
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "kelp",
    products: [
        .library(name: "Engine", targets: ["Engine"]),
        .executable(name: "kelp", targets: ["Console"]),
    ],
    targets: [
        .systemLibrary(name: "CCurl", path: "Sources/CLibraries/CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(
            name: "CMicrohttpd", path: "Sources/CLibraries/CMicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
        .systemLibrary(name: "CNcurses", path: "Sources/CLibraries/CNcurses", providers: [.apt(["libncurses-dev"])]),
        .systemLibrary(name: "CRdKafka", path: "Sources/CLibraries/CRdKafka", providers: [.apt(["librdkafka-dev"])]),
        .systemLibrary(name: "CSQLite", path: "Sources/CLibraries/CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "CTerminalGuard", path: "Sources/CLibraries/CTerminalGuard"),
        .target(name: "Engine", dependencies: ["CCurl", "CMicrohttpd", "CRdKafka", "CSQLite"], swiftSettings: settings),
        .executableTarget(name: "Console", dependencies: ["Engine", "CNcurses", "CTerminalGuard"], swiftSettings: settings),
        .testTarget(
            name: "EngineTests", dependencies: ["Conformance", "Engine"], exclude: ["API/Fixtures"], swiftSettings: settings),
        .executableTarget(name: "BulkBenchmark", dependencies: ["Engine"], path: "Benchmarks/Bulk", swiftSettings: settings),
        .executableTarget(
            name: "MatchingBenchmark", dependencies: ["Engine"], path: "Benchmarks/Matching", swiftSettings: settings),
        .executableTarget(
            name: "Fuzz", dependencies: ["Conformance", "Engine"], path: "Benchmarks/Fuzz", swiftSettings: settings),
        .executableTarget(name: "Feed", dependencies: ["Engine"], path: "Benchmarks/Feed", swiftSettings: settings),
        .executableTarget(
            name: "EmbeddedBenchmark", dependencies: ["Engine"], path: "Benchmarks/Embedded", swiftSettings: settings),
        .target(name: "Conformance", dependencies: ["Engine"], path: "Tests/Conformance", swiftSettings: settings),
        .testTarget(
            name: "IntegrationTests", dependencies: ["Conformance", "Engine"], exclude: ["Fixtures"], swiftSettings: settings),
        .testTarget(
            name: "ConsoleTests", dependencies: ["Console", "Engine"], exclude: ["Screens/Snapshots"], swiftSettings: settings),
    ]
)
