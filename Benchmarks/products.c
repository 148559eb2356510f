// Times matrix products as training calls them, in turns with the processor's multiply-add peak, so
// that a clock that drifts changes both alike.
//
//     products ISA THREADS ROUNDS LAYOUT:MxNxK:CHUNK...
//
// ISA is that of mtl_isa or -1 for the best; LAYOUT is NN, NT or TN (which operand is stored
// transposed); CHUNK is how many rows of the result a thread takes at a time. Prints the name of
// the instruction set, then a line for each round: the share of a processor that other processes
// had meanwhile, and for each product its GF/s and those of the peak.
#include "mtl_kernels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static double seconds_of(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double seconds(void) { return seconds_of(CLOCK_MONOTONIC); }

// ---------------------------------------------------------------------------------------------
// The peak: chains of multiply-adds in registers, enough of them to hide the latency.

enum { CHAINS = 12, PEAK_STEPS = 10000 };

// One function for a vector type; the empty assembly keeps each chain in its register.
#define DEFINE_PEAK(name, attributes, vector, constraint)                                  \
  attributes static double name(void) {                                                    \
    vector sums[CHAINS], factor = (vector){0} + 0.5f, addend = (vector){0} + 1.0f;         \
    for (int i = 0; i < CHAINS; i++) sums[i] = addend * (float)i;                          \
    for (int64_t step = 0; step < PEAK_STEPS; step++) {                                    \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++) {                \
        sums[i] = sums[i] * factor + addend;                                               \
        __asm__ volatile("" : "+" constraint(sums[i]));                                    \
      }                                                                                    \
    }                                                                                      \
    return 2.0 * PEAK_STEPS * CHAINS * (sizeof(vector) / sizeof(float));                   \
  }

typedef float vector4 __attribute__((vector_size(16)));
typedef float vector8 __attribute__((vector_size(32)));
typedef float vector16 __attribute__((vector_size(64)));

#if defined(__x86_64__)
DEFINE_PEAK(peak_avx512, __attribute__((target("avx512f,fma"))), vector16, "v")
DEFINE_PEAK(peak_avx2, __attribute__((target("avx2,fma"))), vector8, "x")
DEFINE_PEAK(peak_portable, , vector4, "x")
#else
DEFINE_PEAK(peak_portable, , vector4, "w")
#endif

// Runs once and returns the number of floating-point operations.
static double run_peak(mtl_isa isa) {
#if defined(__x86_64__)
  if (isa >= MTL_ISA_AVX512) return peak_avx512();
  if (isa == MTL_ISA_AVX2) return peak_avx2();
#endif
  (void)isa;
  return peak_portable();
}

// ---------------------------------------------------------------------------------------------
// Products

typedef struct {
  mtl_isa isa;
  const mtl_kernels *kernels;
  mtl_pool *pool;  // NULL for one thread
  int32_t threads;
} machine;

typedef struct {
  const machine *machine;
  mtl_matrix_product shape;
  int64_t rows_of_chunk;
  float *memory, *a, *b, *c, *scratch;
  int64_t scratch_of_thread;
} workload;

static int64_t aligned(int64_t count) { return (count + 15) / 16 * 16; }

// Reads "NT:64x32x16:8". Operands lie one behind the other, as in the memory of a run.
static workload parse(const char *text, const machine *machine) {
  workload w = {.machine = machine};
  mtl_matrix_product *s = &w.shape;
  char a, b;
  long long m, n, k, chunk;
  if (sscanf(text, "%c%c:%lldx%lldx%lld:%lld", &a, &b, &m, &n, &k, &chunk) != 6) {
    fprintf(stderr, "not a product: %s\n", text);
    exit(2);
  }
  *s = (mtl_matrix_product){.m = m, .n = n, .k = k, .transpose_a = a == 'T',
                            .transpose_b = b == 'T'};
  s->lda = s->transpose_a ? m : k;
  s->ldb = s->transpose_b ? k : n;
  s->ldc = n;
  w.rows_of_chunk = chunk;
  w.scratch_of_thread = aligned(mtl_matrix_product_scratch(s));
  int64_t operands = aligned(m * k) + aligned(k * n);
  int64_t count = operands + aligned(m * n) + machine->threads * w.scratch_of_thread;
  // As the memory of a run is allocated.
  size_t bytes = sizeof(float) * (size_t)count;
  if (posix_memalign((void **)&w.memory, bytes < MTL_LARGE_PAGE ? 64 : MTL_LARGE_PAGE, bytes))
    exit(3);
  mtl_prefer_large_pages(w.memory, bytes);
  w.a = w.memory;
  w.b = w.a + aligned(m * k);
  w.c = w.memory + operands;
  w.scratch = w.c + aligned(m * n);
  for (int64_t i = 0; i < operands; i++) w.memory[i] = (float)(i * 37 % 101) / 101.0f - 0.5f;
  memset(w.c, 0, sizeof(float) * (size_t)(count - operands));
  return w;
}

