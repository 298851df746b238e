import { askingTask, type WorkflowSketch } from "@skein/compiler/testing/closure";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { RunEvent } from "./event.ts";
import { step } from "./step.ts";
import { cacheEntry, runOf } from "./testing/drive.ts";
import { checkState, makeRecordWatch } from "./testing/laws.ts";

// Seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const asks: WorkflowSketch = { nodes: [{ id: "x", timeoutMs: 1000 }], outputs: ["x"] };

const anyKey = fc.constantFrom(
  "a",
  "b",
  "n0",
  "n0-0-x",
  "n0-0-end-node",
  "n0-1-start-node",
  "s",
  "e",
  "br",
  "br-0-br-x",
  "g",
  "lp",
  "dy",
  "dy-0-x",
  "dy-1-x",
  "c",
  "m",
  "m-0-n0",
  "m-0-n1",
  "m-1-n0",
  "ms",
  "efn",
  "start-node",
  "end-node",
  "zz",
  "",
);
const anyAttempt = fc.constantFrom(0, 1, 2, -1, 0.5, Number.NaN);
const anyAt = fc.oneof(fc.nat(10_000), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1));
const anyError = fc.record({
  kind: fc.constantFrom("USER", "SYSTEM", "UNKNOWN"),
  code: fc.string(),
  message: fc.string(),
});
const anyVerdict = fc.oneof(
  fc.record({ kind: fc.constant("succeeded" as const), outputs: fc.constant(undefined) }),
  fc.record({ kind: fc.constant("dynamic" as const), futures: fc.string() }),
  fc.record({ kind: fc.constant("failed" as const), error: anyError, retryable: fc.boolean() }),
);
const anyTimer = fc.constantFrom(
  "active|a",
  "execution|a|0",
  "execution|n0|0",
  "sleep|s|0",
  "active|c",
  "active|n0",
  "execution|dy|0",
  "active|dy",
  "active|dy-0-x",
  "array|m|0",
  "array|ms|0",
  "execution|m|0",
  "reissue|resolveInputs|a",
  "?",
);

/** Any event, for any node, in any order; kinds that answer commands come more often. */
const anyEvent: fc.Arbitrary<RunEvent> = fc.oneof(
  fc.record({ kind: fc.constant("started" as const), at: anyAt }),
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("inputsResolved" as const), node: anyKey, at: anyAt }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("inputsResolved" as const),
      node: anyKey,
      at: anyAt,
      finding: fc.oneof(
        fc.record({ kind: fc.constant("sleep" as const), ms: fc.constantFrom(0, 1, -1, Number.NaN) }),
        fc.record({ kind: fc.constant("array" as const), size: fc.constantFrom(0, 1, 3, -1, 0.5, Number.NaN) }),
        fc.record({
          kind: fc.constant("array" as const),
          size: fc.constantFrom(1, 3),
          sleeps: fc.array(fc.constantFrom(0, 5, -1, -2, Number.NaN), { maxLength: 3 }),
        }),
        fc.record({ kind: fc.constant("branch" as const), arm: fc.constantFrom(0, 1, 2, -1, 0.5, Number.NaN) }),
        fc.record({ kind: fc.constant("refused" as const), error: anyError }),
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("recoveryFound" as const),
      node: anyKey,
      at: anyAt,
      found: fc.oneof(
        fc.record({ kind: fc.constant("reused" as const), from: fc.string(), outputs: fc.boolean() }),
        fc.record({ kind: fc.constant("anew" as const), reason: fc.string() }),
        fc.record({
          kind: fc.constant("anew" as const),
          reason: fc.string(),
          checkpoint: fc.string(),
          child: fc.string(),
        }),
      ),
    }),
  },
  fc.record({ kind: fc.constant("inputsFailed" as const), node: anyKey, at: anyAt, error: anyError }),
  fc.record({
    kind: fc.constant("taskReported" as const),
    node: anyKey,
    attempt: anyAttempt,
    at: anyAt,
    phase: fc.constantFrom("QUEUED", "RUNNING"),
    reason: fc.string({ maxLength: 2 }),
  }),
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("taskEnded" as const),
      node: anyKey,
      attempt: anyAttempt,
      at: anyAt,
      verdict: anyVerdict,
    }),
  },
  fc.record({ kind: fc.constant("taskStopped" as const), node: anyKey, attempt: anyAttempt, at: anyAt }),
  fc
    .record({
      kind: fc.constant("signalReceived" as const),
      node: anyKey,
      attempt: anyAttempt,
      at: anyAt,
      error: fc.oneof(anyError, fc.constant(undefined)),
    })
    .map(({ error, ...event }) => (error === undefined ? event : { ...event, error })),
  fc.record({ kind: fc.constant("childLaunched" as const), node: anyKey, attempt: anyAttempt, at: anyAt }),
  fc.record({
    kind: fc.constant("childEnded" as const),
    node: anyKey,
    attempt: anyAttempt,
    at: anyAt,
    outcome: fc.oneof(
      fc.record({ kind: fc.constant("succeeded" as const) }),
      fc.record({ kind: fc.constant("failed" as const), error: anyError }),
    ),
  }),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("futuresCompiled" as const),
      node: anyKey,
      attempt: anyAttempt,
      at: anyAt,
      closure: fc.constantFrom(askingTask(asks), "?", ""),
    }),
  },
  fc.record({
    kind: fc.constant("futuresRefused" as const),
    node: anyKey,
    attempt: anyAttempt,
    at: anyAt,
    error: anyError,
  }),
  fc.record({ kind: fc.constant("outputsCopied" as const), node: anyKey, at: anyAt, written: fc.boolean() }),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("cacheChecked" as const),
      node: anyKey,
      at: anyAt,
      outcome: fc.constantFrom(
        { kind: "hit" as const, entry: cacheEntry },
        { kind: "miss" as const },
        { kind: "held" as const, owner: "another" },
      ),
    }),
  },
  fc.record({
    kind: fc.constant("cacheWritten" as const),
    node: anyKey,
    attempt: anyAttempt,
    at: anyAt,
    status: fc.constantFrom("CACHE_POPULATED", "CACHE_PUT_FAILURE"),
  }),
  fc.record({
    kind: fc.constant("breakpointSet" as const),
    at: anyAt,
    breakpoint: fc.record(
      {
        where: fc.oneof(
          fc.record({ kind: fc.constant("node" as const), node: anyKey }),
          fc.record({ kind: fc.constant("path" as const), path: fc.constantFrom("a", "n0/x", "br/br-x", "g", "?") }),
        ),
        when: fc.constantFrom("before" as const, "after" as const),
        condition: fc.constantFrom({}, null, "x"),
      },
      { requiredKeys: ["where", "when"] },
    ),
  }),
  fc.record({ kind: fc.constant("breakpointCleared" as const), at: anyAt, id: fc.constantFrom("before|path|a", "?") }),
  fc.record({
    kind: fc.constant("breakpointTested" as const),
    at: anyAt,
    node: anyKey,
    when: fc.constantFrom("before" as const, "after" as const),
    hit: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom("continued" as const, "stepped" as const), node: anyKey, at: anyAt }),
  fc.record({ kind: fc.constant("inputsEdited" as const), node: anyKey, at: anyAt, from: fc.constantFrom("x", "y") }),
  fc.record({ kind: fc.constant("inputsReplaced" as const), node: anyKey, at: anyAt, from: fc.constantFrom("x", "y") }),
  fc.record({ kind: fc.constant("timerFired" as const), timer: anyTimer, at: anyAt }),
  fc.record({
    kind: fc.constant("commandFailed" as const),
    at: anyAt,
    command: fc.constantFrom(
      "resolveInputs|a",
      "startTask|a|0",
      "stopTask|a|0",
      "checkCache|c",
      "setTimer|active|a",
      "?",
    ),
    message: fc.string(),
  }),
);

