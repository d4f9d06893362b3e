import CSystem

/// Keeps the end of a heap that was freed for what comes next. By itself glibc begins with giving back whatever exceeds 128 KiB, at each
/// `free`, and asks for it anew, which stops all threads for a moment. What is larger than that by itself stays apart from the heap (with
/// that in the heap, too, a check took as long: M_MMAP_THRESHOLD).
package func keepFreedMemory() {
  #if canImport(Glibc)
    mallopt(M_TRIM_THRESHOLD, 1 << 29)
  #endif
}

/// Gives memory that was freed back to the system. By itself glibc keeps it for the thread that had it, and no other can use it: a
/// command whose threads do one thing after another needs it several times over.
package func giveBackFreedMemory() {
  #if canImport(Glibc)
    malloc_trim(0)
  #endif
}

/// Lets the calling thread's heap grow by some megabytes at once. By itself glibc asks the system for a page at a time, which also
/// stops the other threads that get one; what is not used is only reserved. It takes a millisecond: for a thread that will fill it.
package func reserveHeap() {
  #if canImport(Glibc)
    // Below the size from which on memory does not come from the heap (M_MMAP_THRESHOLD).
    let pieces = (0..<128).map { _ in malloc(120 << 10) }
    for piece in pieces.reversed() { free(piece) }
  #endif
}
