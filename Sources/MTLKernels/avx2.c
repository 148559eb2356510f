// The kernels for AVX2 with fused multiply-add: 16 registers of 8 floats.
#include "sizes.h"
#include "stages.h"
#include "tables.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <math.h>
#include <string.h>

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define VECTOR_LENGTH 8
#define MAXIMUM_VECTORS 2
#define MAXIMUM_TILE 12
#define ROWS_OF_1 12
#define ROWS_OF_2 6
#define KERNEL_TABLE mtl_kernels_avx2
#define KERNEL_NAME "avx2"
#include "table.inc"

#pragma clang attribute pop
#endif
