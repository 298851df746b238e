import fc from "fast-check";
import {
  DummyDriver,
  Kysely,
  type RawBuilder,
  type SqlBool,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { describe, expect, test } from "vitest";
import { parseFilters, toCondition } from "./filters.ts";
import { listColumns } from "./list-columns.ts";
import { nextToken, parseListRequest } from "./paging.ts";

const builder = new Kysely<unknown>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});
const compiled = (condition: RawBuilder<SqlBool>) => {
  const { sql, parameters } = condition.compile(builder);
  return [sql, ...parameters];
};
const conditionOf = (text: string) =>
  parseFilters(text, "execution").map((filter) => compiled(toCondition(filter, listColumns.executions)))[0];

describe("a filter", () => {
  test.each([
    ["eq(phase,RUNNING)", ['"executions"."phase" = ?', "RUNNING"]],
    ["eq(phase, RUNNING)", ['"executions"."phase" = ?', "RUNNING"]],
    ["ne(launch_plan.name,a.b)", ['"launch_plans"."name" <> ?', "a.b"]],
    ["gt(duration,2)", ['"executions"."duration_ms" > ?', 2_000]],
    ["gte(duration,1m30s)", ['"executions"."duration_ms" >= ?', 90_000]],
    ["lt(created_at,1970-01-01T00:00:01.5Z)", ['"executions"."created_at" < ?', 1_500]],
    ["lte(created_at,1969-12-31T23:00:00-01:00)", ['"executions"."created_at" <= ?', 0]],
    ["value_in(mode,0;3)", ['"executions"."mode" IN (?, ?)', 0, 3]],
    ["value_not_in(phase,FAILED)", ['"executions"."phase" NOT IN (?)', "FAILED"]],
    ["contains(execution_name,x')", ['"executions"."execution_name" LIKE ?', "%x'%"]],
    ["eq(abort_cause,one, two,three)", undefined], // the last comma splits: there is no column "abort_cause,one, two"
  ])("%s", (text, condition) => {
    if (condition) expect(conditionOf(text)).toEqual(condition);
    else expect(() => conditionOf(text)).toThrow("is invalid filter");
  });

  test("is a sentence or a condition with its value bound, whatever it says", () => {
    const word = fc.oneof(
      fc.constantFrom("eq", "phase", "execution.phase", "task.name", "mode", "duration"),
      fc.string(),
    );
    const anyFilter = fc.tuple(word, word, fc.string()).map(([name, field, value]) => `${name}(${field},${value})`);
    fc.assert(
      fc.property(fc.oneof(anyFilter, fc.string()), (text) => {
        try {
          for (const filter of parseFilters(text, "execution")) {
            const [sql] = compiled(toCondition(filter, listColumns.executions));
            expect(sql).toMatch(/^"[a-z_]+"\."[a-z_]+" (=|<>|[<>]=?|(NOT )?LIKE|(NOT )?IN) [(?, )]+$|^NULL /);
          }
        } catch (reason) {
          expect(reason).toMatchObject({ name: "InvalidFilter", kind: "invalid" });
        }
      }),
    );
  });
});

describe("a page", () => {
  const of = { rpc: "ListTasks", primary: "task" } as const;

  test("following the tokens visits everything once, whatever the limit", () => {
    fc.assert(
      fc.property(fc.nat(50), fc.integer({ min: 1, max: 20 }), (total, limit) => {
        const all = Array.from({ length: total }, (_, index) => index);
        const seen: number[] = [];
        let token = "";
        do {
          const page = parseListRequest({ limit, token }, of);
          const rows = all.slice(page.offset, page.offset + page.limit);
          seen.push(...rows);
          token = nextToken(rows.length, page);
        } while (token !== "");
        expect(seen).toEqual(all);
      }),
    );
  });

  test.each(["-1", "1.5", "x", " 1", "1e3", "9".repeat(16)])("token %s is refused by name", (token) => {
    expect(() => parseListRequest({ limit: 1, token }, of)).toThrow(`invalid pagination token ${token} for ListTasks`);
  });
});
