import CSystem

/// Gives memory that was freed back to the system. By itself glibc keeps it for the thread that had it, and no other can use it: a
/// command whose threads do one thing after another needs it several times over.
package func giveBackFreedMemory() {
  #if canImport(Glibc)
    malloc_trim(0)
  #endif
}
