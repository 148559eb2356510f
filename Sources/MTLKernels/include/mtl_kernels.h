// The vector kernels: one table of functions for each instruction set, chosen at run time.
//
// Conventions: all tensors are dense, row-major arrays of float. No kernel allocates. Every kernel
// that can be divided takes a half-open range of its *output*, so that each output element is
// computed whole, in one order that depends on the problem alone: however the ranges are cut, and
// on however many threads they run, the bits are the same.
#ifndef MTL_KERNELS_H
#define MTL_KERNELS_H

#include <stddef.h>
#include <stdint.h>

typedef enum { MTL_ISA_PORTABLE = 0, MTL_ISA_AVX2 = 1, MTL_ISA_AVX512 = 2, MTL_ISA_AMX = 3 } mtl_isa;

// ---------------------------------------------------------------------------------------------
// Matrix product: c[m, n] = a[m, k] * b[k, n], with either operand stored transposed.

typedef struct {
  int64_t m, n, k;
  int32_t transpose_a;  // a is stored [k, m]
  int32_t transpose_b;  // b is stored [n, k]
  int32_t accumulate;   // add to c instead of overwriting it
  int32_t relu;         // apply max(x, 0) after the bias; only without accumulate
  int32_t repeats;      // scratch is as the call before left it, for other rows of the same product
  int64_t lda, ldb, ldc;
} mtl_matrix_product;

// ---------------------------------------------------------------------------------------------
// Elementwise programs: short straight-line programs over registers, run on blocks of elements.
// Registers 0 ..< operand_count hold the operands, the next result_count ones become the results,
// and those beyond hold what is between; each step writes one register (its `target`), but none of
// an operand.

enum { MTL_ELEMENTWISE_REGISTERS = 32, MTL_ELEMENTWISE_STEPS = 64 };  // at most

typedef enum {
  // of two registers
  MTL_ADD, MTL_SUBTRACT, MTL_MULTIPLY, MTL_DIVIDE, MTL_MAXIMUM, MTL_MINIMUM,
  MTL_GREATER,        // 1 where a > b, else 0
  MTL_EQUAL,          // 1 where a == b, else 0
  // of one register
  MTL_COPY, MTL_NEGATE, MTL_ABSOLUTE, MTL_SIGN, MTL_SQUARE, MTL_SQUARE_ROOT, MTL_RECIPROCAL,
  MTL_RECIPROCAL_SQUARE_ROOT, MTL_EXPONENTIAL, MTL_LOGARITHM, MTL_TANH, MTL_SIGMOID,
  MTL_SOFTPLUS,       // log(1 + exp(a)), stable for large |a|
  MTL_RELU,           // max(a, 0)
  MTL_STEP,           // 1 where a > 0, else 0
  MTL_ERROR_FUNCTION, // erf(a)
  // of one register and the constant
  MTL_SCALE,          // a * constant
  MTL_OFFSET,         // a + constant
  MTL_POWER,          // a to the constant: exp(constant * log a); 0 where a is 0 and constant > 0
  MTL_MAXIMUM_CONSTANT, MTL_MINIMUM_CONSTANT,
  // of no register
  MTL_CONSTANT,       // the constant
  MTL_RANDOM_KEEP,    // 1 / constant with probability `constant`, else 0; see mtl_random. With
                      // constant 0 the uniform number itself
  MTL_ELEMENTWISE_OPERATION_COUNT
} mtl_elementwise_operation;

typedef struct {
  uint8_t operation;  // mtl_elementwise_operation
  uint8_t target, a, b;
  float constant;
  uint32_t stream;    // of MTL_RANDOM_KEEP
} mtl_elementwise_step;

// What a step becomes for the kernel, which has one register, the accumulator: an operation on the
// accumulator and on memory; the codes stand in stages.h.
typedef struct {
  int16_t code;
  uint8_t x, y, z;    // the registers that are read from memory
  uint8_t target;     // the register that is written to memory
  float constant;
  uint32_t stream;
} mtl_elementwise_stage;

typedef struct {
  int32_t operand_count, result_count;
  mtl_elementwise_stage stages[MTL_ELEMENTWISE_STEPS + 1];
} mtl_elementwise_program;

// Makes a program of steps: what only the next step reads stays in the accumulator.
void mtl_elementwise_translate(const mtl_elementwise_step *steps, int32_t step_count,
                               int32_t operand_count, int32_t result_count,
                               mtl_elementwise_program *program);

typedef enum {
  MTL_FULL = 0,     // element i of the result reads data[i]
  MTL_SCALAR = 1,   // every element reads data[0]
  MTL_REPEAT = 2,   // element i reads data[i % length]: a bias over rows
  MTL_STRETCH = 3   // element i reads data[i / length]: one number for each row
} mtl_operand_mode;

