import { useRef, useState } from "react";

export interface Asking {
  readonly state: "loading" | "ready" | "failed";
  readonly error: unknown;
  ask<Answer>(question: () => Promise<Answer>, put: (answer: Answer) => void): void;
}

/**
 * Asks for parts of a log, one at a time: what is asked meanwhile is left out, because whoever scrolls asks again.
 *
 * Once something is there a failure is told beside it (`error`), not in its place (`state`).
 */
export function useAsking(): Asking {
  const [state, setState] = useState<Asking["state"]>("loading");
  const [error, setError] = useState<unknown>();
  const busy = useRef(false);
  return {
    state,
    error,
    ask(question, put) {
      if (busy.current) return;
      busy.current = true;
      question()
        .then(
          (answer) => {
            put(answer);
            setState("ready");
            setError(undefined);
          },
          (reason: unknown) => {
            setError(reason);
            setState((before) => (before === "loading" ? "failed" : before));
          },
        )
        .finally(() => {
          busy.current = false;
        });
    },
  };
}
