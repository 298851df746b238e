/** The engine's account of a pull, one JSON line per layer and step, as one percentage in words. */

export interface PullProgress {
  /** The new words, when the percentage changed. */
  read(line: string): string | undefined;
  /** As last said; undefined before. */
  percent(): number | undefined;
  /** What the engine said went wrong. */
  failure(): string | undefined;
}

interface Layer {
  current: number;
  total: number;
}

/** Unpacking is counted as long as fetching: each layer has both halves. */
export function createPullProgress(image: string): PullProgress {
  const fetched = new Map<string, Layer>();
  const unpacked = new Map<string, Layer>();
  let shown = -1;
  let failure: string | undefined;

  return {
    read(line) {
      const message = parse(line);
      if (typeof message?.error === "string") failure = message.error;
      if (typeof message?.id !== "string" || typeof message.status !== "string") return undefined;
      note(message.id, message.status, message.progressDetail);
      const totals = [...fetched.values()].reduce((sum, layer) => sum + layer.total, 0) * 2;
      if (totals === 0) return undefined;
      const done = [...fetched.values(), ...unpacked.values()].reduce((sum, layer) => sum + layer.current, 0);
      const percent = Math.min(99, Math.floor((100 * done) / totals));
      if (percent <= shown) return undefined; // new layers become known on the way: never count backwards
      shown = percent;
      return `pulling ${image}, ${percent} %`;
    },
    percent: () => (shown < 0 ? undefined : shown),
    failure: () => failure,
  };

  function note(id: string, status: string, detail: unknown): void {
    const { current, total } = countsOf(detail);
    const known = fetched.get(id);
    if (status === "Downloading" && total > 0) fetched.set(id, { current, total });
    if (status === "Download complete" && known) known.current = known.total;
    if (status === "Extracting" && known && total > 0)
      unpacked.set(id, { current: (known.total * current) / total, total: known.total });
    if (status === "Pull complete" && known) unpacked.set(id, { current: known.total, total: known.total });
  }
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const message: unknown = JSON.parse(line);
    // The parsing edge: any object may be read by field.
    return typeof message === "object" && message !== null ? (message as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function countsOf(detail: unknown): Layer {
  const field = (name: string) => {
    const value: unknown = typeof detail === "object" && detail !== null ? Reflect.get(detail, name) : undefined;
    return typeof value === "number" ? value : 0;
  };
  return { current: field("current"), total: field("total") };
}
