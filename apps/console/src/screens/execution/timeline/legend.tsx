import { looks } from "../../../flyte/phase-look.ts";
import { Icon } from "../../../ui/icon.tsx";
import { kindWords } from "./bar-words.ts";
import type { Survey } from "./survey.ts";
import { shapes } from "./timeline-row.tsx";

const waits = ["queued", "waiting", "pulling"] as const;
const all = Object.values(looks);

/** What shapes and patterns of the bars that there are mean, and signs of nodes of which no bar says the same. */
export function Legend({ survey: { kinds, ran, signs } }: { readonly survey: Survey }) {
  const named = new Set<string>([...kinds].map((kind) => kindWords[kind]));
  return (
    <ul
      aria-label="Legend"
      className="flex min-w-0 items-center gap-3.5 overflow-x-auto text-axis whitespace-nowrap text-muted"
    >
      {waits.map((kind) =>
        kinds.has(kind) ? (
          <li key={kind} className="flex items-center gap-1.25">
            <span className="relative h-6 w-3.5">
              <i className={`tone-wait absolute w-3.5 ${shapes[kind]}`} />
            </span>
            {kindWords[kind]}
          </li>
        ) : undefined,
      )}
      {all.map((look) =>
        ran.has(look) ? (
          <li key={look.word} className="flex items-center gap-1.25">
            <span className="relative h-6 w-3.5">
              <i className={`absolute w-3.5 ${shapes.ran} ${look.tone} ${look.fill}`} />
            </span>
            {look.word}
          </li>
        ) : signs.has(look) && !named.has(look.word) ? (
          <li key={look.word} className="flex items-center gap-1.25">
            <Icon name={look.icon} size={14} className={`text-tone ${look.tone}`} />
            {look.word}
          </li>
        ) : undefined,
      )}
    </ul>
  );
}
