/** One figure: a line of JSON, so that runs can be kept and compared. Ratios carry a baseline of the same run. */
export function report(figure: { readonly bench: string } & Readonly<Record<string, string | number>>): void {
  console.log(JSON.stringify(figure));
}

export const median = (values: readonly number[]): number => percentile(values, 50);

export function percentile(values: readonly number[], rank: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil((rank / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));
