// The worker pool. Each thread has a share of a region's chunks, always the same part of all: what
// it wrote in one region is what it reads in the next, and still in its cache. Chunks are claimed one
// at a time from the share's atomic ticket, and a thread whose share is done goes on to the others',
// so that a worker that wakes late, or whose core is taken by another process, costs little.
#define _GNU_SOURCE
#include "include/mtl_kernels.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#if defined(__linux__)
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

enum {
  SPINS_BEFORE_SLEEP = 2000,  // of a worker without work
  SPINS_BEFORE_YIELD = 4000,  // of the caller that waits for the last chunks
  CACHE_LINE = 128
};
static const int64_t largest_region = 0x7fffffff;  // chunks that one ticket can hold

typedef struct {
  // Of the thread's share: generation of the region << 32 | chunks not yet claimed.
  _Alignas(CACHE_LINE) _Atomic uint64_t ticket;
  mtl_pool *pool;
  pthread_t thread;
  int32_t index;
} worker;

struct mtl_pool {
  // The region. A worker reads these between reading a ticket and claiming from it; the claim
  // succeeds only where the ticket has not changed, so that they belonged to it.
  _Alignas(CACHE_LINE) _Atomic(mtl_pool_function) function;
  _Atomic(void *) context;
  _Atomic int64_t chunks;
  _Atomic int64_t first_chunk;

  _Alignas(CACHE_LINE) _Atomic int64_t finished;  // chunks of the region that are done

  // What idle workers wait on: changes with every region and when the pool is destroyed.
  _Alignas(CACHE_LINE) _Atomic uint32_t generation;
  _Atomic int32_t sleepers;
  _Atomic int32_t stopping;
#if !defined(__linux__)
  pthread_mutex_t mutex;
  pthread_cond_t changed;
#endif
  int32_t threads;
  worker workers[];  // one for each thread; the first is the caller, who is no thread of ours
};

