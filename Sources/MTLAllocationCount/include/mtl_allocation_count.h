// Counts the memory allocations of the whole process, for `mtl bench`.
#ifndef MTL_ALLOCATION_COUNT_H
#define MTL_ALLOCATION_COUNT_H

#include <stdint.h>

// The number of allocations since this was first asked, or -1 where they cannot be counted.
int64_t mtl_allocation_count(void);

#endif
