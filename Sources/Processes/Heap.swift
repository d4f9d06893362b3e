import CSystem

/// Makes all threads that come take memory from one heap. By itself glibc gives each thread a heap of its own, and what one has freed
/// no other can use: a command whose threads do one thing after another for the same result needs the memory several times.
/// To be called before there is another thread.
package func shareOneHeap() {
  #if canImport(Glibc)
    mallopt(M_ARENA_MAX, 1)
  #endif
}
