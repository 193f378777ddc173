// The cheapest ways known to the digests of the attested kernel, on one thread. Each computes whole batches, is compared with
// plain integers, and is timed beside sgemm with vectors of the same width, which is the honest work in native code:
//
//   fp32     sgemm: products of floats, the rate that a factor of 1 stands for
//   dot16    products of 16-bit integers summed in 32 bits
//   dot8x2   x = 128 · high + low, two passes of 8-bit products; the offset that makes x unsigned cancels, because the rows
//            of A sum to zero
//   table16  the low 16 bits by tables of a · x in wrapping 16-bit lanes (the method of four Russians, one column of A at a
//            time), the high ones from an 8-bit estimate of the sum
//   table32  tables in 32-bit lanes, which need no estimate
//
// Usage: attack FILE n columns steps range. FILE holds A [n, n] and W [8, n] as int8, then left [n, 2] and right
// [2, columns] as float. Prints one line of JSON for each method.
#include "vectors.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DIGESTS = 8, TIMES = 3 };

static int n, columns, steps, range;
static int8_t *matrix, *weights;
static float *left, *right;
static int32_t *digests;
/* One panel of columns before and after a product, [n][PANEL]. */
static int32_t *x, *y;

static void *aligned(size_t bytes) {
  void *memory = aligned_alloc(64, (bytes + 4095) / 4096 * 4096);
  if (memory == NULL) exit(1);
  return memset(memory, 0, (bytes + 4095) / 4096 * 4096);
}

