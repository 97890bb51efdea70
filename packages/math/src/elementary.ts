/**
 * Elementary functions that give the same bits on every JavaScript engine.
 *
 * ECMAScript leaves the last bits of Math.sin, Math.exp and their kin to the engine, and they do differ (V8 changed its
 * trigonometry between Node 20 and today's Chromium). A run that is to end in the same hash on a robot, a laptop and in a
 * browser can't use them. Only + - * / and Math.sqrt, floor, abs, round are exact by the standard; all below is built on these.
 * Accuracy: within 2 units in the last place on the ranges tested beside this file.
 */

const PI_2 = 1.5707963267948966;
// pi/2 in three parts of 33 bits, so that k * part is exact for |k| < 2^20 (Cody and Waite, 1980).
const PI_2_A = 1.5707963267341256;
const PI_2_B = 6.077100506303966e-11;
const PI_2_C = 2.0222662487959506e-21;
const TWO_OVER_PI = 0.6366197723675814;

/** sin on [-pi/4, pi/4]: Taylor to x^17, whose rest is below 1e-19. */
function sinKernel(x: number): number {
  const z = x * x;
  return (
    x +
    x *
      z *
      (-1 / 6 +
        z *
          (1 / 120 +
            z *
              (-1 / 5040 +
                z *
                  (1 / 362880 +
                    z *
                      (-1 / 39916800 + z * (1 / 6227020800 + z * (-1 / 1307674368000 + z * (1 / 355687428096000))))))))
  );
}

/** cos on [-pi/4, pi/4]: Taylor to x^18; 1 - z/2 is added last to keep the rounding of the large terms. */
function cosKernel(x: number): number {
  const z = x * x;
  const rest =
    z *
    z *
    (1 / 24 +
      z *
        (-1 / 720 +
          z *
            (1 / 40320 +
              z *
                (-1 / 3628800 +
                  z * (1 / 479001600 + z * (-1 / 87178291200 + z * (1 / 20922789888000 - z / 6402373705728000)))))));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + rest);
}

/** Sine of x in rad. NaN for NaN, infinite and |x| > 1e6 (an angle that large is a mistake upstream). */
export function sin(x: number): number {
  if (x >= -0.7853981633974483 && x <= 0.7853981633974483) return sinKernel(x);
  if (!(x >= -1e6 && x <= 1e6)) return Number.NaN;
  const k = Math.floor(x * TWO_OVER_PI + 0.5);
  const r = x - k * PI_2_A - k * PI_2_B - k * PI_2_C;
  switch (k & 3) {
    case 0:
      return sinKernel(r);
    case 1:
      return cosKernel(r);
    case 2:
      return -sinKernel(r);
    default:
      return -cosKernel(r);
  }
}

/** Cosine of x in rad; the same limits as `sin`. */
export function cos(x: number): number {
  if (x >= -0.7853981633974483 && x <= 0.7853981633974483) return cosKernel(x);
  if (!(x >= -1e6 && x <= 1e6)) return Number.NaN;
  const k = Math.floor(x * TWO_OVER_PI + 0.5);
  const r = x - k * PI_2_A - k * PI_2_B - k * PI_2_C;
  switch (k & 3) {
    case 0:
      return cosKernel(r);
    case 1:
      return -sinKernel(r);
    case 2:
      return -cosKernel(r);
    default:
      return sinKernel(r);
  }
}

/** Tangent of x in rad; the same limits as `sin`. */
export function tan(x: number): number {
  return sin(x) / cos(x);
}

// atan(k/8) for k = 0..8, correctly rounded.
const ATAN_EIGHTHS = [
  0, 0.12435499454676144, 0.24497866312686414, 0.35877067027057225, 0.4636476090008061, 0.5585993153435624,
  0.6435011087932844, 0.7188299996216245, 0.7853981633974483,
];

