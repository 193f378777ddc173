// The counting convention, as data: what pages print and rules use is this one table. MACs are
// counted by formula in rules/; here stand the elementary operations that other ops take per
// element of the output (add, multiply, compare, divide, exp, log, sqrt, erf, tanh each count one).
// Data movement is 0.

/** FLOPs of one multiply-accumulate. */
export const FLOPS_PER_MAC = 2;

/** Operations per output element, with the expression that they count. */
export const POINTWISE_OPS: Readonly<Record<string, number>> = {
  ...perElement(
    1,
    'Abs Acos Acosh Add And Asin Asinh Atan Atanh BitShift BitwiseAnd BitwiseNot BitwiseOr BitwiseXor Ceil Cos Cosh Div Equal Erf Exp Floor Greater GreaterOrEqual IsInf IsNaN Less LessOrEqual Log Mod Mul Neg Not Or Pow Reciprocal Relu Round Sign Sin Sinh Sqrt Sub Tan Tanh ThresholdedRelu Where Xor',
  ),
  // max and multiply; two bounds; two comparisons
  ...perElement(2, 'LeakyRelu PRelu Clip Shrink'),
  // x ÷ (1 + |x|); log(1 + eˣ); α(eˣ − 1) below 0
  ...perElement(3, 'Softsign Softplus Elu'),
  // 1 ÷ (1 + e⁻ˣ); min(max(αx + β, 0), 1); with a further factor
  ...perElement(4, 'Sigmoid HardSigmoid Selu Celu'),
  // x·σ(x); x·hardsigmoid(x); ½x(1 + erf(x ÷ √2)); x·tanh(softplus(x))
  ...perElement(5, 'Swish HardSwish Gelu Mish'),
  // silu(a) · b
  ...perElement(6, 'SwiGLU'),
};

/**
 * Per element of the normalised tensor: mean, centre, square, sum, scale by the inverse deviation,
 * γ, β.
 */
export const NORMALISATION_OPS = {
  /** At inference the four statistics fold into one scale and one shift. */
  batch: 2,
  layer: 7,
  /** Square, sum, scale, γ: no mean. */
  rms: 4,
  /** Without γ and β. */
  variance: 5,
  lp: 3,
} as const;

/** Maximum, subtract, exp, sum, divide. */
export const SOFTMAX_OPS = 5;

/** Divide, round, shift; subtract, multiply. */
export const QUANTISE_OPS = 3;
export const DEQUANTISE_OPS = 2;

/** Rotation of a pair: four multiplications and two additions, so three per element. */
export const ROTARY_OPS = 3;

/**
 * Real operations of a complex Fourier transform of length n by Cooley and Tukey's estimate, half
 * for real input.
 */
export const fourierOps = (length: number, real: boolean): number =>
  length < 2 ? 0 : Math.round((real ? 2.5 : 5) * length * Math.log2(length));

/** Multiply and add for each tap of an interpolation. */
export const tapOps = (taps: number): number => 2 * taps - 1;

function perElement(ops: number, names: string): Record<string, number> {
  return Object.fromEntries(names.split(' ').map((name) => [name, ops]));
}
