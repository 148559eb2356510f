// Elementwise programs as stages: what only the next step reads stays in the accumulator.
//
//     r2 = scale r0 0.9; r3 = scale r1 0.1; r4 = add r2 r3
//     -> load r1, scale 0.1; add scaled r0 0.9, store r4
#include "stages.h"

enum { NO_STEP = -1 };

// What is known of a step's result and where its operands come from.
typedef struct {
  int32_t source_a, source_b;  // the steps that computed the operands; NO_STEP for the program's
  int32_t joined;              // the step that is carried out as part of this one, or NO_STEP
  int32_t uses;                // how often later steps read the result
  int32_t is_stored;           // whether the result is needed in memory
  int32_t is_part;             // whether it is carried out as part of another step
} traced_step;

typedef struct {
  const mtl_elementwise_step *steps;
  int32_t step_count;
  traced_step traced[MTL_ELEMENTWISE_STEPS];
} translation;

static int reads_two(int32_t operation) { return operation <= MTL_EQUAL; }
static int reads_none(int32_t operation) {
  return operation == MTL_CONSTANT || operation == MTL_RANDOM_KEEP;
}

static void trace(translation *t, int32_t operand_count, int32_t result_count) {
  int32_t writers[MTL_ELEMENTWISE_REGISTERS];
  for (int32_t i = 0; i < MTL_ELEMENTWISE_REGISTERS; i++) writers[i] = NO_STEP;
  for (int32_t i = 0; i < t->step_count; i++) {
    const mtl_elementwise_step *step = &t->steps[i];
    traced_step *traced = &t->traced[i];
    *traced = (traced_step){.source_a = NO_STEP, .source_b = NO_STEP, .joined = NO_STEP};
    if (!reads_none(step->operation)) traced->source_a = writers[step->a];
    if (reads_two(step->operation)) traced->source_b = writers[step->b];
    if (traced->source_a != NO_STEP) t->traced[traced->source_a].uses++;
    if (traced->source_b != NO_STEP) t->traced[traced->source_b].uses++;
    writers[step->target] = i;
    int32_t result = step->target - operand_count;
    traced->is_stored = result >= 0 && result < result_count;
  }
}

// Whether a step scales an operand of the program for one other step, `user`, before which no
// result is stored that may overwrite the operand.
static int can_join(const translation *t, int32_t step, int32_t user) {
  if (step == NO_STEP || t->steps[step].operation != MTL_SCALE) return 0;
  if (t->traced[step].source_a != NO_STEP || t->traced[step].uses != 1) return 0;
  for (int32_t i = step; i < user; i++)
    if (t->traced[i].is_stored) return 0;
  return 1;
}

// The scaled part of a sum; where both parts are scaled, the one computed last stays in the
// accumulator.
static int32_t scaled_part(const translation *t, int32_t i) {
  if (t->steps[i].operation != MTL_ADD) return NO_STEP;
  int32_t early = t->traced[i].source_a, late = t->traced[i].source_b;
  if (early > late) early = t->traced[i].source_b, late = t->traced[i].source_a;
  return can_join(t, early, i) ? early : can_join(t, late, i) ? late : NO_STEP;
}

// The product that a sum or difference is made of, if it is computed right before and for it alone.
static int32_t product_part(const translation *t, int32_t i) {
  int32_t operation = t->steps[i].operation, product = i - 1;
  if (operation != MTL_ADD && operation != MTL_SUBTRACT && operation != MTL_OFFSET) return NO_STEP;
  if (product < 0 || t->steps[product].operation != MTL_MULTIPLY) return NO_STEP;
  if (t->traced[i].source_a != product && t->traced[i].source_b != product) return NO_STEP;
  return t->traced[product].uses == 1 && !t->traced[product].is_stored ? product : NO_STEP;
}

// Finds the steps that are carried out together with the one that reads their result.
static void join(translation *t) {
  for (int32_t i = 0; i < t->step_count; i++) {
    traced_step *traced = &t->traced[i];
    traced->joined = scaled_part(t, i);
    if (traced->joined == NO_STEP) traced->joined = product_part(t, i);
    if (traced->joined != NO_STEP) t->traced[traced->joined].is_part = 1;
  }
}

// Lets a stage read a register from memory; `source` is the step that computes it.
static uint8_t in_memory(translation *t, uint8_t place, int32_t source) {
  if (source != NO_STEP) t->traced[source].is_stored = 1;
  return place;
}

// Lets a stage take x from memory, unless the step before, `previous`, leaves it in the accumulator.
static void take(translation *t, mtl_elementwise_stage *stage, uint8_t place, int32_t source,
                 int32_t previous) {
  if (source != NO_STEP && source == previous) return;
  stage->x = in_memory(t, place, source);
  stage->code |= STAGE_LOADS;
}

