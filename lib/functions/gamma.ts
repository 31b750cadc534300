/* Lanczos, g = 7: what a gamma function is known by, to 15 digits. */
const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7
];

/** ln Γ(x) for x ≥ 1/2. */
function logGamma(x: number): number {
  const at = x - 1;
  const sum = lanczos.reduce((all, term, i) => all + term / (at + i + 1), 0.9999999999998099);
  const t = at + 7.5;
  return Math.log(2 * Math.PI) / 2 + (at + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** ln of x^k e^{-x} / Γ(k+1), the weight in front of the series of the incomplete gamma function. */
export function logWeight(k: number, x: number): number {
  return k * Math.log(x) - x - logGamma(k + 1);
}

/** M(1, k+1, x) = 1 + x/(k+1) + x²/((k+1)(k+2)) + …, for 0 ≤ x. */
export function kummerSeries(k: number, x: number): number {
  let [term, sum] = [1, 1];
  for (let n = 1; term > sum * 1e-17; n++) sum += term *= x / (k + n);
  return sum;
}

/** Chance that a gamma variable of shape k and rate 1 is above x: Q(k, x). */
export function gammaBeyond(k: number, x: number): number {
  if (!(x > 0)) return 1;
  if (x < k + 1) return Math.max(0, 1 - Math.exp(logWeight(k, x)) * kummerSeries(k, x));
  // Lentz's continued fraction
  const tiny = 1e-300;
  let b = x + 1 - k;
  let c = 1 / tiny;
  let d = 1 / b;
  let product = d;
  for (let i = 1; i < 100_000; i++) {
    const a = i * (k - i);
    b += 2;
    d = 1 / notZero(a * d + b, tiny);
    c = notZero(b + a / c, tiny);
    product *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return Math.min(1, Math.exp(logWeight(k, x)) * k * product);
}

function notZero(x: number, tiny: number): number {
  return Math.abs(x) < tiny ? tiny : x;
}

/** Chance that a normal variable is above x standard deviations. */
export function normalBeyond(x: number): number {
  const half = gammaBeyond(0.5, (x * x) / 2) / 2;
  return x >= 0 ? half : 1 - half;
}