typedef struct {
  const float *data;
  int32_t mode;     // mtl_operand_mode
  int64_t length;   // of MTL_REPEAT and MTL_STRETCH
} mtl_operand;

// The counter-based random stream: Philox4x32-10 (Salmon et al., SC 2011). Element i of a stream
// is word i % 4 of the block with counter {i / 4 (low 32), i / 4 (high 32), step (low 32),
// step (high 32)} and key {seed (low 32) ^ stream * 0x9E3779B9, seed (high 32)}.
// The uniform number is (word >> 8) * 2^-24; an element is kept where it is < the constant.
typedef struct { uint64_t seed, step; } mtl_random;

// ---------------------------------------------------------------------------------------------
// Convolution and pooling over images [rows, height, width, channels] (channels last).

typedef struct {
  int32_t height, width, in_channels, out_channels;
  int32_t kernel_height, kernel_width, stride_height, stride_width;
  int32_t dilation_height, dilation_width, groups;
  int32_t pad_top, pad_left;        // padding below and to the right follows from the output's size
  int32_t out_height, out_width;
} mtl_convolution;                  // weights are [kernel_height, kernel_width, in / groups, out]

typedef struct {
  int32_t height, width, channels;
  int32_t window_height, window_width, stride_height, stride_width, pad_top, pad_left;
  int32_t out_height, out_width;
} mtl_pooling;

// ---------------------------------------------------------------------------------------------
// Recurrence and attention over sequences [rows, length, ...].

typedef struct {
  int32_t length, width;  // places, and units of a state or width of the attention's result
  int32_t heads;          // of attention
  int32_t reversed;       // a recurrence that begins at the last place
} mtl_sequence;

// Rows row_begin ..< row_end of the result. What the operands are stands with each kernel's code;
// scratch holds at least mtl_sequence_scratch(shape) floats.
typedef void (*mtl_sequence_kernel)(const mtl_sequence *shape, int64_t row_begin, int64_t row_end,
                                    const float *const *operands, float *result, float *scratch);

// ---------------------------------------------------------------------------------------------
// Layer normalisation of vectors: (x - mean) / sqrt(variance + epsilon) * scale + shift.

typedef struct {
  int64_t width;   // elements of a vector
  int64_t places;  // vectors of a row, for sums over them
  float epsilon;
} mtl_layer_norm;

// ---------------------------------------------------------------------------------------------
// Blocks of a row: block i of the result is the sum of the blocks sources[starts[i]] ...
// sources[starts[i + 1] - 1] of the operand, in this order.

typedef struct {
  int64_t block;  // elements of a block
  int64_t source_blocks, target_blocks;
  const int32_t *starts, *sources;
} mtl_block_map;

