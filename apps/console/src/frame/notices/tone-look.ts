import type { IconName } from "../../ui/icon-shapes.tsx";
import type { KeptNotice } from "./notices.ts";

/** Colour is for what was not done alone. */
export const toneLooks = {
  done: { icon: "check", tone: "text-muted" },
  hint: { icon: "info", tone: "text-muted" },
  failure: { icon: "error", tone: "text-fail" },
} as const satisfies Record<KeptNotice["tone"], { icon: IconName; tone: string }>;
