import { Icon } from "../../ui/icon.tsx";

const findingLooks = {
  error: { icon: "error", tone: "tone-fail" },
  warning: { icon: "warning", tone: "tone-pause" },
} as const;

interface FindingCountProps {
  readonly kind: keyof typeof findingLooks;
  readonly count: number;
}

/** How many findings of a kind something has; nothing where it has none. */
export function FindingCount({ kind, count }: FindingCountProps) {
  if (count === 0) return undefined;
  const { icon, tone } = findingLooks[kind];
  return (
    <span className={`inline-flex items-center gap-1 font-medium text-tone ${tone}`}>
      <Icon name={icon} size={14} label={count === 1 ? kind : `${kind}s`} />
      {count}
    </span>
  );
}
