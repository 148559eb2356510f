// The kernels for AVX-512: 32 registers of 16 floats.
#include "sizes.h"
#include "stages.h"
#include "tables.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <math.h>
#include <string.h>

#pragma clang attribute push(                                                   \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,fma,avx2"))),     \
    apply_to = function)

#define VECTOR_LENGTH 16
#define MAXIMUM_VECTORS 4
#define MAXIMUM_TILE 28
#define ROWS_OF_1 14
#define ROWS_OF_2 14
#define ROWS_OF_3 8
#define ROWS_OF_4 6
#define KERNEL_TABLE mtl_kernels_avx512
#define KERNEL_NAME "avx512"
#include "table.inc"

#pragma clang attribute pop
#endif
