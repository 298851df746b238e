/** More would be one stroke. */
const MOST = 400;

interface LogMarksProps {
  readonly rows: readonly number[];
  readonly current: number | undefined;
  readonly total: number;
}

/** Where in the whole log the matches are, beside the scrollbar. */
export function LogMarks({ rows, current, total }: LogMarksProps) {
  if (rows.length === 0 || total === 0) return undefined;
  const step = Math.max(1, Math.ceil(rows.length / MOST));
  const place = (row: number) => ({ top: `${(row / total) * 100}%` });
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-y-0.5 right-0 z-1 w-2.5">
      {rows.map((row, at) =>
        at % step === 0 ? (
          <i key={row} style={place(row)} className="absolute right-0 h-0.5 w-2 bg-pause" />
        ) : undefined,
      )}
      {current === undefined ? undefined : (
        <i style={place(current)} className="absolute right-0 h-1 w-2.5 bg-accent" />
      )}
    </div>
  );
}
