// With glibc the allocation functions of the program are ours, and hand every request on after
// counting it. Elsewhere nothing is counted.
#include "mtl_allocation_count.h"

// A sanitizer has allocation functions of its own.
#if defined(__linux__) && defined(__GLIBC__) && !__has_feature(address_sanitizer) && \
    !__has_feature(thread_sanitizer)

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static atomic_int_fast64_t allocations;
// Off until somebody asks, so that threads that allocate do not write one place in turn.
static atomic_bool is_counting;

static void count(void) {
  if (!atomic_load_explicit(&is_counting, memory_order_relaxed)) return;
  atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
}

void *malloc(size_t size) {
  count();
  return __libc_malloc(size);
}

void *calloc(size_t count_of_items, size_t size) {
  count();
  return __libc_calloc(count_of_items, size);
}

void *realloc(void *block, size_t size) {
  count();
  return __libc_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  count();
  void *result = __libc_memalign(alignment, size);
  if (result == NULL) return ENOMEM;
  *block = result;
  return 0;
}

int64_t mtl_allocation_count(void) {
  atomic_store_explicit(&is_counting, true, memory_order_relaxed);
  return atomic_load_explicit(&allocations, memory_order_relaxed);
}

#else

int64_t mtl_allocation_count(void) { return -1; }

#endif
