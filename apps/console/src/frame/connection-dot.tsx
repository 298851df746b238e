import { useServerNow } from "../flyte/clock.ts";
import { formatTicking } from "../flyte/duration.ts";
import { useConnection } from "../live/status.ts";

const states = {
  live: { tone: "tone-ok", word: "Live", means: "Changes arrive as they happen." },
  connecting: { tone: "tone-wait", word: "Connecting", means: "The stream of changes is being opened." },
  polling: { tone: "tone-run", word: "Polling every 5 s", means: "The stream does not hold; the page asks every 5 s." },
  offline: { tone: "tone-fail", word: "Offline", means: "The server does not answer. What you see may be old." },
} as const satisfies Record<ReturnType<typeof useConnection>["state"], unknown>;

/** How fresh the page is. */
export function ConnectionDot() {
  const { state, since } = useConnection();
  useServerNow(state === "offline"); // ticks
  const { tone, word, means } = states[state];
  const text = state === "offline" ? `${word} for ${formatTicking(Math.max(0, Date.now() - since))}` : word;
  return (
    <span role="status" title={means} className={`inline-flex items-center gap-1.5 text-meta text-muted ${tone}`}>
      <span
        aria-hidden="true"
        className={`size-2 flex-none rounded-full ring-3 ring-tone/20 ${state === "connecting" ? "border border-tone" : "bg-tone"}`}
      />
      <span className="whitespace-nowrap max-lg:sr-only">{text}</span>
    </span>
  );
}
