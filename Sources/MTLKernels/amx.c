// The kernels for the tile unit (AMX) of processors with AVX-512: matrix products of its own, all else
// as for AVX-512.
#include "sizes.h"
#include "tables.h"

#if defined(__x86_64__) && defined(__linux__)
#include <immintrin.h>
#include <math.h>
#include <pthread.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#pragma clang attribute push(                                                                    \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,fma,avx2,amx-tile,amx-bf16"))),    \
    apply_to = function)

#define VECTOR_LENGTH 16
#include "vector.inc"

#include "four_columns.inc"

#include "float_parts.inc"

#include "tile_product.inc"

static void matrix_product(const mtl_matrix_product *shape, int64_t row_begin, int64_t row_end,
                           const float *a, const float *b, const float *bias, float *c,
                           float *scratch) {
  if (row_begin >= row_end) return;
  if (suits_tiles(shape))
    multiply_by_tiles(shape, row_begin, row_end, a, b, bias, c, scratch);
  else
    mtl_kernels_avx512.matrix_product(shape, row_begin, row_end, a, b, bias, c, scratch);
}

#pragma clang attribute pop

static mtl_kernels table;

static void fill_table(void) {
  table = mtl_kernels_avx512;
  table.name = "amx";
  table.matrix_product = matrix_product;
}

const mtl_kernels *mtl_kernels_amx(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, fill_table);
  return &table;
}

// Linux saves the tiles of a thread only where the process has asked for it.
int mtl_has_tiles(void) {
  enum { ASK_FOR_STATE = 0x1023, TILE_DATA = 18 };
  return __builtin_cpu_supports("amx-tile") && __builtin_cpu_supports("amx-bf16") &&
         syscall(SYS_arch_prctl, ASK_FOR_STATE, TILE_DATA) == 0;
}
#elif defined(__x86_64__)
const mtl_kernels *mtl_kernels_amx(void) { return NULL; }

int mtl_has_tiles(void) { return 0; }
#endif
