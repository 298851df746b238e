/**
 * Kubernetes quantities: `500m`, `1.5Gi`, `2e3`.
 *
 * Exact: the value is a whole number of nanos (10⁻⁹), rounded away from zero as Kubernetes does, and values beyond
 * what Kubernetes keeps are held at its limit.
 * @see k8s.io/apimachinery/pkg/api/resource/quantity.go
 */

/** A parsed quantity. */
export interface Quantity {
  /** As it was written. */
  readonly text: string;
  /** In units of 10⁻⁹. */
  readonly nanos: bigint;
}

const nanosPerUnit = 1_000_000_000n;
/** Kubernetes holds at most 2⁶³-1 units. */
const mostNanos = (2n ** 63n - 1n) * nanosPerUnit;

const decimalExponents: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  "": 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const binaryExponents: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

const shape = /^(?<sign>[+-]?)(?<whole>\d*)(?:\.(?<fraction>\d*))?(?<suffix>[numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/;

/** Reads a quantity; undefined when the text is none. */
export function parseQuantity(text: string): Quantity | undefined {
  const parts = shape.exec(text)?.groups;
  if (!parts) return undefined;
  const { sign, whole = "", fraction = "", suffix = "" } = parts;
  const digits = whole + fraction;
  if (digits === "" || digits.length > 100) return undefined;

  const binary = Object.hasOwn(binaryExponents, suffix) ? (binaryExponents[suffix] ?? 0) : 0;
  const decimal = Object.hasOwn(decimalExponents, suffix)
    ? (decimalExponents[suffix] ?? 0)
    : binary > 0
      ? 0
      : Number(suffix.slice(1));
  const magnitude = scale(BigInt(digits) * 2n ** BigInt(binary), decimal - fraction.length + 9);
  const limited = magnitude > mostNanos ? mostNanos : magnitude;
  return { text, nanos: sign === "-" ? -limited : limited };
}

/** Whole units, rounded up, as Kubernetes' Value() gives them. */
export function wholeUnits({ nanos }: Quantity): bigint {
  const units = nanos / nanosPerUnit;
  return nanos > units * nanosPerUnit ? units + 1n : units;
}

/** Whether it is a whole number; Kubernetes looks at thousandths only. */
export function isWhole({ nanos }: Quantity): boolean {
  return nanos % nanosPerUnit === 0n;
}

/** `value × 10^exponent`, rounded up. */
function scale(value: bigint, exponent: number): bigint {
  if (value === 0n) return 0n;
  // Far beyond what is kept: the limit, or the smallest step.
  if (exponent > 60) return mostNanos + 1n;
  if (exponent < -160) return 1n;
  if (exponent >= 0) return value * 10n ** BigInt(exponent);
  const divisor = 10n ** BigInt(-exponent);
  return (value + divisor - 1n) / divisor;
}
