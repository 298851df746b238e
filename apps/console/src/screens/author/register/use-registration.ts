import type { RegisterResponse } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import type { Scope } from "../../../paths.ts";
import { launchOf, type Registering, register } from "./registration.ts";

export interface Registration {
  readonly isPending: boolean;
  readonly error: Error | null;
  /** What came of the last one, and the text it was about. */
  readonly answer: RegisterResponse | undefined;
  readonly of: Registering | undefined;
  readonly register: (what: Registering) => void;
  /** To the launch form of the workflow; registers first what is not registered as it stands. */
  readonly launch: (what: Registering, workflow: string) => void;
  readonly dismiss: () => void;
}

/** @param onRegistered what was looked up before may have changed */
export function useRegistration(scope: Scope, onRegistered: () => void): Registration {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { mutate, isPending, error, data, variables, reset } = useMutation({
    mutationFn: register,
    onSuccess: async () => {
      onRegistered();
      const keys = ["workflows", "workflow", "in-use", "check"];
      await Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
  const isIt = (what: Registering) =>
    data?.registered === true &&
    variables?.text === what.text &&
    variables.project === what.project &&
    variables.domain === what.domain;
  const go = (answer: RegisterResponse, workflow: string) => {
    const path = launchOf(scope, answer.entities, workflow);
    if (answer.registered && path) void navigate(path);
  };
  return {
    isPending,
    error,
    answer: data,
    of: variables,
    register: (what) => mutate(what),
    launch: (what, workflow) => {
      if (data && isIt(what)) go(data, workflow);
      else mutate(what, { onSuccess: (answer) => go(answer, workflow) });
    },
    dismiss: reset,
  };
}
