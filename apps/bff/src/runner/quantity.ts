/**
 * Amounts as Kubernetes writes them (`500m`, `256Mi`, `1e3`, `0.5`): what a task's resources are given in.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Undefined when it is no quantity, or a negative one. */
export function parseQuantity(text: string): number | undefined {
  const [, digits, exponent, suffix] =
    /^\+?(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d{1,3})|([numkMGTPE]|[KMGTPE]i)?)$/.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const scale = exponent === undefined ? SUFFIXES[suffix ?? ""] : 10 ** Number(exponent);
  return scale === undefined ? undefined : Number(digits) * scale;
}
