// Block sizes that the templates and the functions that size scratch memory share.
#ifndef MTL_SIZES_H
#define MTL_SIZES_H

#include "include/mtl_kernels.h"

enum {
  LINE = 16,             // floats of a line of the cache
  PAGE = 1024,           // floats of a page of memory

  DEPTH_BLOCK = 512,     // steps of k that one pass over b covers at most,
  TRANSPOSED_DEPTH_BLOCK = 256,  // or where a is transposed: a tile reads a line of it at each step
  COLUMN_BLOCK = 512,    // columns of b that one pass over a covers
  ROW_BLOCK = 96,        // rows of a that stay in the second-level cache meanwhile,
  COPIED_ROW_BLOCK = 192,  // or where a transposed a is copied
  PACKING_ROWS = 300,    // from so many rows on, b is copied where its rows straddle lines,
  PACKING_ROWS_OF_PAGES = 32,  // or where they are a page or longer
  COPYING_COLUMNS = 384, // from so many columns on, a transposed a is copied,
  COPYING_COLUMNS_OF_PAGES = 256,  // or where its rows are a page or longer,
  COPYING_COLUMNS_OF_LARGE = 64,   // or where it is too large for the second-level cache,
  LARGE_OPERAND = 1 << 18,         // as one of so many numbers is
  WIDEST_PANEL = 64,     // columns of one panel, of the widest instruction set
  WIDEST_VECTOR = 16,

  // Products by the tile unit: tiles of 16 rows of 16 words, numbers of three parts, groups of the tiles
  // of 32 rows or columns for 32 steps; the columns and steps of a block of b, the steps of a slice of it,
  // and the rows of a that are multiplied by it together.
  TILE_WORDS = 256,
  TILE_STEPS = 32,
  PARTS = 3,
  GROUP_WORDS = 2 * PARTS * TILE_WORDS,
  TILE_COLUMNS = 1024,
  TILE_STEPS_OF_BLOCK = 2048,
  TILE_DEPTH = 512,
  TILE_ROWS = 128,
  // What is smaller pays less than splitting its operands costs.
  FEWEST_TILED_ROWS = 16,
  FEWEST_TILED_COLUMNS = 24,
  FEWEST_TILED_PRODUCTS = 1 << 19,

  NARROW_COLUMNS = 4,    // up to so many columns a product has kernels of its own

  RECURRENT_ROWS = 16,   // rows of a recurrence that share a product with the weights

  // Correlations whose lanes are images have so many output channels and steps at least, and so many floats of
  // a padded image and a row of output at most.
  FEWEST_INTERLEAVED_CHANNELS = 4,
  FEWEST_INTERLEAVED_STEPS = 64,
  MOST_INTERLEAVED = 1 << 15,

  // Winograd's algorithm: channels on either side and pixels of output that it pays for, and about
  // how many tiles are transformed together.
  FEWEST_WINOGRAD_CHANNELS = 16,
  MOST_WINOGRAD_CHANNELS = 128,
  FEWEST_WINOGRAD_PIXELS = 16,
  WINOGRAD_TILES = 28,
  OVERWRITTEN_WINOGRAD_TILES = 14,
  WINOGRAD_GRADIENT_TILES = 64,

  ELEMENTWISE_BLOCK = 512,
  // Room for one register: a repeated pattern takes up to two blocks, random numbers run over the
  // end of one by at most four vectors.
  ELEMENTWISE_SLOT = 2 * ELEMENTWISE_BLOCK + 4 * WIDEST_VECTOR
};

// The words of the parts of a block of b, and of the rows that are multiplied by a slice of it.
static inline int64_t words_of_columns(const mtl_matrix_product *s) {
  int64_t columns = s->n < TILE_COLUMNS ? s->n : TILE_COLUMNS;
  int64_t steps = s->k < TILE_STEPS_OF_BLOCK ? s->k : TILE_STEPS_OF_BLOCK;
  return (columns + 31) / 32 * ((steps + TILE_STEPS - 1) / TILE_STEPS) * GROUP_WORDS;
}
static inline int64_t words_of_rows(const mtl_matrix_product *s) {
  int64_t steps = s->k < TILE_DEPTH ? s->k : TILE_DEPTH;
  return TILE_ROWS / 32 * ((steps + TILE_STEPS - 1) / TILE_STEPS) * GROUP_WORDS;
}

#endif