// The operation that has its operands in the other order.
static int32_t reversed(int32_t operation) {
  switch (operation) {
  case MTL_SUBTRACT: return MTL_SUBTRACT_FROM;
  case MTL_DIVIDE: return MTL_DIVIDE_INTO;
  case MTL_GREATER: return MTL_LESS;
  default: return operation;
  }
}

static void translate_scaled_sum(translation *t, int32_t i, int32_t previous,
                                 mtl_elementwise_stage *stage) {
  const mtl_elementwise_step *sum = &t->steps[i];
  const traced_step *traced = &t->traced[i];
  const mtl_elementwise_step *scaled = &t->steps[traced->joined];
  stage->code = MTL_ADD_SCALED * STAGE_VARIANTS;
  stage->constant = scaled->constant;
  stage->y = scaled->a;
  if (traced->joined == traced->source_a) take(t, stage, sum->b, traced->source_b, previous);
  else take(t, stage, sum->a, traced->source_a, previous);
}

static void translate_of_two(translation *t, int32_t i, int32_t previous,
                             mtl_elementwise_stage *stage) {
  const mtl_elementwise_step *step = &t->steps[i];
  int32_t source_a = t->traced[i].source_a, source_b = t->traced[i].source_b;
  if (source_b != NO_STEP && source_b == previous && source_a != previous) {
    stage->code = (int16_t)(reversed(step->operation) * STAGE_VARIANTS);
    stage->y = in_memory(t, step->a, source_a);
  } else {
    stage->code = (int16_t)(step->operation * STAGE_VARIANTS);
    take(t, stage, step->a, source_a, previous);
    stage->y = in_memory(t, step->b, source_b);
  }
}

// A product and the sum or difference that it is part of.
static void translate_sum_of_product(translation *t, int32_t i, int32_t previous,
                                     mtl_elementwise_stage *stage) {
  const mtl_elementwise_step *sum = &t->steps[i];
  const traced_step *traced = &t->traced[i];
  translate_of_two(t, traced->joined, previous, stage);
  int32_t loads = stage->code & STAGE_LOADS;
  if (sum->operation == MTL_OFFSET) {
    stage->code = (int16_t)(MTL_MULTIPLY_OFFSET * STAGE_VARIANTS + loads);
    return;
  }
  int is_first = traced->joined == traced->source_a;
  if (is_first) stage->z = in_memory(t, sum->b, traced->source_b);
  else stage->z = in_memory(t, sum->a, traced->source_a);
  int32_t difference = is_first ? MTL_MULTIPLY_SUBTRACT : MTL_MULTIPLY_SUBTRACT_FROM;
  int32_t operation = sum->operation == MTL_ADD ? MTL_MULTIPLY_ADD : difference;
  stage->code = (int16_t)(operation * STAGE_VARIANTS + loads);
}

// One step as a stage after the step `previous`.
static mtl_elementwise_stage translated(translation *t, int32_t i, int32_t previous) {
  const mtl_elementwise_step *step = &t->steps[i];
  mtl_elementwise_stage stage = {.code = (int16_t)(step->operation * STAGE_VARIANTS),
                                 .target = step->target,
                                 .constant = step->constant,
                                 .stream = step->stream};
  int32_t joined = t->traced[i].joined;
  if (joined != NO_STEP && t->steps[joined].operation == MTL_SCALE)
    translate_scaled_sum(t, i, previous, &stage);
  else if (joined != NO_STEP) translate_sum_of_product(t, i, previous, &stage);
  else if (reads_two(step->operation)) translate_of_two(t, i, previous, &stage);
  else if (!reads_none(step->operation))
    take(t, &stage, step->a, t->traced[i].source_a, previous);
  if (t->traced[i].is_stored) stage.code |= STAGE_STORES;
  return stage;
}

// From the last step to the first, so that it is known of each whether a later one reads its result
// from memory.
void mtl_elementwise_translate(const mtl_elementwise_step *steps, int32_t step_count,
                               int32_t operand_count, int32_t result_count,
                               mtl_elementwise_program *program) {
  translation t = {.steps = steps, .step_count = step_count};
  trace(&t, operand_count, result_count);
  join(&t);
  int32_t count = step_count;
  for (int32_t i = 0; i < step_count; i++) count -= t.traced[i].is_part;
  program->operand_count = operand_count;
  program->result_count = result_count;
  program->stages[count] = (mtl_elementwise_stage){.code = MTL_END * STAGE_VARIANTS};
  for (int32_t i = step_count - 1; i >= 0;) {
    int32_t previous = i - 1;
    while (previous >= 0 && t.traced[previous].is_part) previous--;
    program->stages[--count] = translated(&t, i, previous);
    i = previous;
  }
}
