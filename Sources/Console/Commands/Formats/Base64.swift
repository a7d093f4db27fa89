import FoundationEssentials

/// The bytes in base64, RFC 4648 §4.
func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
