// The codes of the stages that elementwise programs run in.
//
// A stage is an operation on the accumulator x and on operands y and z in memory. Its code is that of
// the operation, times STAGE_VARIANTS, plus whether x is loaded from memory first and whether the
// result is stored as well.
#ifndef MTL_STAGES_H
#define MTL_STAGES_H

#include "include/mtl_kernels.h"

enum { STAGE_LOADS = 1, STAGE_STORES = 2, STAGE_VARIANTS = 4 };

// Operations that no step has: those with the operands in the other order, and joined ones.
enum {
  MTL_SUBTRACT_FROM = MTL_ELEMENTWISE_OPERATION_COUNT,  // y - x
  MTL_DIVIDE_INTO,  // y / x
  MTL_LESS,         // 1 where x < y, else 0
  MTL_ADD_SCALED,   // x + y * constant
  MTL_MULTIPLY_ADD,            // x * y + z
  MTL_MULTIPLY_SUBTRACT,       // x * y - z
  MTL_MULTIPLY_SUBTRACT_FROM,  // z - x * y
  MTL_MULTIPLY_OFFSET,         // x * y + constant
  MTL_END           // of the program
};

#endif
