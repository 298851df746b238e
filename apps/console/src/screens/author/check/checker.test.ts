import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { LookUpRequestSchema, LookUpResponseSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { expect, test } from "vitest";
import { authoredText, lookUpSeeded } from "../../../testing/seed-author.ts";
import { Checker } from "./checker.ts";
import type { CheckAnswer, FromChecker } from "./protocol.ts";

function setUp() {
  const sent: FromChecker[] = [];
  const checker = new Checker(
    (message) => sent.push(message),
    () => 0,
  );
  const check = (text: string, revision = 1) =>
    checker.receive({
      type: "check",
      request: { revision, name: "a.yaml", text, project: "flytesnacks", domain: "development", rules: "strict" },
    });
  const questions = () =>
    sent.flatMap((each) =>
      each.type === "question" ? [{ number: each.question, ...fromBinary(LookUpRequestSchema, each.bytes) }] : [],
    );
  const answers = () => sent.flatMap((each): CheckAnswer[] => (each.type === "checked" ? [each.answer] : []));
  /** Answers a question, as the seeded server would. */
  const reply = (at = -1) => {
    const question = questions().at(at);
    if (!question) throw new Error("Nothing was asked");
    const bytes = toBinary(LookUpResponseSchema, lookUpSeeded(question.ids, question.project));
    checker.receive({ type: "found", question: question.number, bytes });
  };
  return { checker, sent, check, questions, answers, reply };
}

test("everything that is not in the text is asked for in one question, and never twice", () => {
  const { check, questions, answers, reply } = setUp();
  check(authoredText);
  expect(questions()).toHaveLength(1);
  expect(
    questions()[0]
      ?.ids.map(({ name }) => name)
      .sort(),
  ).toEqual(["build_features", "drift_check", "extract_events", "train_model"]);
  expect(answers().at(-1)).toMatchObject({ problems: [], unknown: { state: "asking" } });
  reply();
  expect(answers().at(-1)).toMatchObject({ problems: [], unknown: { state: "none", names: [] } });
  expect([...(answers().at(-1)?.graphs.keys() ?? [])]).toEqual(["daily_features"]);
  check(`${authoredText}# more\n`, 2);
  expect(questions()).toHaveLength(1);
});

test("the project's names are known for completion and did-you-mean", () => {
  const { check, answers, reply } = setUp();
  check(authoredText.replace("task: drift_check", "task: drift_chek"));
  reply();
  const answer = answers().at(-1);
  expect(answer?.registered.tasks).toContain("drift_check");
  expect(answer?.problems[0]).toMatchObject({ code: "TaskReferenceNotFound", severity: "error" });
  expect(answer?.problems[0]?.hints[0]?.edit?.insert).toBe("drift_check");
});

test("types of registered tasks are checked like those of the text", () => {
  const { check, answers, reply } = setUp();
  check(authoredText.replace("${features.features}", "${events.shards}"));
  reply();
  expect(answers().at(-1)?.problems[0]?.code).toBe("MismatchingTypes");
});

test("without the server the references are said to be unchecked, and the rest is checked", () => {
  const { checker, check, questions, answers } = setUp();
  check(authoredText.replace('sample: "${events.sample}"', 'sample: "${evnts.sample}"'));
  checker.receive({ type: "found", question: questions()[0]?.number ?? 0, bytes: undefined });
  const answer = answers().at(-1);
  expect(answer?.unknown.state).toBe("unreachable");
  const codes = answer?.problems.map(({ code, severity }) => `${code} ${severity}`);
  expect(codes).toContain("TaskReferenceNotFound warning");
  expect(codes).toContain("NodeReferenceNotFound error");
  // It is not asked again at every key, only when told to.
  check(`${authoredText}\n`, 2);
  expect(questions()).toHaveLength(1);
  checker.receive({ type: "forget" });
  expect(questions()).toHaveLength(2);
});

test("what is known holds while it is asked for again, and then the newer answer does", () => {
  const { checker, check, answers, questions, reply } = setUp();
  check(authoredText);
  reply();
  checker.receive({ type: "forget" });
  expect(questions().at(-1)?.ids).toHaveLength(4);
  expect(answers().at(-1)).toMatchObject({ problems: [], unknown: { state: "none" } });
  const number = questions().at(-1)?.number ?? 0;
  const nothing = create(LookUpResponseSchema, { found: [{}, {}, {}, {}], names: {} });
  checker.receive({ type: "found", question: number, bytes: toBinary(LookUpResponseSchema, nothing) });
  const codes =
    answers()
      .at(-1)
      ?.problems.map(({ code }) => code) ?? [];
  expect(codes).toContain("TaskReferenceNotFound");
  expect(answers().at(-1)?.registered.tasks).toEqual([]);
});

test("an answer to a question that was forgotten changes nothing", () => {
  const { checker, check, answers, questions } = setUp();
  check(authoredText);
  const first = questions()[0]?.number ?? 0;
  checker.receive({ type: "forget" });
  const before = answers().length;
  checker.receive({
    type: "found",
    question: first,
    bytes: toBinary(LookUpResponseSchema, create(LookUpResponseSchema)),
  });
  expect(answers()).toHaveLength(before);
});

test("nothing is asked twice while a question is open", () => {
  const { check, questions } = setUp();
  check(authoredText);
  check(`${authoredText}\n`, 2);
  expect(questions()).toHaveLength(1);
});

test("before there is a text nothing is answered", () => {
  const { checker, sent } = setUp();
  checker.receive({ type: "forget" });
  expect(sent).toEqual([]);
});
