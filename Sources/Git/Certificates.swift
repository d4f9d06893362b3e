/// Debian builds libgit2 with mbedTLS, and starting it reads and parses all certificates of the system: most of the
/// time that a hook of ours takes (3 to 6 of 8 ms). We never use libgit2's network, so this definition, which the
/// dynamic linker prefers to the library's, reads none. Where libgit2 is built otherwise nothing calls it.
@_cdecl("mbedtls_x509_crt_parse_file")
public func parseNoCertificates(_ chain: UnsafeMutableRawPointer?, _ path: UnsafePointer<CChar>?) -> Int32 { 0 }
