#ifndef BASELINE_CSYSTEM_SHIM_H
#define BASELINE_CSYSTEM_SHIM_H

#include <spawn.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

// glibc declares these only under _GNU_SOURCE, which Swift's Glibc module does not set.
#ifdef __linux__
extern int pipe2(int descriptors[2], int flags);
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
#endif

#endif
