import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CheckClient, type CheckWorker } from "./check-client.ts";
import type { CheckAnswer, CheckRequest, FromChecker, ToChecker } from "./protocol.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

class FakeWorker implements CheckWorker {
  readonly got: ToChecker[] = [];
  isEnded = false;
  readonly #listeners = new Map<string, (event: never) => void>();

  postMessage(message: ToChecker): void {
    this.got.push(message);
  }

  terminate(): void {
    this.isEnded = true;
  }

  addEventListener(type: "message", listener: (event: { readonly data: FromChecker }) => void): void;
  addEventListener(type: "error" | "messageerror", listener: (event: Event) => void): void;
  addEventListener(type: string, listener: (event: never) => void): void {
    this.#listeners.set(type, listener);
  }

  say(data: FromChecker): void {
    this.#listeners.get("message")?.({ data } as never); // the overload above says what it takes
  }

  crash(): void {
    this.#listeners.get("error")?.(new Event("error") as never); // as above
  }

  get checked(): number[] {
    return this.got.flatMap((each) => (each.type === "check" ? [each.request.revision] : []));
  }
}

const request = (revision: number, text = `text ${revision}`): CheckRequest => ({
  revision,
  text,
  name: "a.yaml",
  project: "p",
  domain: "d",
  rules: "strict",
});

const answer = (revision: number): FromChecker => ({
  type: "checked",
  answer: {
    revision,
    problems: [],
    graphs: new Map(),
    outline: undefined,
    registered: { tasks: [], workflows: [], launchPlans: [] },
    unknown: { state: "none", names: [] },
    entities: 0,
    durationMs: 1,
  },
});

function setUp(lookUp: (bytes: Uint8Array) => Promise<Uint8Array> = async (bytes) => bytes) {
  const workers: FakeWorker[] = [];
  const answers: CheckAnswer[] = [];
  const crashes: boolean[] = [];
  const client = new CheckClient({
    start: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    lookUp,
    onAnswer: (each) => answers.push(each),
    onCrash: ({ isLeft }) => crashes.push(isLeft),
  });
  return { client, workers, answers, crashes, revisions: () => answers.map(({ revision }) => revision) };
}

test("one text is with the worker, and of those that wait only the newest is sent", () => {
  const { client, workers, revisions } = setUp();
  for (const revision of [1, 2, 3, 4]) client.check(request(revision));
  expect(workers[0]?.checked).toEqual([1]);
  workers[0]?.say(answer(1));
  expect(workers[0]?.checked).toEqual([1, 4]);
  workers[0]?.say(answer(4));
  expect(revisions()).toEqual([4]); // what a newer text overtook is not shown
});

test("a worker that crashes is started again with the newest text, and it is said", () => {
  const { client, workers, crashes, revisions } = setUp();
  client.check(request(1));
  client.check(request(2));
  workers[0]?.crash();
  expect(workers[0]?.isEnded).toBe(true);
  expect(workers[1]?.checked).toEqual([2]);
  expect(crashes).toEqual([false]);
  workers[1]?.say(answer(2));
  expect(revisions()).toEqual([2]);
});

test("a worker that does not answer is ended", () => {
  const { client, workers } = setUp();
  client.check(request(1));
  vi.advanceTimersByTime(20_000);
  expect(workers[0]?.isEnded).toBe(true);
  expect(workers[1]?.checked).toEqual([1]);
});

test("a text that always crashes is left, until it changes", () => {
  const { client, workers, crashes } = setUp();
  client.check(request(1, "bad"));
  workers.at(-1)?.crash();
  workers.at(-1)?.crash();
  workers.at(-1)?.crash();
  expect(crashes).toEqual([false, false, true]);
  const before = workers.length;
  client.check(request(2, "bad"));
  expect(workers).toHaveLength(before);
  client.check(request(3, "better"));
  expect(workers.at(-1)?.checked).toEqual([3]);
});

test("what a worker says after it was given up is not heard", () => {
  const { client, workers, revisions } = setUp();
  client.check(request(1));
  workers[0]?.crash();
  workers[0]?.say(answer(1));
  expect(revisions()).toEqual([]);
});

test("questions go to the server, and no answer is an answer too", async () => {
  const bytes = new Uint8Array([1, 2]);
  const good = setUp();
  good.client.check(request(1));
  good.workers[0]?.say({ type: "question", question: 7, bytes });
  await vi.advanceTimersByTimeAsync(0);
  expect(good.workers[0]?.got.at(-1)).toEqual({ type: "found", question: 7, bytes });

  const away = setUp(() => Promise.reject(new Error("offline")));
  away.client.check(request(1));
  away.workers[0]?.say({ type: "question", question: 7, bytes });
  await vi.advanceTimersByTimeAsync(0);
  expect(away.workers[0]?.got.at(-1)).toEqual({ type: "found", question: 7, bytes: undefined });
});

test("once closed it starts nothing any more", () => {
  const { client, workers } = setUp();
  client.check(request(1));
  client.forget();
  client.close();
  client.check(request(2));
  expect(workers).toHaveLength(1);
  expect(workers[0]?.isEnded).toBe(true);
});
