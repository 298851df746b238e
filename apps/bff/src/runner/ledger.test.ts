import fc from "fast-check";
import { expect, test } from "vitest";
import { createLedger, formatCpu, formatMemory, MAX_PASSES } from "./ledger.ts";

const GIB = 2 ** 30;
const wants = (cpuMillis: number, memoryBytes = 0) => ({ cpuMillis, memoryBytes });

function ledgerOf(cpuMillis: number, memoryBytes = 8 * GIB) {
  const ledger = createLedger();
  ledger.setTotal({ cpuMillis, memoryBytes });
  const log: string[] = [];
  const ask = (id: string, cpu: number, memory = 0) =>
    ledger.admit(
      id,
      wants(cpu, memory),
      () => log.push(id),
      (reason) => log.push(`${id} ${reason}`),
    );
  return { ledger, log, ask };
}

test("§5.3 what fits is admitted at once", () => {
  const { ledger, log, ask } = ledgerOf(2000);
  ask("a", 1500, GIB);
  ask("b", 500);
  expect(log).toEqual(["a", "b"]);
  expect(ledger.reserved()).toEqual({ cpuMillis: 2000, memoryBytes: GIB });
});

test("§5.3 what does not fit waits, with the reason in figures, and gets what is released", () => {
  const { ledger, log, ask } = ledgerOf(2000);
  ask("a", 1500);
  ask("b", 2000);
  expect(log).toEqual(["a", "b waits for CPU: wants 2, 0.5 of 2 free"]);
  expect(ledger.waiting()).toBe(1);
  ledger.release("a");
  expect(log.at(-1)).toBe("b");
  expect(ledger.waiting()).toBe(0);
});

test("memory is waited for as well", () => {
  const { log, ask } = ledgerOf(2000, 2 * GIB);
  ask("a", 0, 1.5 * GIB);
  ask("b", 0, GIB);
  expect(log.at(-1)).toBe("b waits for memory: wants 1 GiB, 512 MiB of 2 GiB free");
});

test("the same reason is told once, another one again", () => {
  const { ledger, log, ask } = ledgerOf(2000, GIB);
  ask("a", 1500, GIB);
  ask("b", 500, 0);
  ask("c", 1000, GIB);
  ledger.release("b");
  expect(log.filter((line) => line.startsWith("c "))).toHaveLength(1);
  ledger.take("d", wants(0, GIB));
  ledger.release("a");
  expect(log.at(-1)).toMatch(/^c waits for memory/);
});

test("a big one is not passed for ever", () => {
  const { ledger, log, ask } = ledgerOf(2000);
  ask("running", 500);
  ask("big", 2000);
  for (let at = 0; at < MAX_PASSES; at += 1) {
    ask(`small ${at}`, 500);
    ledger.release(`small ${at}`);
  }
  ask("late", 500);
  expect(log.at(-1)).toBe("late waits its turn: 1 before it");
  ledger.release("running");
  expect(log.at(-1)).not.toBe("late");
  expect(log).toContain("big");
  ledger.release("big");
  expect(log.at(-1)).toBe("late");
});

test("§5.3 an adopted attempt counts though it does not fit", () => {
  const { ledger, log, ask } = ledgerOf(1000);
  ledger.take("adopted", wants(1500));
  ask("a", 500);
  expect(log).toEqual(["a waits for CPU: wants 0.5, 0 of 1 free"]);
  ledger.release("adopted");
  expect(log.at(-1)).toBe("a");
});

test("leaving the queue lets the others move up", () => {
  const { ledger, log, ask } = ledgerOf(1000);
  ask("a", 1000);
  ask("b", 1000);
  ask("c", 1000);
  ledger.release("b");
  ledger.release("a");
  expect(log.at(-1)).toBe("c");
  ledger.release("unknown");
});

test("asking twice under one name is asking once", () => {
  const { ledger, log, ask } = ledgerOf(1000);
  ask("a", 400);
  ask("a", 400);
  expect(log).toEqual(["a"]);
  expect(ledger.reserved().cpuMillis).toBe(400);
});

test("§5.3 what can never be admitted is told before", () => {
  const { ledger } = ledgerOf(2000, 4 * GIB);
  expect(ledger.whyNever(wants(2000, 4 * GIB))).toBeUndefined();
  expect(ledger.whyNever(wants(4000))).toBe("it asks for 4 CPU and this machine has 2");
  expect(ledger.whyNever(wants(0, 5 * GIB))).toBe("it asks for 5 GiB of memory and this machine has 4 GiB");
  expect(createLedger().whyNever(wants(4000))).toBeUndefined(); // not known yet
});

test("§5.3 §10.26 never more is admitted than there is, and everybody is admitted in the end", () => {
  const asks = fc.array(
    fc.record({ cpu: fc.integer({ min: 0, max: 2000 }), memory: fc.integer({ min: 0, max: 100 }) }),
    {
      maxLength: 40,
    },
  );
  fc.assert(
    fc.property(asks, fc.infiniteStream(fc.nat(100)), (wanted, chances) => {
      const ledger = createLedger();
      ledger.setTotal({ cpuMillis: 2000, memoryBytes: 100 });
      const running: string[] = [];
      let done = 0;
      const check = () => {
        expect(ledger.reserved().cpuMillis).toBeLessThanOrEqual(2000);
        expect(ledger.reserved().memoryBytes).toBeLessThanOrEqual(100);
      };
      for (const [at, { cpu, memory }] of wanted.entries()) {
        ledger.admit(
          String(at),
          wants(cpu, memory),
          () => running.push(String(at)),
          () => {},
        );
        check();
      }
      while (running.length > 0) {
        const [id] = running.splice((chances.next().value ?? 0) % running.length, 1);
        ledger.release(id ?? "");
        done += 1;
        check();
      }
      expect(done).toBe(wanted.length);
      expect(ledger.reserved()).toEqual({ cpuMillis: 0, memoryBytes: 0 });
    }),
  );
});

test.each([
  [500, "0.5"],
  [2000, "2"],
  [1, "0.001"],
])("%i millis of CPU read %s", (millis, text) => {
  expect(formatCpu(millis)).toBe(text);
});
test.each([
  [0, "0 B"],
  [256 * 2 ** 20, "256 MiB"],
  [1.5 * GIB, "1.5 GiB"],
])("%i bytes read %s", (bytes, text) => {
  expect(formatMemory(bytes)).toBe(text);
});

test("says as data what one that waits lacks, for as long as it does", () => {
  const ledger = createLedger();
  ledger.setTotal({ cpuMillis: 2000, memoryBytes: 1000 });
  ledger.admit(
    "a",
    { cpuMillis: 1500, memoryBytes: 100 },
    () => {},
    () => {},
  );
  ledger.admit(
    "b",
    { cpuMillis: 1000, memoryBytes: 100 },
    () => {},
    () => {},
  );
  ledger.admit(
    "c",
    { cpuMillis: 2000, memoryBytes: 100 },
    () => {},
    () => {},
  );
  expect(ledger.lackOf("a")).toBeUndefined();
  expect(ledger.lackOf("c")).toEqual({
    wanted: { cpuMillis: 2000, memoryBytes: 100 },
    free: { cpuMillis: 500, memoryBytes: 900 },
    total: { cpuMillis: 2000, memoryBytes: 1000 },
    before: 1,
  });
  ledger.release("a");
  expect(ledger.lackOf("b")).toBeUndefined();
});
