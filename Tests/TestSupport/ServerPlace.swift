import Processes

/// Where the tests' private servers have their folders: memory, where there is enough of it that programs may be run from; nil:
/// the usual place for what is temporary.
///
/// Hundreds of data folders come and go in a run of the tests. ext4 gives an inode away again only seconds after it was
/// deleted, and looks through all that it may not use yet whenever a file is made: three quarters of the time went there.
package let serverPlace: String? = {
  var status = statvfs()
  let folder = "/dev/shm"
  guard statvfs(folder, &status) == 0, access(folder, W_OK) == 0 else { return nil }
  // ST_NOEXEC of <sys/statvfs.h>, which the module leaves out.
  let isNoExec = status.f_flag & 8 != 0
  return !isNoExec && UInt64(status.f_bavail) * UInt64(status.f_frsize) > 3 << 30 ? folder : nil
}()
