// The worker pool. A region's chunks are claimed one at a time from an atomic ticket, so that a
// worker that wakes late, or whose core is taken by another process, costs nothing: the others,
// and at the latest the caller, take its chunks.
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
  mtl_pool *pool;
  pthread_t thread;
  int32_t index;
} worker;

struct mtl_pool {
  // Generation of the region << 32 | chunks not yet claimed.
  _Alignas(CACHE_LINE) _Atomic uint64_t ticket;
  // The region. A worker reads these between reading a ticket and claiming from it; the claim
  // succeeds only where the ticket has not changed, so that they belonged to it.
  _Atomic(mtl_pool_function) function;
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
  worker workers[];  // threads - 1 of them
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

// Claims and runs chunks until none is left.
static void take_chunks(mtl_pool *pool, int32_t index) {
  uint64_t ticket = atomic_load_explicit(&pool->ticket, memory_order_acquire);
  while ((uint32_t)ticket != 0) {
    mtl_pool_function function = atomic_load_explicit(&pool->function, memory_order_relaxed);
    void *context = atomic_load_explicit(&pool->context, memory_order_relaxed);
    int64_t end = atomic_load_explicit(&pool->first_chunk, memory_order_relaxed) +
                  atomic_load_explicit(&pool->chunks, memory_order_relaxed);
    // On failure the ticket is read anew.
    if (!atomic_compare_exchange_weak_explicit(&pool->ticket, &ticket, ticket - 1,
                                               memory_order_acq_rel, memory_order_acquire))
      continue;
    function(context, end - (int64_t)(uint32_t)ticket, index);
    atomic_fetch_add_explicit(&pool->finished, 1, memory_order_release);
    ticket = atomic_load_explicit(&pool->ticket, memory_order_acquire);
  }
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
  atomic_store_explicit(&pool->ticket, generation << 32 | (uint64_t)chunks, memory_order_release);
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

// Ends the first `count` workers, then the pool.
static void end_workers(mtl_pool *pool, int32_t count) {
  atomic_store(&pool->stopping, 1);
  change_generation(pool);
  wake(pool, pool->threads);
  for (int32_t i = 0; i < count; i++) pthread_join(pool->workers[i].thread, NULL);
  end_sleeping(pool);
  free(pool);
}

static mtl_pool *allocate_pool(int32_t threads) {
  size_t size = sizeof(mtl_pool) + sizeof(worker) * (size_t)(threads - 1);
  size = (size + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
  mtl_pool *pool = aligned_alloc(CACHE_LINE, size);
  if (pool == NULL) return NULL;
  atomic_init(&pool->ticket, 0);
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
  for (int32_t i = 0; i < threads - 1; i++) {
    worker *each = &pool->workers[i];
    each->pool = pool;
    each->index = i + 1;
    if (pthread_create(&each->thread, NULL, run_worker, each) != 0) {
      end_workers(pool, i);
      return NULL;
    }
  }
  return pool;
}

void mtl_pool_destroy(mtl_pool *pool) {
  if (pool != NULL) end_workers(pool, pool->threads - 1);
}