/** atan on [0, 1]: the nearest eighth from the table, the rest (|t| <= 1/16) by its series to t^15. */
function atanUnit(x: number): number {
  const k = Math.floor(x * 8 + 0.5);
  const c = k * 0.125;
  const t = (x - c) / (1 + x * c);
  const z = t * t;
  const series =
    t - t * z * (1 / 3 - z * (1 / 5 - z * (1 / 7 - z * (1 / 9 - z * (1 / 11 - z * (1 / 13 - z * (1 / 15)))))));
  return ATAN_EIGHTHS[k] + series;
}

/** Angle of the vector (x, y) in rad, in [-pi, pi]; atan2(0, 0) is 0. Signed zeros are not told apart. */
export function atan2(y: number, x: number): number {
  const ax = x < 0 ? -x : x;
  const ay = y < 0 ? -y : y;
  if (ax === 0 && ay === 0) return 0;
  let a = ay <= ax ? atanUnit(ay / ax) : PI_2 - atanUnit(ax / ay);
  if (x < 0) a = Math.PI - a;
  return y < 0 ? -a : a;
}

/** Inverse tangent in rad, in [-pi/2, pi/2]. */
export function atan(x: number): number {
  return atan2(x, 1);
}

/** Inverse sine in rad; NaN outside [-1, 1]. */
export function asin(x: number): number {
  return x >= -1 && x <= 1 ? atan2(x, Math.sqrt((1 - x) * (1 + x))) : Number.NaN;
}

/** Inverse cosine in rad; NaN outside [-1, 1]. */
export function acos(x: number): number {
  return x >= -1 && x <= 1 ? atan2(Math.sqrt((1 - x) * (1 + x)), x) : Number.NaN;
}

/** Length of the vector (x, y). Plain sqrt: squares of home-sized numbers neither over- nor underflow. */
export function hypot(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}

const LN2_HI = 0.6931471803691238;
const LN2_LO = 1.9082149292705877e-10;
const INV_LN2 = Math.LOG2E;
const bits = new DataView(new ArrayBuffer(8));

/** 2^k for integer k in [-1022, 1023]. */
function twoTo(k: number): number {
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/** e^x. Overflows to Infinity above 709.7, is 0 below -708 (results that small carry no meaning here). */
export function exp(x: number): number {
  if (x > 709.7) return Number.POSITIVE_INFINITY;
  if (x < -708) return 0;
  if (Number.isNaN(x)) return Number.NaN;
  const k = Math.floor(x * INV_LN2 + 0.5);
  const r = x - k * LN2_HI - k * LN2_LO;
  // Taylor to r^13 for |r| <= ln2 / 2, Horner form: the rest is below 1e-17.
  let s = 1;
  for (let n = 13; n >= 1; n--) s = 1 + (s * r) / n;
  return s * twoTo(k);
}

/** Natural logarithm; -Infinity at 0, NaN below. */
export function log(x: number): number {
  if (!(x >= 0)) return Number.NaN;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x === Number.POSITIVE_INFINITY) return x;
  let scaled = x;
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    scaled = x * 18014398509481984; // 2^54: lifts a subnormal into the normal range
    k = -54;
  }
  bits.setFloat64(0, scaled);
  const high = bits.getUint32(0);
  k += (high >>> 20) - 1023;
  bits.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let m = bits.getFloat64(0); // in [1, 2)
  if (m > Math.SQRT2) {
    m *= 0.5;
    k++;
  }
  // log m = 2 atanh s, s = (m - 1) / (m + 1), |s| <= 0.172: series to s^19.
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let t = 0;
  for (let n = 19; n >= 3; n -= 2) t = (t + 1 / n) * z;
  return k * LN2_HI + (2 * s + (2 * s * t + k * LN2_LO));
}

/** x^y for x > 0, by exp and log: good to about |y log x| units in the last place. Integer powers: multiply instead. */
export function pow(x: number, y: number): number {
  return x === 0 ? (y === 0 ? 1 : 0) : exp(y * log(x));
}
