// The tables of the instruction sets that this build has.
#ifndef MTL_TABLES_H
#define MTL_TABLES_H

#include "include/mtl_kernels.h"

extern const mtl_kernels mtl_kernels_portable;
#if defined(__x86_64__)
extern const mtl_kernels mtl_kernels_avx2;
extern const mtl_kernels mtl_kernels_avx512;
// Those for the tile unit; only where this build and processor have it.
const mtl_kernels *mtl_kernels_amx(void);
int mtl_has_tiles(void);
#endif

#endif
