/**
 * Who launches executions, for the list's `by`. Nobody logs in: whoever works with this server is one and the same.
 * Flyte's own API has no name for them and goes on saying none, as one without authentication does.
 */
export const localUser = "local";

/** What comes by a schedule. */
export const schedulerUser = "scheduler";

/** Whom a value of `by:` means. */
export const userNamed = (text: string): string => (text.toLowerCase() === "me" ? localUser : text);