static double now_ms(void) {
  struct timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

static inline int32_t fold(int32_t sum) {
  int32_t q = sum >> 14, d = (sum & 16383) - 8192;
  return (d < 0 ? -d : d) + q;
}

static int32_t first_entry(int row, int column) {
  return fold((int32_t)left[2 * row] * (int32_t)right[column] +
              (int32_t)left[2 * row + 1] * (int32_t)right[columns + column]);
}

static int blocks(void) { return (n + ROWS - 1) / ROWS; }
static int entry_of(int row, int column) { return row < n ? matrix[(size_t)row * n + column] : 0; }

/* ---- fp32 */
static float *packed_floats, *x_floats;

static void prepare_fp32(void) {
  packed_floats = aligned((size_t)blocks() * ROWS * n * sizeof(float));
  x_floats = aligned((size_t)n * PANEL * sizeof(float));
  for (int block = 0; block < blocks(); block++)
    for (int k = 0; k < n; k++)
      for (int i = 0; i < ROWS; i++)
        packed_floats[((size_t)block * n + k) * ROWS + i] = entry_of(block * ROWS + i, k);
}

static void multiply_fp32(void) {
  for (int i = 0; i < n * PANEL; i++) x_floats[i] = x[i];
  for (int block = 0; block < blocks(); block++) {
    floats sums[ROWS][2];
    for (int i = 0; i < ROWS; i++) sums[i][0] = sums[i][1] = floats_set(0);
    const float *a = packed_floats + (size_t)block * n * ROWS, *p = x_floats;
    for (int k = 0; k < n; k++, a += ROWS, p += PANEL) {
      floats low = floats_load(p), high = floats_load(p + LANES);
      for (int i = 0; i < ROWS; i++) {
        floats entry = floats_set(a[i]);
        sums[i][0] = multiply_add(sums[i][0], low, entry);
        sums[i][1] = multiply_add(sums[i][1], high, entry);
      }
    }
    float found[PANEL] __attribute__((aligned(64)));
    for (int i = 0; i < ROWS && block * ROWS + i < n; i++) {
      floats_store(found, sums[i][0]);
      floats_store(found + LANES, sums[i][1]);
      for (int j = 0; j < PANEL; j++) y[(block * ROWS + i) * PANEL + j] = (int32_t)found[j];
    }
  }
}

/* ---- dot16: pairs of neighbouring k in one lane */
static int32_t *packed_pairs;
static int16_t *x_pairs;

static void prepare_dot16(void) {
  packed_pairs = aligned((size_t)blocks() * ROWS * n * 2);
  x_pairs = aligned((size_t)n * PANEL * 2);
  for (int block = 0; block < blocks(); block++)
    for (int k = 0; k < n / 2; k++)
      for (int i = 0; i < ROWS; i++) {
        int row = block * ROWS + i;
        packed_pairs[((size_t)block * (n / 2) + k) * ROWS + i] =
            (entry_of(row, 2 * k) & 0xffff) | (int32_t)((uint32_t)entry_of(row, 2 * k + 1) << 16);
      }
}

static void multiply_dot16(void) {
  for (int k = 0; k < n / 2; k++)
    for (int j = 0; j < PANEL; j++)
      for (int e = 0; e < 2; e++) x_pairs[(k * PANEL + j) * 2 + e] = x[(2 * k + e) * PANEL + j];
  for (int block = 0; block < blocks(); block++) {
    ints sums[ROWS][2];
    for (int i = 0; i < ROWS; i++) sums[i][0] = sums[i][1] = ints_set(0);
    const int32_t *a = packed_pairs + (size_t)block * (n / 2) * ROWS;
    const int16_t *p = x_pairs;
    for (int k = 0; k < n / 2; k++, a += ROWS, p += 2 * PANEL) {
      ints low = ints_load(p), high = ints_load(p + 2 * LANES);
      for (int i = 0; i < ROWS; i++) {
        ints pair = ints_set(a[i]);
        sums[i][0] = dot16(sums[i][0], low, pair);
        sums[i][1] = dot16(sums[i][1], high, pair);
      }
    }
    for (int i = 0; i < ROWS && block * ROWS + i < n; i++) {
      ints_store(y + (block * ROWS + i) * PANEL, sums[i][0]);
      ints_store(y + (block * ROWS + i) * PANEL + LANES, sums[i][1]);
    }
  }
}

/* ---- dot8x2: four neighbouring k in one lane, x in two planes of 7 bits */
static int32_t *packed_fours;
static uint8_t *x_planes[2];

static void prepare_dot8(void) {
  packed_fours = aligned((size_t)blocks() * ROWS * n);
  for (int plane = 0; plane < 2; plane++) x_planes[plane] = aligned((size_t)n * PANEL);
  for (int block = 0; block < blocks(); block++)
    for (int k = 0; k < n / 4; k++)
      for (int i = 0; i < ROWS; i++)
        for (int e = 0; e < 4; e++)
          ((int8_t *)packed_fours)[(((size_t)block * (n / 4) + k) * ROWS + i) * 4 + e] =
              entry_of(block * ROWS + i, 4 * k + e);
}

static inline void pass8(ints sums[ROWS][2], int block, const uint8_t *p) {
  const int32_t *a = packed_fours + (size_t)block * (n / 4) * ROWS;
  for (int k = 0; k < n / 4; k++, a += ROWS, p += 4 * PANEL) {
    ints low = ints_load(p), high = ints_load(p + 4 * LANES);
    for (int i = 0; i < ROWS; i++) {
      ints four = ints_set(a[i]);
      sums[i][0] = dot8(sums[i][0], low, four);
      sums[i][1] = dot8(sums[i][1], high, four);
    }
  }
}

/* `planes` passes: both make the sum, the first alone is an estimate. */
static void multiply_planes(int planes) {
  for (int block = 0; block < blocks(); block++) {
    ints sums[ROWS][2];
    for (int i = 0; i < ROWS; i++) sums[i][0] = sums[i][1] = ints_set(0);
    pass8(sums, block, x_planes[1]);
    if (planes == 2) {
      for (int i = 0; i < ROWS; i++)
        for (int half = 0; half < 2; half++) sums[i][half] = ints_shift7(sums[i][half]);
      pass8(sums, block, x_planes[0]);
    }
    for (int i = 0; i < ROWS && block * ROWS + i < n; i++) {
      ints_store(y + (block * ROWS + i) * PANEL, sums[i][0]);
      ints_store(y + (block * ROWS + i) * PANEL + LANES, sums[i][1]);
    }
  }
}

static void multiply_dot8x2(void) {
  for (int k = 0; k < n / 4; k++)
    for (int j = 0; j < PANEL; j++)
      for (int e = 0; e < 4; e++) {
        int value = x[(4 * k + e) * PANEL + j] + 2048;
        x_planes[1][(k * PANEL + j) * 4 + e] = value >> 7;
        x_planes[0][(k * PANEL + j) * 4 + e] = value & 127;
      }
  multiply_planes(2);
}

/* ---- tables: for each k all products a · x that occur, then one addition for each entry of A. GROUP tables at once, so that
 * sums stay in registers; lanes of 16 bits hold twice as many columns and lose the high bits. */
enum { GROUP = 8 };
typedef int16_t lanes16 __attribute__((vector_size(LANES * 4)));
typedef int32_t lanes32 __attribute__((vector_size(LANES * 4)));
static int16_t *x16, *y16, *table16;
static int32_t *table32;
static uint8_t *index_of;

static void prepare_tables(void) {
  index_of = aligned((size_t)n * n);
  for (int k = 0; k < n; k++)
    for (int row = 0; row < n; row++) index_of[(size_t)k * n + row] = matrix[(size_t)row * n + k] + range;
  x16 = aligned((size_t)n * PANEL * 2);
  y16 = aligned((size_t)n * PANEL * 2);
  table16 = aligned((size_t)GROUP * 256 * PANEL * 2);
  table32 = aligned((size_t)GROUP * 256 * PANEL * 4);
}

#define DEFINE_TABLES(name, scalar, lanes, entries, sums, table)                                     \
  static void name(void) {                                                                           \
    enum { VECTORS = PANEL * sizeof(scalar) / sizeof(lanes) };                                       \
    int width = 2 * range + 1;                                                                       \
    memset(sums, 0, (size_t)n * PANEL * sizeof(scalar));                                             \
    for (int k0 = 0; k0 < n; k0 += GROUP) {                                                          \
      for (int g = 0; g < GROUP; g++) {                                                              \
        lanes *at = (lanes *)(table + (size_t)g * 256 * PANEL);                                      \
        lanes *from = (lanes *)(entries + (size_t)(k0 + g) * PANEL);                                 \
        for (int v = 0; v < VECTORS; v++) at[v] = -from[v] * (scalar)range;                          \
        for (int value = 1; value < width; value++)                                                  \
          for (int v = 0; v < VECTORS; v++)                                                          \
            at[value * VECTORS + v] = at[(value - 1) * VECTORS + v] + from[v];                       \
      }                                                                                              \
      for (int row = 0; row < n; row++) {                                                            \
        lanes *to = (lanes *)(sums + (size_t)row * PANEL);                                           \
        lanes sum[VECTORS];                                                                          \
        for (int v = 0; v < VECTORS; v++) sum[v] = to[v];                                            \
        for (int g = 0; g < GROUP; g++) {                                                            \
          lanes *at = (lanes *)(table + ((size_t)g * 256 + index_of[(size_t)(k0 + g) * n + row]) * PANEL); \
          for (int v = 0; v < VECTORS; v++) sum[v] += at[v];                                         \
        }                                                                                            \
        for (int v = 0; v < VECTORS; v++) to[v] = sum[v];                                            \
      }                                                                                              \
    }                                                                                                \
  }
DEFINE_TABLES(sum_tables16, int16_t, lanes16, x16, y16, table16)
DEFINE_TABLES(multiply_table32, int32_t, lanes32, x, y, table32)

/* x + 512 in steps of 36 fits 8 bits; what that loses stays a fifth of half the window of 2^16. */
enum { STEP = 36 };

static void multiply_table16(void) {
  for (int i = 0; i < n * PANEL; i++) x16[i] = x[i];
  sum_tables16();
  for (int k = 0; k < n / 4; k++)
    for (int j = 0; j < PANEL; j++)
      for (int e = 0; e < 4; e++) {
        int value = (x[(4 * k + e) * PANEL + j] + 512 + STEP / 2) / STEP;
        x_planes[1][(k * PANEL + j) * 4 + e] = value < 0 ? 0 : value > 255 ? 255 : value;
      }
  multiply_planes(1);
  for (int i = 0; i < n * PANEL; i++) {
    int32_t estimate = y[i] * STEP;
    y[i] = estimate + (int16_t)(y16[i] - (int16_t)estimate);
  }
}

static void compute_batch(void (*multiply)(void)) {
  for (int from = 0; from < columns; from += PANEL) {
    for (int row = 0; row < n; row++)
      for (int j = 0; j < PANEL; j++) x[row * PANEL + j] = first_entry(row, from + j);
    for (int step = 0; step < steps; step++) {
      multiply();
      for (int i = 0; i < n * PANEL; i++) x[i] = fold(y[i]);
    }
    for (int d = 0; d < DIGESTS; d++) {
      int32_t sums[PANEL] = {0};
      for (int row = 0; row < n; row++)
        for (int j = 0; j < PANEL; j++) sums[j] += weights[d * n + row] * x[row * PANEL + j];
      memcpy(digests + (size_t)d * columns + from, sums, sizeof sums);
    }
  }
}

/* Digests of eight columns that are not those of plain integers. */
static int wrong_digests(void) {
  int wrong = 0;
  int32_t *state = aligned((size_t)n * 4), *sums = aligned((size_t)n * 4);
  for (int c = 0; c < 8; c++) {
    int column = (int)(((long)c * columns / 8 + 7 * c) % columns);
    for (int row = 0; row < n; row++) state[row] = first_entry(row, column);
    for (int step = 0; step < steps; step++) {
      for (int row = 0; row < n; row++) {
        int32_t sum = 0;
        for (int k = 0; k < n; k++) sum += matrix[(size_t)row * n + k] * state[k];
        sums[row] = sum;
      }
      for (int row = 0; row < n; row++) state[row] = fold(sums[row]);
    }
    for (int d = 0; d < DIGESTS; d++) {
      int32_t sum = 0;
      for (int row = 0; row < n; row++) sum += weights[d * n + row] * state[row];
      wrong += sum != digests[(size_t)d * columns + column];
    }
  }
  free(state);
  free(sums);
  return wrong;
}

static double report(const char *method, void (*multiply)(void), double fp32) {
  double best = 1e300;
  for (int i = 0; i < TIMES; i++) {
    double start = now_ms();
    compute_batch(multiply);
    double ms = now_ms() - start;
    if (ms < best) best = ms;
  }
  double rate = 2.0 * n * n * columns * steps / best / 1e6;
  printf("{\"instructions\":\"%s\",\"n\":%d,\"method\":\"%s\",\"gflops\":%.2f,\"factor\":%.3f,\"wrong\":%d}\n", INSTRUCTIONS,
         n, method, rate, fp32 == 0 ? 1 : rate / fp32, wrong_digests());
  fflush(stdout);
  return rate;
}

static void read_exactly(FILE *file, void *into, size_t bytes) {
  if (fread(into, 1, bytes, file) != bytes) {
    fputs("the file is too short\n", stderr);
    exit(1);
  }
}

int main(int count, char **arguments) {
  if (count != 6) {
    fputs("usage: attack FILE n columns steps range\n", stderr);
    return 2;
  }
  n = atoi(arguments[2]);
  columns = atoi(arguments[3]);
  steps = atoi(arguments[4]);
  range = atoi(arguments[5]);
  FILE *file = fopen(arguments[1], "rb");
  if (file == NULL) {
    perror(arguments[1]);
    return 1;
  }
  matrix = aligned((size_t)n * n);
  weights = aligned((size_t)DIGESTS * n);
  left = aligned((size_t)2 * n * sizeof(float));
  right = aligned((size_t)2 * columns * sizeof(float));
  digests = aligned((size_t)DIGESTS * columns * sizeof(int32_t));
  read_exactly(file, matrix, (size_t)n * n);
  read_exactly(file, weights, (size_t)DIGESTS * n);
  read_exactly(file, left, (size_t)2 * n * sizeof(float));
  read_exactly(file, right, (size_t)2 * columns * sizeof(float));
  fclose(file);
  x = aligned((size_t)n * PANEL * sizeof(int32_t));
  y = aligned((size_t)n * PANEL * sizeof(int32_t));
  prepare_fp32();
  prepare_dot16();
  prepare_dot8();
  prepare_tables();
  double fp32 = report("fp32", multiply_fp32, 0);
  report("dot16", multiply_dot16, fp32);
  report("dot8x2", multiply_dot8x2, fp32);
  report("table16", multiply_table16, fp32);
  report("table32", multiply_table32, fp32);
  return 0;
}
