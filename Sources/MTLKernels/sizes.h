// Block sizes that the templates and the functions that size scratch memory share.
#ifndef MTL_SIZES_H
#define MTL_SIZES_H

enum {
  DEPTH_BLOCK = 512,     // steps of k that one pass over b covers
  ROW_BLOCK = 192,       // rows of a that stay in the second-level cache meanwhile
  COLUMN_BLOCK = 512,    // columns of b packed at a time
  UNPACKED_ROWS = 300,   // up to so many rows, b is read where it lies
  COPYING_COLUMNS = 384, // from so many columns on, rows of a transposed a are copied,
  COPYING_COLUMNS_OF_PAGES = 256,  // or from so many where its rows are a page or longer
  WIDEST_PANEL = 64,     // columns of one panel, of the widest instruction set
  WIDEST_VECTOR = 16,

  NARROW_COLUMNS = 4,    // up to so many columns a product has kernels of its own

  RECURRENT_ROWS = 16,   // rows of a recurrence that share a product with the weights

  ELEMENTWISE_BLOCK = 512,
  // Room for one register: a repeated pattern takes up to two blocks, random numbers run over the
  // end of one by at most four vectors.
  ELEMENTWISE_SLOT = 2 * ELEMENTWISE_BLOCK + 4 * WIDEST_VECTOR
};

#endif
