import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

let launcher = Launcher(
    environment: ProcessInfo.processInfo.environment, output: Output(descriptor: STDOUT_FILENO),
    errors: Output(descriptor: STDERR_FILENO))

switch launcher.launch(Array(CommandLine.arguments.dropFirst())) {
case .status(let status): exit(status)
case .signal(let number): Signals.die(of: number)
}
