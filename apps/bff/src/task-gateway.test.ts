import { expect, test } from "vitest";
import { createLog } from "./log.ts";
import { openTaskGateway } from "./task-gateway.ts";

function gateway(answer: () => Promise<void>) {
  const asked: string[] = [];
  const logged: string[] = [];
  const opened = openTaskGateway(
    (address) => {
      asked.push(address);
      return answer();
    },
    createLog("warn", (line) => logged.push(line)),
  );
  return { ...opened, asked, logged };
}
const failing = (code: string) => () => Promise.reject(Object.assign(new Error("no"), { code }));

test("an address is listened on once, and not before the endpoints are there", async () => {
  const { reach, open, asked } = gateway(() => Promise.resolve());
  const both = Promise.all([reach("172.18.0.1"), reach("172.18.0.1")]);
  await Promise.resolve();
  expect(asked).toEqual([]);
  open();
  expect(await both).toEqual([true, true]);
  expect(asked).toEqual(["172.18.0.1"]);
});

test.each([
  ["EADDRNOTAVAIL", 0], // of another machine: nothing is wrong
  ["EADDRINUSE", 2],
])("after %s it is tried again, and %i times said", async (code, lines) => {
  const { reach, open, asked, logged } = gateway(failing(code));
  open();
  expect([await reach("172.18.0.1"), await reach("172.18.0.1")]).toEqual([false, false]);
  expect(asked).toHaveLength(2);
  expect(logged).toHaveLength(lines);
});
