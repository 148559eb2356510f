// Sizes of matrix products that depend on the instruction set. Processors whose widest vectors are those
// of AVX2 often have 32 KB of first-level and 512 KB of second-level cache. There two multiply-adds of 8
// numbers may start in a cycle, and leave less room for other instructions than one of 16 numbers does.
#ifndef MTL_PRODUCT_SIZES_H
#define MTL_PRODUCT_SIZES_H

#include "sizes.h"

#if defined(__x86_64__) && VECTOR_LENGTH == 8
enum {
  STEPS_TOGETHER = 4,      // steps of k of a tile without an addition to a pointer, where b is packed
  FETCHING_LENGTH = 96,    // from so many steps of k on, c is fetched while they are done,
  FETCHING_STRETCH = 32,   // one row after every so many
  STEPS_OF_BLOCK = 384,    // of k that one pass over b covers: a panel of b leaves room for rows of a
  PACKING_ROWS_ANYWHERE = 96,  // from so many rows on, b is copied however its rows lie,
  PANELS_TOGETHER = 4,     // so many panels at a time, since a row of one is but a line of the cache
  STEPS_OF_PACKING = 8,    // and so many rows of them
  SLIVER_ROWS = ROWS_OF_2, // a transposed a is copied to slivers of so many rows,
  COPYING_COLUMNS_OF_SLIVERS = 48,  // from so many columns
  COPYING_ROWS = 96        // and rows on
};
#else
enum {
  STEPS_TOGETHER = 1,
  FETCHING_LENGTH = 256,
  FETCHING_STRETCH = 16,
  STEPS_OF_BLOCK = DEPTH_BLOCK,
  PACKING_ROWS_ANYWHERE = 1 << 30,  // never
  PANELS_TOGETHER = 1,
  STEPS_OF_PACKING = DEPTH_BLOCK,
  SLIVER_ROWS = 0,         // no slivers
  COPYING_COLUMNS_OF_SLIVERS = 0,
  COPYING_ROWS = 0
};
#endif

#endif