typedef struct {
  const char *name;  // "portable", "avx2", "avx512" or "amx"

  // Rows row_begin ..< row_end of c. bias (n floats) may be NULL. scratch holds at least
  // mtl_matrix_product_scratch(shape) floats.
  void (*matrix_product)(const mtl_matrix_product *shape, int64_t row_begin, int64_t row_end,
                         const float *a, const float *b, const float *bias, float *c,
                         float *scratch);

  // Elements begin ..< end of the results. A result may be the data of an MTL_FULL operand, and is
  // that operand's value for the steps after. scratch holds at least mtl_elementwise_scratch()
  // floats.
  void (*elementwise)(const mtl_elementwise_program *program, const mtl_operand *operands,
                      float *const *results, const mtl_random *random, int64_t begin, int64_t end,
                      float *scratch);

  // result[j] = sum over i < rows of x[i * columns + j], for column_begin <= j < column_end.
  void (*sum_columns)(const float *x, int64_t rows, int64_t columns, int64_t column_begin,
                      int64_t column_end, float *result);
  // result[i] = sum over j < columns of x[i * columns + j], for row_begin <= i < row_end.
  void (*sum_rows)(const float *x, int64_t columns, int64_t row_begin, int64_t row_end,
                   float *result);

  // The columns column_begin ..< column_end of means and, `columns` floats on, of variances (the mean
  // squared distance from the mean), 0 of no rows.
  void (*column_moments)(const float *x, int64_t rows, int64_t columns, int64_t column_begin,
                         int64_t column_end, float *result);
  // Rows row_begin ..< row_end of (x[i, j] - mean[j]) * factor[j] + shift[j]; relu as in the matrix
  // product.
  void (*standardize)(const float *x, const float *mean, const float *factor, const float *shift,
                      int64_t columns, int64_t row_begin, int64_t row_end, int32_t relu,
                      float *result);
  // For columns column_begin ..< column_end the sum over i of cotangent[i, j] and, `columns` floats
  // on, of cotangent[i, j] * (x[i, j] - mean[j]).
  void (*standardize_sums)(const float *x, const float *mean, const float *cotangent, int64_t rows,
                           int64_t columns, int64_t column_begin, int64_t column_end,
                           float *result);

  // Rows row_begin ..< row_end of softmax over `columns`.
  void (*softmax)(const float *x, int64_t columns, int64_t row_begin, int64_t row_end,
                  float *result);
  // result[i] = log(sum exp(x[i])) over `columns`.
  void (*log_sum_exp)(const float *x, int64_t columns, int64_t row_begin, int64_t row_end,
                      float *result);
  // result[i] = log(sum exp(logits[i])) - logits[i][label[i]]; a label outside 0 ..< columns
  // (also NaN) gives 0.
  void (*cross_entropy)(const float *logits, const float *labels, int64_t columns,
                        int64_t row_begin, int64_t row_end, float *result);
  // result[i, j] = cotangent[i] * (softmax(logits[i])[j] - (j == label[i])); a label outside
  // 0 ..< columns gives a row of zeros.
  void (*cross_entropy_gradient)(const float *logits, const float *labels, const float *cotangent,
                                 int64_t columns, int64_t row_begin, int64_t row_end,
                                 float *result);

  // Vectors begin ..< end of a layer normalisation and of the gradient with respect to x.
  void (*layer_norm)(const mtl_layer_norm *shape, int64_t begin, int64_t end, const float *x,
                     const float *scale, const float *shift, float *result);
  void (*layer_norm_gradient)(const mtl_layer_norm *shape, int64_t begin, int64_t end,
                              const float *x, const float *scale, const float *cotangent,
                              float *result);
  // Rows begin ..< end: of each the gradient with respect to scale, summed over its places.
  void (*layer_norm_scale_gradient)(const mtl_layer_norm *shape, int64_t begin, int64_t end,
                                    const float *x, const float *cotangent, float *result);
  // Elements begin ..< end of x * Phi(x), and of cotangent times its slope.
  void (*gelu)(const float *x, int64_t begin, int64_t end, float *result);
  void (*gelu_gradient)(const float *x, const float *cotangent, int64_t begin, int64_t end,
                        float *result);

  // Rows row_begin ..< row_end of comparisons of the `rows` rows of x with each other. A row whose
  // label is below 0 (also NaN) takes no part: its results are 0, its hardest row is -1.
  //
  // result[i] = log(sum over j != i of exp(x[i] . x[j])), 0 without another row
  void (*pair_log_sum_exp)(const float *x, const float *labels, int64_t rows, int64_t columns,
                           int64_t row_begin, int64_t row_end, float *result);
  // result[i] = sum over j != i of x[j] * (cotangent[i] * exp(x[i] . x[j] - logarithms[i]) +
  //                                        cotangent[j] * exp(x[i] . x[j] - logarithms[j]))
  void (*pair_log_sum_exp_gradient)(const float *x, const float *labels, const float *logarithms,
                                    const float *cotangent, int64_t rows, int64_t columns,
                                    int64_t row_begin, int64_t row_end, float *result);
  // result[i] = the mean of x[j] over j != i with labels[j] == labels[i]
  void (*class_mean)(const float *x, const float *labels, int64_t rows, int64_t columns,
                     int64_t row_begin, int64_t row_end, float *result);
  // result[i] = the j != i of the farthest x[j] with the label of i, or of the nearest with another
  void (*hardest_row)(const float *x, const float *labels, int32_t same_class, int64_t rows,
                      int64_t columns, int64_t row_begin, int64_t row_end, float *result);

  // Images image_begin ..< image_end of y. bias may be NULL; relu as in the matrix product.
  void (*convolution)(const mtl_convolution *shape, int64_t image_begin, int64_t image_end,
                      const float *x, const float *weights, const float *bias, int32_t relu,
                      float *y, float *scratch);
  // Images image_begin ..< image_end of the gradient with respect to x.
  void (*convolution_input_gradient)(const mtl_convolution *shape, int64_t image_begin,
                                     int64_t image_end, const float *weights,
                                     const float *cotangent, float *gradient, float *scratch);
  // Rows row_begin ..< row_end of the gradient with respect to the weights, seen as a matrix
  // [shares * kernel_height * kernel_width * in / groups, out]: one gradient for each equal share of
  // the images 0 ..< images. Where there are several, the rows are those of whole shares.
  void (*convolution_weight_gradient)(const mtl_convolution *shape, int64_t images, int64_t shares,
                                      int64_t row_begin, int64_t row_end, const float *x,
                                      const float *cotangent, float *gradient, float *scratch);

  // Images image_begin ..< image_end. Windows see only what lies inside the image; the average
  // divides by the number of places inside. The first largest place of a window is the maximum.
  void (*max_pool)(const mtl_pooling *shape, int64_t image_begin, int64_t image_end,
                   const float *x, float *y);
  void (*max_pool_gradient)(const mtl_pooling *shape, int64_t image_begin, int64_t image_end,
                            const float *x, const float *cotangent, float *gradient);
  void (*average_pool)(const mtl_pooling *shape, int64_t image_begin, int64_t image_end,
                       const float *x, float *y);
  void (*average_pool_gradient)(const mtl_pooling *shape, int64_t image_begin, int64_t image_end,
                                const float *cotangent, float *gradient);

  void (*sum_blocks)(const mtl_block_map *map, int64_t row_begin, int64_t row_end, const float *x,
                     float *result);

  // Vectors of `width` floats in a table of `entries` rows. A number that is no row of it gives
  // zeros, or is passed over. Ranges are those of places, of rows of the table for the next two.
  void (*look_up_rows)(const float *table, int64_t entries, int64_t width, const float *numbers,
                       int64_t begin, int64_t end, float *result);
  // Rows row_begin ..< row_end of the table: sums of vectors, in the order of `count` places.
  void (*add_to_rows)(const float *numbers, const float *vectors, int64_t count, int64_t width,
                      int64_t row_begin, int64_t row_end, float *table);
  // The same rows, of which those that have numbers are replaced; of several the last one stays.
  void (*replace_rows)(const float *numbers, const float *vectors, int64_t count, int64_t width,
                       int64_t row_begin, int64_t row_end, float *table);
  // The first place of each number, -1 for no row; `scratch` has room for `entries` floats.
  void (*first_places)(const float *numbers, int64_t count, int64_t entries, float *result,
                       float *scratch);
  // Numbers at their first places, -1 at others.
  void (*keep_first)(const float *numbers, const float *firsts, int64_t begin, int64_t end,
                     float *result);
  // `count` columns of rows row_begin ..< row_end of one matrix into another.
  void (*copy_columns)(const float *from, int64_t from_width, int64_t count, int64_t row_begin,
                       int64_t row_end, float *to, int64_t to_width);

  // The inner products of `lanes` rows, `stride` floats apart, of equal parts of their elements:
  // one matrix for each part.
  void (*lane_products)(const float *x, int64_t stride, int64_t lanes, int64_t parts,
                        int64_t elements, int64_t part_begin, int64_t part_end, float *result);

  mtl_sequence_kernel gated_recurrence, gated_recurrence_states;
  mtl_sequence_kernel gated_recurrence_gradient, gated_product_gradient;
  mtl_sequence_kernel memory_recurrence, memory_recurrence_gradient;
  mtl_sequence_kernel attention, attention_gradient;
} mtl_kernels;

