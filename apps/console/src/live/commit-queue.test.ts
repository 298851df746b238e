import { beforeEach, expect, it, vi } from "vitest";
import { CommitQueue, type Frames } from "./commit-queue.ts";

let hidden = false;
const frames: Frames = {
  now: () => Date.now(),
  isHidden: () => hidden,
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  frame: (act) => {
    const timer = setTimeout(act, 16);
    return () => clearTimeout(timer);
  },
};

beforeEach(() => {
  hidden = false;
  vi.useFakeTimers();
});

it("commits what came within a frame together and in order", () => {
  const commits: number[][] = [];
  let current: number[] = [];
  const queue = new CommitQueue(frames, (commit) => {
    current = [];
    commit();
    commits.push(current);
  });
  for (const n of [1, 2, 3]) queue.add(() => current.push(n));
  vi.advanceTimersByTime(16);
  expect(commits).toEqual([[1, 2, 3]]);
});

it("commits at most ten times in a second, and loses nothing", () => {
  let commits = 0;
  let acts = 0;
  const queue = new CommitQueue(frames, (commit) => {
    commits += 1;
    commit();
  });
  for (let ms = 0; ms < 1000; ms += 5) {
    queue.add(() => {
      acts += 1;
    });
    vi.advanceTimersByTime(5);
  }
  vi.advanceTimersByTime(200);
  expect(commits).toBeLessThanOrEqual(11);
  expect(acts).toBe(200);
});

it("waits while the tab is hidden and catches up in one commit when it is shown", () => {
  let commits = 0;
  const queue = new CommitQueue(frames, (commit) => {
    commits += 1;
    commit();
  });
  hidden = true;
  for (let i = 0; i < 50; i += 1) {
    queue.add(() => undefined);
    vi.advanceTimersByTime(20);
  }
  expect(commits).toBe(0);
  hidden = false;
  queue.wake();
  vi.advanceTimersByTime(16);
  expect(commits).toBe(1);
});
