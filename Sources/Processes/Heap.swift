import CSystem

/// Lets a heap grow by many megabytes at once, which are only reserved until they are used, and keep its end when that was freed. By
/// itself glibc asks the system for a page at a time, in all threads but the first, and begins with giving back whatever exceeds
/// 128 KiB, at each `free`: both stop all threads for a moment. What is larger than 128 KiB by itself stays apart from the heap (with
/// that in the heap, too, a check took as long: M_MMAP_THRESHOLD).
package func growHeapsAtOnce() {
  #if canImport(Glibc)
    // As much as most commands use. More would be refused, and the memory with it, where a limit is low (`ulimit -d`).
    mallopt(M_TOP_PAD, 16 << 20)
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