// The best instruction set that this processor has.
mtl_isa mtl_best_isa(void);
// The kernels of an instruction set; NULL where this processor or build does not have it.
const mtl_kernels *mtl_kernels_for(mtl_isa isa);

// How many floats of scratch one call needs, on each thread that makes it.
int64_t mtl_matrix_product_scratch(const mtl_matrix_product *shape);
int64_t mtl_elementwise_scratch(void);
int64_t mtl_convolution_scratch(const mtl_convolution *shape);
int64_t mtl_sequence_scratch(const mtl_sequence *shape);

enum { MTL_LARGE_PAGE = 1 << 21 };
// Asks for large pages for memory that begins at a multiple of MTL_LARGE_PAGE bytes and that nothing
// has been written to. Memory of less than one such page, and systems without them, stay as they are.
void mtl_prefer_large_pages(void *memory, size_t bytes);

// ---------------------------------------------------------------------------------------------
// The worker pool: `chunks` calls of a function, the same part of all for the same thread each time
// unless others are done before it.

typedef struct mtl_pool mtl_pool;
typedef void (*mtl_pool_function)(void *context, int64_t chunk, int32_t worker);

// A pool of `threads` workers, the caller included; NULL where threads cannot be had.
mtl_pool *mtl_pool_create(int32_t threads);
// Calls function(context, chunk, worker) for every chunk in 0 ..< chunks and returns when all are
// done; `worker` is in 0 ..< threads, 0 being the caller. Never allocates.
void mtl_pool_run(mtl_pool *pool, mtl_pool_function function, void *context, int64_t chunks);
void mtl_pool_destroy(mtl_pool *pool);

// Flushes denormal numbers to zero on the calling thread (workers of a pool do so by themselves);
// returns the previous state for mtl_restore_denormals.
uint64_t mtl_flush_denormals(void);
void mtl_restore_denormals(uint64_t state);

#endif
