/** What can follow in the filter field: keys, then the values of the one that is written. */
import { quoteValue, splitValues } from "@skein/spec/execution-filter/tokens";
import { type FilterKey, filterKeys, phaseWords, triggerWords } from "@skein/spec/execution-filter/words";

export interface Completion {
  readonly text: string;
  readonly detail?: string | undefined;
  /** What the field holds once it is taken. */
  readonly draft: string;
  /** The token is whole with it. */
  readonly isWhole: boolean;
}

/** A draft taken apart: `-status:failed,ab` is about the key `status`, whose last value begins with `ab`. */
interface Draft {
  readonly minus: string;
  readonly key: string | undefined;
  /** Values before the one being written, with their commas. */
  readonly before: string;
  readonly value: string;
}

export function readDraft(draft: string): Draft {
  const minus = draft.startsWith("-") ? "-" : "";
  const body = draft.slice(minus.length);
  const colon = body.startsWith('"') ? -1 : body.indexOf(":");
  if (colon < 0) return { minus, key: undefined, before: "", value: body };
  const values = body.slice(colon + 1);
  const comma = values.lastIndexOf(",");
  const value = values.slice(comma + 1);
  return {
    minus,
    key: body.slice(0, colon),
    before: values.slice(0, comma + 1),
    value: value.startsWith('"') ? (splitValues(value)[0] ?? "") : value,
  };
}

/** The key whose values the server knows; undefined: none, or they are known here. */
export function remoteKey(draft: string): string | undefined {
  const { key, value } = readDraft(draft);
  if (key === undefined) {
    const side = /^(input|output)\./.exec(value)?.[0];
    return side ?? (value.length > 1 ? "workflow" : undefined);
  }
  return ["workflow", "launchPlan", "version", "label", "by"].includes(key) ? key : undefined;
}

const presets: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  started: [
    [">-1h", "in the last hour"],
    [">-24h", "in the last 24 hours"],
    [">-7d", "in the last 7 days"],
    [">-30d", "in the last 30 days"],
  ],
  ended: [
    [">-1h", "in the last hour"],
    [">-24h", "in the last 24 hours"],
  ],
  duration: [
    [">1m", "longer than a minute"],
    [">10m", "longer than ten minutes"],
    [">1h", "longer than an hour"],
    ["<10s", "shorter than ten seconds"],
  ],
  is: [["archived", "which are left out otherwise"]],
  by: [["me", "whoever works here"]],
};

/** @param remote values of `remoteKey` that the server named */
export function completionsOf(draft: string, remote: readonly string[]): Completion[] {
  const { minus, key, before, value } = readDraft(draft);
  const wanted = value.toLowerCase();
  if (key === undefined) {
    const side = /^(input|output)\./.exec(value)?.[0];
    if (side)
      return remote
        .map((name) => `${side}${name}`)
        .filter((name) => name.toLowerCase().startsWith(wanted))
        .map((name) => ({ text: `${name}:`, draft: `${minus}${name}:`, isWhole: false }));
    const keys = Object.keys(filterKeys)
      .filter(isFilterKey)
      .filter((each) => each.toLowerCase().startsWith(wanted));
    return [
      ...keys.map((each) => {
        const text = each.endsWith(".") ? each : `${each}:`;
        return { text, detail: filterKeys[each], draft: `${minus}${text}`, isWhole: false };
      }),
      ...remote.map((name) => whole(`workflow:${name}`, `${minus}workflow:${quoteValue(name)}`)),
    ];
  }
  const start = `${minus}${key}:${before}`;
  const taken = new Set(splitValues(before));
  const offered: readonly (readonly [string, string?])[] =
    key === "status"
      ? Object.keys(phaseWords).map((word) => [word])
      : key === "trigger"
        ? Object.keys(triggerWords).map((word) => [word])
        : [...(presets[key] ?? []), ...remote.map((each): readonly [string] => [each])];
  return offered
    .filter(([text]) => text.toLowerCase().includes(wanted) && text !== value && !taken.has(text))
    .toSorted(([a], [b]) => Number(b.startsWith(wanted)) - Number(a.startsWith(wanted)))
    .map(([text, detail]) => whole(text, `${start}${quoteValue(text)}`, detail));
}

const whole = (text: string, draft: string, detail?: string): Completion => ({ text, detail, draft, isWhole: true });

const isFilterKey = (text: string): text is FilterKey => Object.hasOwn(filterKeys, text);
