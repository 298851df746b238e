import { CatalogCacheStatus } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import {
  WorkflowExecution_Phase as ExecutionPhase,
  NodeExecution_Phase as NodePhase,
  TaskExecution_Phase as TaskPhase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import { describe, expect, it, test } from "vitest";
import { executionLook, isOngoing, looks, nodeLook, taskLook } from "./phase-look.ts";

const numbers = (phases: object) => Object.values(phases).filter((value): value is number => typeof value === "number");

test("no two phases share glyph, tone and word", () => {
  const faces = Object.values(looks).map(({ icon, tone, word }) => `${icon} ${tone} ${word}`);
  expect(new Set(faces).size).toBe(faces.length);
});

test("phases of different hue have different shapes", () => {
  const hues = new Map<string, Set<string>>();
  for (const { icon, tone } of Object.values(looks)) hues.set(icon, (hues.get(icon) ?? new Set()).add(tone));
  expect([...hues].filter(([, tones]) => tones.size > 1)).toEqual([]);
});

describe("every phase of Flyte has a look", () => {
  it.each(numbers(ExecutionPhase))("execution phase %d", (phase) => expect(executionLook(phase).word).not.toBe(""));
  it.each(numbers(NodePhase))("node phase %d", (phase) => expect(nodeLook(phase).word).not.toBe(""));
  it.each(numbers(TaskPhase))("task phase %d", (phase) => expect(taskLook(phase).word).not.toBe(""));
});

test("a phase newer than our messages is unknown", () => {
  const newer: number = 99;
  expect(executionLook(newer)).toBe(looks.unknown);
  expect(nodeLook(newer)).toBe(looks.unknown);
  expect(taskLook(newer)).toBe(looks.unknown);
});

it.each([
  [NodePhase.RUNNING, TaskPhase.INITIALIZING, looks.initialising],
  [NodePhase.QUEUED, TaskPhase.WAITING_FOR_RESOURCES, looks.waiting],
  [NodePhase.RUNNING, TaskPhase.RUNNING, looks.running],
  [NodePhase.FAILED, TaskPhase.WAITING_FOR_RESOURCES, looks.failed],
])("a node in phase %d whose attempt is in %d looks as it should", (phase, task, look) => {
  expect(nodeLook(phase, task)).toBe(look);
});

test("a node that had its outputs without running is cached, and only one that has succeeded", () => {
  const hit = CatalogCacheStatus.CACHE_HIT;
  expect(nodeLook(NodePhase.SUCCEEDED, undefined, hit)).toBe(looks.cached);
  expect(nodeLook(NodePhase.SUCCEEDED, undefined, CatalogCacheStatus.CACHE_POPULATED)).toBe(looks.succeeded);
  expect(nodeLook(NodePhase.RECOVERED, undefined, hit)).toBe(looks.recovered);
});

it.each([
  [ExecutionPhase.QUEUED, true],
  [ExecutionPhase.FAILING, true],
  [ExecutionPhase.ABORTING, true],
  [ExecutionPhase.SUCCEEDED, false],
  [ExecutionPhase.TIMED_OUT, false],
])("execution phase %d goes on: %s", (phase, goesOn) => {
  expect(isOngoing(phase)).toBe(goesOn);
});
