// The kernels for any processor: vectors of 4 floats, which are NEON on arm64 (32 registers) and
// SSE2 on x86-64 (16 registers).
#include "sizes.h"
#include "stages.h"
#include "tables.h"

#define VECTOR_LENGTH 4
#if defined(__aarch64__)
#define MAXIMUM_VECTORS 4
#define MAXIMUM_TILE 24
#define ROWS_OF_1 14
#define ROWS_OF_2 12
#define ROWS_OF_3 8
#define ROWS_OF_4 6
#else
#define MAXIMUM_VECTORS 2
#define MAXIMUM_TILE 12
#define ROWS_OF_1 12
#define ROWS_OF_2 6
#endif
#define KERNEL_TABLE mtl_kernels_portable
#define KERNEL_NAME "portable"
#include "table.inc"