const sketch: WorkflowSketch = {
  nodes: [
    { id: "a", retries: 1, timeoutMs: 1000 },
    { id: "n0", inside: { nodes: [{ id: "x", retries: 1 }], outputs: ["x"] }, retries: 1, timeoutMs: 1000 },
    { id: "s", sleepMs: 10, retries: 1, timeoutMs: 1000 },
    { id: "e", after: ["a"], echo: true },
    { id: "br", retries: 1, timeoutMs: 1000, arms: [{ id: "x", after: ["a"] }, { id: "y" }] },
    { id: "lp", launches: "lp", retries: 1, timeoutMs: 1000 },
    { id: "dy", asks, retries: 1, timeoutMs: 1000 },
    { id: "c", cache: "serialized", retries: 1, timeoutMs: 1000 },
    { id: "g", gate: "signal", retries: 1, timeoutMs: 1000 },
    {
      id: "m",
      retries: 1,
      timeoutMs: 1000,
      maps: { size: 3, retries: 1, timeoutMs: 500, parallelism: 2, minSuccesses: 2 },
    },
    { id: "ms", maps: { size: 3, sleepMs: 5, timeoutMs: 3, retries: 1 } },
    { id: "b", after: ["a", "n0", "s", "e", "br", "g", "lp", "dy", "c", "m", "ms"] },
  ],
  outputs: ["b"],
  onFailure: { id: "efn", retries: 1 },
};

test("§10.4 no event, however odd, throws or breaks a law, and all of it can be replayed from JSON", () => {
  const any = fc.tuple(fc.boolean(), fc.boolean(), fc.array(anyEvent, { minLength: 10, maxLength: 80 }));
  const recovery = { source: "f0", rerun: new Set(["s"]), enter: new Set(["n0"]) };
  fc.assert(
    fc.property(any, ([failAfter, recovers, events]) => {
      const fresh = () => runOf({ ...sketch, failAfter }, recovers ? { recovery } : {});
      const [first, second] = [fresh(), fresh()];
      const watch = makeRecordWatch();
      for (const event of [{ kind: "started", at: 1 } as const, ...events]) {
        const stepped = step(first, event);
        for (const record of stepped.records) watch.see(record);
        checkState(first);
        expect(step(second, JSON.parse(JSON.stringify(event)))).toEqual(stepped);
      }
    }),
    { numRuns: 300 },
  );
});

test("§10.4 an event of a kind of the future changes nothing", () => {
  const run = runOf(sketch);
  step(run, { kind: "started", at: 1 });
  const odd: RunEvent = JSON.parse('{ "kind": "branchDecided", "node": "a", "at": 2 }');
  expect(step(run, odd)).toEqual({ commands: [], records: [] });
});
