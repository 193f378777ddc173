// The vector instructions that a build of attack.c has. Compiled for the machine it takes the widest; compiled with
// -msse4.1 it has 128-bit vectors, which is what WebAssembly SIMD has; with -mavxvnni beside it also the 8-bit dot product
// that WebAssembly's relaxed SIMD may become.
#ifndef VECTORS_H
#define VECTORS_H
#include <immintrin.h>
#include <stdint.h>

#if defined(__AVX512VNNI__)
#define INSTRUCTIONS "512-bit vectors with dot products (AVX-512 VNNI)"
enum { LANES = 16, ROWS = 12 };
typedef __m512i ints;
typedef __m512 floats;
static inline ints ints_load(const void *p) { return _mm512_load_si512(p); }
static inline void ints_store(void *p, ints v) { _mm512_store_si512(p, v); }
static inline ints ints_set(int32_t x) { return _mm512_set1_epi32(x); }
static inline ints ints_shift7(ints v) { return _mm512_slli_epi32(v, 7); }
/* sum += two products of 16-bit integers in each lane */
static inline ints dot16(ints sum, ints a, ints b) { return _mm512_dpwssd_epi32(sum, a, b); }
/* sum += four products of unsigned and signed 8-bit integers in each lane */
static inline ints dot8(ints sum, ints u, ints s) { return _mm512_dpbusd_epi32(sum, u, s); }
static inline floats floats_load(const void *p) { return _mm512_load_ps(p); }
static inline void floats_store(void *p, floats v) { _mm512_store_ps(p, v); }
static inline floats floats_set(float x) { return _mm512_set1_ps(x); }
static inline floats multiply_add(floats sum, floats a, floats b) { return _mm512_fmadd_ps(a, b, sum); }

#elif defined(__SSE4_1__)
enum { LANES = 4, ROWS = 5 };
typedef __m128i ints;
typedef __m128 floats;
static inline ints ints_load(const void *p) { return _mm_load_si128(p); }
static inline void ints_store(void *p, ints v) { _mm_store_si128(p, v); }
static inline ints ints_set(int32_t x) { return _mm_set1_epi32(x); }
static inline ints ints_shift7(ints v) { return _mm_slli_epi32(v, 7); }
static inline ints dot16(ints sum, ints a, ints b) { return _mm_add_epi32(sum, _mm_madd_epi16(a, b)); }
#if defined(__AVXVNNI__)
#define INSTRUCTIONS "128-bit vectors with 8-bit dot products (AVX-VNNI, as relaxed WebAssembly SIMD)"
static inline ints dot8(ints sum, ints u, ints s) { return _mm_dpbusd_avx_epi32(sum, u, s); }
#else
#define INSTRUCTIONS "128-bit vectors (SSE4.1, as WebAssembly SIMD)"
static inline ints dot8(ints sum, ints u, ints s) {
  return _mm_add_epi32(sum, _mm_madd_epi16(_mm_maddubs_epi16(u, s), _mm_set1_epi16(1)));
}
#endif
static inline floats floats_load(const void *p) { return _mm_load_ps(p); }
static inline void floats_store(void *p, floats v) { _mm_store_ps(p, v); }
static inline floats floats_set(float x) { return _mm_set1_ps(x); }
static inline floats multiply_add(floats sum, floats a, floats b) { return _mm_add_ps(sum, _mm_mul_ps(a, b)); }

#else
#error "an x86-64 compiler with SSE4.1 at least is needed"
#endif

/* Columns that are carried at once: two vectors of 32-bit lanes. */
enum { PANEL = 2 * LANES };
#endif
