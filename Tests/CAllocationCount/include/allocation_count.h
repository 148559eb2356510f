// Counts the allocations of the calling thread, for tests that allow none.
#ifndef ALLOCATION_COUNT_H
#define ALLOCATION_COUNT_H

#include <stdint.h>

// How often the calling thread has allocated memory; -1 where that cannot be counted.
int64_t allocation_count(void);

#endif
