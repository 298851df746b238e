import { looks } from "../../../flyte/phase-look.ts";
import { kindWords } from "./bar-words.ts";
import { shapes } from "./timeline-row.tsx";

const waits = ["queued", "waiting", "pulling"] as const;
const ends = [looks.running, looks.succeeded, looks.failed, looks.aborted] as const;

/** What shapes and patterns of bars mean. */
export function Legend() {
  return (
    <ul aria-label="Legend" className="ml-auto flex items-center gap-3.5 text-axis whitespace-nowrap text-muted">
      {waits.map((kind) => (
        <li key={kind} className="flex items-center gap-1.25">
          <span className="relative h-5.5 w-3.5">
            <i className={`tone-wait absolute w-3.5 ${shapes[kind]}`} />
          </span>
          {kindWords[kind]}
        </li>
      ))}
      {ends.map((look) => (
        <li key={look.word} className="flex items-center gap-1.25">
          <span className="relative h-5.5 w-3.5">
            <i className={`absolute w-3.5 ${shapes.ran} ${look.tone} ${look.fill}`} />
          </span>
          {look.word}
        </li>
      ))}
    </ul>
  );
}