static void run_chunk(void *context, int64_t chunk, int32_t worker) {
  const workload *w = context;
  int64_t begin = chunk * w->rows_of_chunk, end = begin + w->rows_of_chunk;
  w->machine->kernels->matrix_product(&w->shape, begin, end < w->shape.m ? end : w->shape.m, w->a,
                                      w->b, NULL, w->c, w->scratch + worker * w->scratch_of_thread);
}

static double run_product(workload *w) {
  if (w->machine->pool && w->shape.m > w->rows_of_chunk)
    mtl_pool_run(w->machine->pool, run_chunk, w,
                 (w->shape.m + w->rows_of_chunk - 1) / w->rows_of_chunk);
  else
    w->machine->kernels->matrix_product(&w->shape, 0, w->shape.m, w->a, w->b, NULL, w->c,
                                        w->scratch);
  return 2.0 * (double)w->shape.m * (double)w->shape.n * (double)w->shape.k;
}

static void run_peak_chunk(void *context, int64_t chunk, int32_t worker) {
  (void)chunk, (void)worker;
  run_peak(((const machine *)context)->isa);
}

static double run_peak_on_all(const machine *machine) {
  enum { CHUNKS_OF_THREAD = 8 };
  if (!machine->pool) return run_peak(machine->isa);
  int64_t chunks = CHUNKS_OF_THREAD * machine->threads;
  mtl_pool_run(machine->pool, run_peak_chunk, (void *)machine, chunks - 1);
  return run_peak(machine->isa) * (double)chunks;
}

typedef struct { double operations, seconds; } tally;

// Adds work of about so many seconds: the peak where `w` is NULL, else the product. One thread is
// timed by the time that the processor gave it, not by the time that passed.
static void measure(const machine *machine, workload *w, double duration, tally *sum) {
  const clockid_t clock = machine->pool ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID;
  const double batch = 2e7;  // operations between two looks at the clock, which is a slow one
  double operations = 0, begin = seconds_of(clock), now = begin;
  while (now < begin + duration) {
    double until = operations + batch;
    while (operations < until) operations += w ? run_product(w) : run_peak_on_all(machine);
    now = seconds_of(clock);
  }
  sum->operations += operations;
  sum->seconds += now - begin;
}

// The GF/s of a product, and of the peak in the same milliseconds: they take short turns, since the
// clock goes up and down with the work.
static void compare(const machine *machine, workload *w, double rates[2]) {
  enum { TURNS = 4 };
  tally product = {0}, peak = {0};
  for (int turn = 0; turn < TURNS && product.seconds < 0.03; turn++) {
    measure(machine, NULL, 4e-4, &peak);
    measure(machine, w, 3e-3, &product);
    measure(machine, NULL, 4e-4, &peak);
  }
  rates[0] = product.operations / product.seconds * 1e-9;
  rates[1] = peak.operations / peak.seconds * 1e-9;
}

// Seconds of processor time: of all processes, as far as the system tells, and of this one.
static double time_of_all(void) {
  long long user = 0, nice = 0, system = 0;
  FILE *file = fopen("/proc/stat", "r");
  if (!file) return 0;
  if (fscanf(file, "cpu %lld %lld %lld", &user, &nice, &system) != 3) user = nice = system = 0;
  fclose(file);
  return (double)(user + nice + system) / (double)sysconf(_SC_CLK_TCK);
}

static double time_of_this(void) { return seconds_of(CLOCK_PROCESS_CPUTIME_ID); }

int main(int argument_count, char **arguments) {
  if (argument_count < 5) return 2;
  int isa = atoi(arguments[1]), threads = atoi(arguments[2]), rounds = atoi(arguments[3]);
  int count = argument_count - 4;
  machine machine = {.isa = isa < 0 ? mtl_best_isa() : (mtl_isa)isa, .threads = threads};
  machine.kernels = mtl_kernels_for(machine.isa);
  if (!machine.kernels) {
    fprintf(stderr, "this processor lacks the instruction set\n");
    return 3;
  }
  machine.pool = threads > 1 ? mtl_pool_create(threads) : NULL;
  mtl_flush_denormals();
  printf("%s\n", machine.kernels->name);
  workload *workloads = calloc((size_t)count, sizeof(workload));
  double *rates = calloc((size_t)count, 2 * sizeof(double));
  for (int i = 0; i < count; i++) workloads[i] = parse(arguments[4 + i], &machine);
  for (int round = 0; round < rounds; round++) {
    double begin = seconds(), others = time_of_all() - time_of_this();
    for (int i = 0; i < count; i++) compare(&machine, &workloads[i], rates + 2 * i);
    others = time_of_all() - time_of_this() - others;
    printf("%.3f", others / (seconds() - begin));
    for (int i = 0; i < 2 * count; i++) printf(" %.3f", rates[i]);
    printf("\n");
    fflush(stdout);
  }
  for (int i = 0; i < count; i++) free(workloads[i].memory);
  free(workloads);
  free(rates);
  if (machine.pool) mtl_pool_destroy(machine.pool);
  return 0;
}
