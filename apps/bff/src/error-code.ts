/** The code by which the system, or a library, names what failed: `ENOENT`, `SQLITE_FULL`. Undefined when there is none. */
export function codeOf(reason: unknown): string | undefined {
  return reason instanceof Error && "code" in reason && typeof reason.code === "string" ? reason.code : undefined;
}
