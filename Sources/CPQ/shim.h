#ifndef BASELINE_CPQ_SHIM_H
#define BASELINE_CPQ_SHIM_H

#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#include <postgresql/libpq-fe.h>  // Debian's place for it
#endif

#endif
