import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { LookUpRequestSchema, LookUpResponseSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import type { Preferences } from "../../../frame/preferences.ts";
import type { Scope } from "../../../paths.ts";
import { consoleApi } from "../../../transport.ts";
import { CheckClient, type CheckWorker } from "./check-client.ts";
import type { CheckAnswer } from "./protocol.ts";

/** After the last key. */
const PAUSE_MS = 50;
const LOOK_UP_MS = 5000;

interface Checks {
  /** The newest answer, and the text it is about. */
  readonly answer: CheckAnswer | undefined;
  readonly text: string;
  readonly crash: { readonly isLeft: boolean } | undefined;
  /** Checks a text a moment from now, unless another comes first. */
  readonly check: (text: string) => void;
  /** Looks up again what is registered. */
  readonly forget: () => void;
}

/** Judges a draft's text in a worker, by the rules chosen, for a project and domain. */
export function useChecks({ project, domain }: Scope, name: string, rules: Preferences["rules"]): Checks {
  const [{ answer, text }, setAnswer] = useState<{ answer: CheckAnswer | undefined; text: string }>({
    answer: undefined,
    text: "",
  });
  const [crash, setCrash] = useState<{ isLeft: boolean }>();
  const client = useRef<CheckClient>(undefined);
  const newest = useRef<{ revision: number; text: string }>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const send = useEffectEvent((next: string) => {
    const revision = (newest.current?.revision ?? 0) + 1;
    newest.current = { revision, text: next };
    client.current?.check({ revision, name, text: next, project, domain, rules });
  });

  useEffect(() => {
    const made = new CheckClient({
      start: startWorker,
      lookUp,
      onAnswer: (next) => {
        setAnswer({ answer: next, text: newest.current?.text ?? "" });
        setCrash((before) => (before?.isLeft ? undefined : before));
      },
      onCrash: setCrash,
    });
    client.current = made;
    return () => {
      clearTimeout(timer.current);
      made.close();
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other rules or another place judge the same text anew
  useEffect(() => {
    if (newest.current) send(newest.current.text);
  }, [project, domain, rules, name]);

  const check = useCallback((next: string) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => send(next), newest.current ? PAUSE_MS : 0);
  }, []);
  const forget = useCallback(() => client.current?.forget(), []);
  return { answer, text, crash, check, forget };
}

function startWorker(): CheckWorker {
  return new Worker(new URL("./checker.worker.ts", import.meta.url), { type: "module", name: "skein-checker" });
}

async function lookUp(request: Uint8Array): Promise<Uint8Array> {
  const response = await consoleApi.lookUp(fromBinary(LookUpRequestSchema, request), { timeoutMs: LOOK_UP_MS });
  return toBinary(LookUpResponseSchema, response);
}
