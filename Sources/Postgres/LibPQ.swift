import CPQ
import Processes

/// Begins to load libpq, which brings two dozen libraries, while there is something else to do before a connection, which waits for
/// it. What goes wrong is told there.
package func beginLoadingLibrary() {
  unawaited { _ = Result { try LibPQ.loaded() } }
}

/// libpq's functions, looked up once at first use. Nothing is linked: libpq brings two dozen libraries (TLS, Kerberos,
/// LDAP), and a command that needs no database must not wait for them.
final class LibPQ: Sendable {
  typealias Conn = OpaquePointer
  typealias Res = OpaquePointer
  typealias Text = UnsafePointer<CChar>
  typealias Texts = UnsafePointer<UnsafePointer<CChar>?>
  typealias MutableText = UnsafeMutablePointer<CChar>
  typealias Options = UnsafeMutablePointer<PQconninfoOption>

  let conninfoParse: @convention(c) @Sendable (Text?, UnsafeMutablePointer<MutableText?>?) -> Options?
  let conndefaults: @convention(c) @Sendable () -> Options?
  let conninfoFree: @convention(c) @Sendable (Options?) -> Void
  let freemem: @convention(c) @Sendable (UnsafeMutableRawPointer?) -> Void

  let connectStartParams: @convention(c) @Sendable (Texts?, Texts?, Int32) -> Conn?
  let connectPoll: @convention(c) @Sendable (Conn?) -> PostgresPollingStatusType
  let finish: @convention(c) @Sendable (Conn?) -> Void
  let status: @convention(c) @Sendable (Conn?) -> ConnStatusType
  let transactionStatus: @convention(c) @Sendable (Conn?) -> PGTransactionStatusType
  let socket: @convention(c) @Sendable (Conn?) -> Int32
  let pass: @convention(c) @Sendable (Conn?) -> MutableText?
  let errorMessage: @convention(c) @Sendable (Conn?) -> MutableText?
  let parameterStatus: @convention(c) @Sendable (Conn?, Text?) -> Text?
  let serverVersion: @convention(c) @Sendable (Conn?) -> Int32
  let setErrorVerbosity: @convention(c) @Sendable (Conn?, PGVerbosity) -> PGVerbosity
  let setNoticeReceiver:
    @convention(c) @Sendable (Conn?, PQnoticeReceiver?, UnsafeMutableRawPointer?) -> PQnoticeReceiver?

  let sendQueryParams:
    @convention(c) @Sendable (
      Conn?, Text?, Int32, UnsafePointer<Oid>?, Texts?, UnsafePointer<Int32>?, UnsafePointer<Int32>?, Int32
    ) -> Int32
  let sendQuery: @convention(c) @Sendable (Conn?, Text?) -> Int32
  let consumeInput: @convention(c) @Sendable (Conn?) -> Int32
  let getResult: @convention(c) @Sendable (Conn?) -> Res?
  let putCopyData: @convention(c) @Sendable (Conn?, UnsafePointer<CChar>?, Int32) -> Int32
  let putCopyEnd: @convention(c) @Sendable (Conn?, Text?) -> Int32
  let getCopyData: @convention(c) @Sendable (Conn?, UnsafeMutablePointer<MutableText?>?, Int32) -> Int32
  let getCancel: @convention(c) @Sendable (Conn?) -> OpaquePointer?
  let freeCancel: @convention(c) @Sendable (OpaquePointer?) -> Void
  let cancel: @convention(c) @Sendable (OpaquePointer?, MutableText?, Int32) -> Int32
  let escapeLiteral: @convention(c) @Sendable (Conn?, Text?, Int) -> MutableText?
  let escapeIdentifier: @convention(c) @Sendable (Conn?, Text?, Int) -> MutableText?

  let resultStatus: @convention(c) @Sendable (Res?) -> ExecStatusType
  let resultErrorField: @convention(c) @Sendable (Res?, Int32) -> MutableText?
  let ntuples: @convention(c) @Sendable (Res?) -> Int32
  let nfields: @convention(c) @Sendable (Res?) -> Int32
  let fname: @convention(c) @Sendable (Res?, Int32) -> MutableText?
  let getvalue: @convention(c) @Sendable (Res?, Int32, Int32) -> MutableText?
  let getlength: @convention(c) @Sendable (Res?, Int32, Int32) -> Int32
  let getisnull: @convention(c) @Sendable (Res?, Int32, Int32) -> Int32
  let clear: @convention(c) @Sendable (Res?) -> Void

  /// The table; an error that names the package when libpq is not installed.
  static func loaded() throws(PostgresError) -> LibPQ { try attempt.get() }

  private static let attempt = Result<LibPQ, PostgresError> { () throws(PostgresError) in try LibPQ(fileName) }

  #if canImport(Darwin)
    private static let fileName = "libpq.5.dylib"
  #else
    private static let fileName = "libpq.so.5"
  #endif

  /// Loads a library by the name that dlopen takes.
  init(_ name: String) throws(PostgresError) {
    guard let library = dlopen(name, RTLD_LAZY | RTLD_LOCAL) else {
      throw PostgresError(
        operation: "loading \(name), PostgreSQL's client library",
        reason: dlerror().map { String(cString: $0) } ?? "unknown reason",
        hint: "install it, on Debian and Ubuntu: apt-get install libpq5")
    }
    func symbol<Function>(_ symbolName: String) throws(PostgresError) -> Function {
      guard let address = dlsym(library, symbolName) else {
        throw PostgresError(
          operation: "loading \(name), PostgreSQL's client library", reason: "it has no function \(symbolName)",
          hint: "install libpq 12 or newer, on Debian and Ubuntu: apt-get install libpq5")
      }
      return unsafeBitCast(address, to: Function.self)
    }
    conninfoParse = try symbol("PQconninfoParse")
    conndefaults = try symbol("PQconndefaults")
    conninfoFree = try symbol("PQconninfoFree")
    freemem = try symbol("PQfreemem")
    connectStartParams = try symbol("PQconnectStartParams")
    connectPoll = try symbol("PQconnectPoll")
    finish = try symbol("PQfinish")
    status = try symbol("PQstatus")
    transactionStatus = try symbol("PQtransactionStatus")
    socket = try symbol("PQsocket")
    pass = try symbol("PQpass")
    errorMessage = try symbol("PQerrorMessage")
    parameterStatus = try symbol("PQparameterStatus")
    serverVersion = try symbol("PQserverVersion")
    setErrorVerbosity = try symbol("PQsetErrorVerbosity")
    setNoticeReceiver = try symbol("PQsetNoticeReceiver")
    sendQueryParams = try symbol("PQsendQueryParams")
    sendQuery = try symbol("PQsendQuery")
    consumeInput = try symbol("PQconsumeInput")
    getResult = try symbol("PQgetResult")
    putCopyData = try symbol("PQputCopyData")
    putCopyEnd = try symbol("PQputCopyEnd")
    getCopyData = try symbol("PQgetCopyData")
    getCancel = try symbol("PQgetCancel")
    freeCancel = try symbol("PQfreeCancel")
    cancel = try symbol("PQcancel")
    escapeLiteral = try symbol("PQescapeLiteral")
    escapeIdentifier = try symbol("PQescapeIdentifier")
    resultStatus = try symbol("PQresultStatus")
    resultErrorField = try symbol("PQresultErrorField")
    ntuples = try symbol("PQntuples")
    nfields = try symbol("PQnfields")
    fname = try symbol("PQfname")
    getvalue = try symbol("PQgetvalue")
    getlength = try symbol("PQgetlength")
    getisnull = try symbol("PQgetisnull")
    clear = try symbol("PQclear")
  }
}