static void pause_briefly(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// ---------------------------------------------------------------------------------------------
// Sleeping and waking.

#if defined(__linux__)
static void sleep_while(mtl_pool *pool, uint32_t seen) {
  syscall(SYS_futex, &pool->generation, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
}
static void change_generation(mtl_pool *pool) { atomic_fetch_add(&pool->generation, 1); }
static void wake(mtl_pool *pool, int64_t count) {
  syscall(SYS_futex, &pool->generation, FUTEX_WAKE_PRIVATE, (int)count, NULL, NULL, 0);
}
static int prepare_sleeping(mtl_pool *pool) {
  (void)pool;
  return 1;
}
static void end_sleeping(mtl_pool *pool) { (void)pool; }
#else
static void sleep_while(mtl_pool *pool, uint32_t seen) {
  pthread_mutex_lock(&pool->mutex);
  while (atomic_load(&pool->generation) == seen) pthread_cond_wait(&pool->changed, &pool->mutex);
  pthread_mutex_unlock(&pool->mutex);
}
static void change_generation(mtl_pool *pool) { atomic_fetch_add(&pool->generation, 1); }
static void wake(mtl_pool *pool, int64_t count) {
  (void)count;
  pthread_mutex_lock(&pool->mutex);  // no sleeper is between its check and its wait
  pthread_cond_broadcast(&pool->changed);
  pthread_mutex_unlock(&pool->mutex);
}
static int prepare_sleeping(mtl_pool *pool) {
  if (pthread_mutex_init(&pool->mutex, NULL) != 0) return 0;
  if (pthread_cond_init(&pool->changed, NULL) == 0) return 1;
  pthread_mutex_destroy(&pool->mutex);
  return 0;
}
static void end_sleeping(mtl_pool *pool) {
  pthread_cond_destroy(&pool->changed);
  pthread_mutex_destroy(&pool->mutex);
}
#endif

// Returns the generation that follows `seen`, after a short spin or a sleep.
static uint32_t wait_for_change(mtl_pool *pool, uint32_t seen) {
  for (int spins = 0;; spins++) {
    uint32_t generation = atomic_load_explicit(&pool->generation, memory_order_acquire);
    if (generation != seen) return generation;
    if (spins < SPINS_BEFORE_SLEEP) {
      pause_briefly();
      continue;
    }
    // The caller changes the generation, then looks for sleepers; we do the reverse. One of the
    // two sees the other (all four are sequentially consistent).
    atomic_fetch_add(&pool->sleepers, 1);
    if (atomic_load(&pool->generation) == seen) sleep_while(pool, seen);
    atomic_fetch_sub(&pool->sleepers, 1);
  }
}

// ---------------------------------------------------------------------------------------------
// Work.

// Where the share of a thread begins among `chunks`; that of the thread after the last is their end.
static int64_t begin_of_share(const mtl_pool *pool, int32_t thread, int64_t chunks) {
  return chunks * thread / pool->threads;
}

// Claims and runs chunks of one share until none is left; returns how many.
static int64_t take_share(mtl_pool *pool, int32_t owner, int32_t index) {
  _Atomic uint64_t *shared = &pool->workers[owner].ticket;
  int64_t taken = 0;
  uint64_t ticket = atomic_load_explicit(shared, memory_order_acquire);
  while ((uint32_t)ticket != 0) {
    mtl_pool_function function = atomic_load_explicit(&pool->function, memory_order_relaxed);
    void *context = atomic_load_explicit(&pool->context, memory_order_relaxed);
    int64_t chunks = atomic_load_explicit(&pool->chunks, memory_order_relaxed);
    int64_t end = atomic_load_explicit(&pool->first_chunk, memory_order_relaxed) +
                  begin_of_share(pool, owner + 1, chunks);
    // On failure the ticket is read anew.
    if (!atomic_compare_exchange_weak_explicit(shared, &ticket, ticket - 1, memory_order_acq_rel,
                                               memory_order_acquire))
      continue;
    function(context, end - (int64_t)(uint32_t)ticket, index);
    taken++;
    ticket = atomic_load_explicit(shared, memory_order_acquire);
  }
  return taken;
}

// Does the thread's own share, then what is left of the others'. A region cannot end before all that
// was taken of it is added, so that no chunk counts for the next one.
static void take_chunks(mtl_pool *pool, int32_t index) {
  int64_t taken = 0;
  for (int32_t i = 0; i < pool->threads; i++)
    taken += take_share(pool, (index + i) % pool->threads, index);
  if (taken > 0) atomic_fetch_add_explicit(&pool->finished, taken, memory_order_release);
}

static void *run_worker(void *argument) {
  worker *self = argument;
  mtl_pool *pool = self->pool;
  uint32_t seen = 0;
  mtl_flush_denormals();
  for (;;) {
    seen = wait_for_change(pool, seen);
    if (atomic_load(&pool->stopping)) return NULL;
    take_chunks(pool, self->index);
  }
}

// One region of at most `largest_region` chunks.
static void run_region(mtl_pool *pool, mtl_pool_function function, void *context, int64_t first,
                       int64_t chunks) {
  atomic_store_explicit(&pool->function, function, memory_order_relaxed);
  atomic_store_explicit(&pool->context, context, memory_order_relaxed);
  atomic_store_explicit(&pool->first_chunk, first, memory_order_relaxed);
  atomic_store_explicit(&pool->chunks, chunks, memory_order_relaxed);
  atomic_store_explicit(&pool->finished, 0, memory_order_relaxed);
  uint64_t generation = (uint64_t)atomic_load(&pool->generation) + 1;
  for (int32_t i = 0; i < pool->threads; i++) {
    int64_t count = begin_of_share(pool, i + 1, chunks) - begin_of_share(pool, i, chunks);
    atomic_store_explicit(&pool->workers[i].ticket, generation << 32 | (uint64_t)count,
                          memory_order_release);
  }
  change_generation(pool);
  int32_t sleepers = atomic_load(&pool->sleepers);
  if (sleepers > 0) wake(pool, sleepers < chunks - 1 ? sleepers : chunks - 1);
  take_chunks(pool, 0);
  for (int64_t spins = 0;
       atomic_load_explicit(&pool->finished, memory_order_acquire) != chunks; spins++) {
    if (spins < SPINS_BEFORE_YIELD) pause_briefly();
    else sched_yield();
  }
}

void mtl_pool_run(mtl_pool *pool, mtl_pool_function function, void *context, int64_t chunks) {
  if (pool == NULL || pool->threads == 1 || chunks <= 1) {
    for (int64_t chunk = 0; chunk < chunks; chunk++) function(context, chunk, 0);
    return;
  }
  for (int64_t first = 0; first < chunks; first += largest_region) {
    int64_t left = chunks - first;
    run_region(pool, function, context, first, left < largest_region ? left : largest_region);
  }
}

// ---------------------------------------------------------------------------------------------
// Making and ending.

// Ends the workers below `end`, then the pool.
static void end_workers(mtl_pool *pool, int32_t end) {
  atomic_store(&pool->stopping, 1);
  change_generation(pool);
  wake(pool, pool->threads);
  for (int32_t i = 1; i < end; i++) pthread_join(pool->workers[i].thread, NULL);
  end_sleeping(pool);
  free(pool);
}

static mtl_pool *allocate_pool(int32_t threads) {
  size_t size = sizeof(mtl_pool) + sizeof(worker) * (size_t)threads;
  size = (size + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
  mtl_pool *pool = aligned_alloc(CACHE_LINE, size);
  if (pool == NULL) return NULL;
  for (int32_t i = 0; i < threads; i++) {
    atomic_init(&pool->workers[i].ticket, 0);
    pool->workers[i].pool = pool;
    pool->workers[i].index = i;
  }
  atomic_init(&pool->function, NULL);
  atomic_init(&pool->context, NULL);
  atomic_init(&pool->chunks, 0);
  atomic_init(&pool->first_chunk, 0);
  atomic_init(&pool->finished, 0);
  atomic_init(&pool->generation, 0);
  atomic_init(&pool->sleepers, 0);
  atomic_init(&pool->stopping, 0);
  pool->threads = threads;
  if (prepare_sleeping(pool)) return pool;
  free(pool);
  return NULL;
}

mtl_pool *mtl_pool_create(int32_t threads) {
  if (threads < 1) threads = 1;
  mtl_pool *pool = allocate_pool(threads);
  if (pool == NULL) return NULL;
  for (int32_t i = 1; i < threads; i++) {
    worker *each = &pool->workers[i];
    if (pthread_create(&each->thread, NULL, run_worker, each) != 0) {
      end_workers(pool, i);
      return NULL;
    }
  }
  return pool;
}

void mtl_pool_destroy(mtl_pool *pool) {
  if (pool != NULL) end_workers(pool, pool->threads);
}
