// The choice of instruction set at run time, the sizes of scratch memory, large pages, and denormals.
#include "sizes.h"
#include "tables.h"

#include <stdatomic.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif

static mtl_isa detect_isa(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return mtl_has_tiles() ? MTL_ISA_AMX : MTL_ISA_AVX512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return MTL_ISA_AVX2;
#endif
  return MTL_ISA_PORTABLE;
}

mtl_isa mtl_best_isa(void) {
  static _Atomic int detected = -1;
  int isa = atomic_load_explicit(&detected, memory_order_relaxed);
  if (isa < 0) {
    isa = (int)detect_isa();
    atomic_store_explicit(&detected, isa, memory_order_relaxed);
  }
  return (mtl_isa)isa;
}

const mtl_kernels *mtl_kernels_for(mtl_isa isa) {
  if (isa > mtl_best_isa()) return NULL;
  switch (isa) {
  case MTL_ISA_PORTABLE: return &mtl_kernels_portable;
#if defined(__x86_64__)
  case MTL_ISA_AVX2: return &mtl_kernels_avx2;
  case MTL_ISA_AVX512: return &mtl_kernels_avx512;
  case MTL_ISA_AMX: return mtl_kernels_amx();
#endif
  default: return NULL;
  }
}

// ---------------------------------------------------------------------------------------------
// Scratch memory. Sizes are for the widest vectors; narrower ones need no more.

static int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }
static int64_t larger(int64_t a, int64_t b) { return a > b ? a : b; }

// A block of b and one of rows of a in parts, the tiles of an edge, and what aligns them.
static int64_t tile_scratch(const mtl_matrix_product *s) {
  if (mtl_best_isa() < MTL_ISA_AMX) return 0;
  return words_of_columns(s) + words_of_rows(s) + 32 * 32 + LINE;
}

int64_t mtl_matrix_product_scratch(const mtl_matrix_product *shape) {
  int64_t panels = DEPTH_BLOCK * (smaller(shape->n, COLUMN_BLOCK) + WIDEST_PANEL);
  int64_t row_copy = COPIED_ROW_BLOCK * DEPTH_BLOCK;
  int64_t narrow = NARROW_COLUMNS * shape->k;
  return larger(tile_scratch(shape), larger(panels + row_copy, narrow));
}

int64_t mtl_elementwise_scratch(void) {
  return (int64_t)MTL_ELEMENTWISE_REGISTERS * ELEMENTWISE_SLOT;
}

// Columns of the panel that a last, partial one is copied to.
static int64_t edge_width(int64_t columns) {
  int64_t width = smaller(columns, WIDEST_PANEL) + WIDEST_VECTOR - 1;
  return width / WIDEST_VECTOR * WIDEST_VECTOR;
}

// The padded image and output of a correlation whose lanes are images.
static int64_t interleaved_size(int64_t floats) {
  return floats <= MOST_INTERLEAVED ? floats * WIDEST_VECTOR : 0;
}

// The taps of Winograd's algorithm, a block of tiles before and after the product and a patch: with
// the larger number of channels on both sides, as the gradient exchanges them.
static int64_t winograd_size(const mtl_convolution *s) {
  int64_t most = larger(s->in_channels, s->out_channels);
  if (s->kernel_height != 3 || s->kernel_width != 3 || most > MOST_WINOGRAD_CHANNELS) return 0;
  int64_t channels = (most + WIDEST_VECTOR - 1) / WIDEST_VECTOR * WIDEST_VECTOR;
  return 16 * (channels * channels + 2 * (WINOGRAD_GRADIENT_TILES * channels + LINE) + channels);
}

// The padded input with either the edge of the weights (forward) or that of one image of the
// cotangent or exchanged sums (gradient of the weights); or the padded cotangent with the turned
// weights and their edge (gradient of the input). In the edge's place what a way of its own needs.
int64_t mtl_convolution_scratch(const mtl_convolution *s) {
  int64_t taps = (int64_t)s->kernel_height * s->kernel_width;
  int64_t in_group = s->in_channels / s->groups, out_group = s->out_channels / s->groups;
  int64_t reach_height = (int64_t)(s->kernel_height - 1) * s->dilation_height;
  int64_t reach_width = (int64_t)(s->kernel_width - 1) * s->dilation_width;
  int64_t seen_height = (int64_t)(s->out_height - 1) * s->stride_height + reach_height + 1;
  int64_t seen_width = (int64_t)(s->out_width - 1) * s->stride_width + reach_width + 1;
  int64_t input = seen_height * seen_width * s->in_channels;
  int64_t spread = (s->height + reach_height) * (s->width + reach_width) * s->out_channels;
  int64_t sums = larger((int64_t)s->out_height * s->out_width * edge_width(out_group),
                        taps * in_group * s->out_channels);
  int64_t forward = larger(taps * s->in_channels * edge_width(out_group),
                           interleaved_size(input + s->out_width * s->out_channels));
  int64_t backward = larger(taps * s->out_channels * edge_width(in_group),
                            interleaved_size(spread + s->width * s->in_channels));
  int64_t turned = taps * in_group * s->out_channels;
  int64_t most = larger(input + larger(forward, sums), spread + turned + backward);
  return larger(most, larger(input, spread + turned) + winograd_size(s));
}

// Either the packed weights of a recurrence, the states and products of a block of its rows; or two
// square matrices of one head's attention, and its matrix products.
int64_t mtl_sequence_scratch(const mtl_sequence *s) {
  int64_t length = s->length, width = s->width;
  int64_t recurrence = 4 * width * (width + WIDEST_VECTOR) + RECURRENT_ROWS * 6 * width;
  int64_t widest = larger(width, length);
  mtl_matrix_product product = {.m = widest, .n = widest, .k = widest};
  int64_t attention = 2 * length * (length + WIDEST_VECTOR) + mtl_matrix_product_scratch(&product);
  return larger(recurrence, attention);
}

// ---------------------------------------------------------------------------------------------
// Large pages: without them a product of large matrices waits for the translation of addresses.

void mtl_prefer_large_pages(void *memory, size_t bytes) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  if (bytes >= MTL_LARGE_PAGE) madvise(memory, bytes, MADV_HUGEPAGE);
#else
  (void)memory, (void)bytes;
#endif
}

// ---------------------------------------------------------------------------------------------
// Denormals: bits 15 (flush to zero) and 6 (denormals are zero) of MXCSR; bit 24 (FZ) of FPCR.

uint64_t mtl_flush_denormals(void) {
#if defined(__x86_64__)
  unsigned int state = __builtin_ia32_stmxcsr();
  __builtin_ia32_ldmxcsr(state | 0x8040u);
  return state;
#elif defined(__aarch64__)
  uint64_t state;
  __asm__ volatile("mrs %0, fpcr" : "=r"(state));
  __asm__ volatile("msr fpcr, %0" : : "r"(state | (1u << 24)));
  return state;
#else
  return 0;
#endif
}

void mtl_restore_denormals(uint64_t state) {
#if defined(__x86_64__)
  __builtin_ia32_ldmxcsr((unsigned int)state);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(state));
#else
  (void)state;
#endif
}
