#ifndef BASELINE_CYAML_SHIM_H
#define BASELINE_CYAML_SHIM_H

#include <yaml.h>

#endif
