import fc from "fast-check";
import { expect, test } from "vitest";
import { type Due, type DueKind, emptyAgenda, nextDue, plan, takeDue } from "./agenda.ts";

const anyDue: fc.Arbitrary<Due> = fc.record({
  at: fc.nat(20),
  kind: fc.constantFrom<DueKind>("sleep", "execution", "active"),
  index: fc.nat(100_000),
  attempt: fc.nat(3),
});

test("what is due comes out by time, all of it, and nothing before its time", () => {
  fc.assert(
    fc.property(fc.array(anyDue), fc.nat(20), (dues, now) => {
      const agenda = emptyAgenda();
      for (const due of dues) plan(agenda, due);
      const taken: Due[] = [];
      for (let due = takeDue(agenda, now); due !== undefined; due = takeDue(agenda, now)) taken.push(due);
      const text = (due: Due) => JSON.stringify([due.at, due.index, due.kind, due.attempt]);
      expect(taken.map(text).sort()).toEqual(
        dues
          .filter(({ at }) => at <= now)
          .map(text)
          .sort(),
      );
      expect(taken.map(({ at }) => at)).toEqual(taken.map(({ at }) => at).sort((a, b) => a - b));
      const later = dues.map(({ at }) => at).filter((at) => at > now);
      expect(nextDue(agenda)).toBe(later.length === 0 ? undefined : Math.min(...later));
    }),
  );
});
