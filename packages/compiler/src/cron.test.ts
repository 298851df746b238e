import { expect, it } from "vitest";
import { findCronProblem } from "./cron.ts";

it.each([
  "0 2 * * *",
  "*/15 0-6 1,15 jan-mar MON",
  "@hourly",
  "@daily",
  "@every 1h30m",
  "TZ=UTC 0 0 * * ?",
  "5/10 * * * *",
])("%s can be read", (text) => expect(findCronProblem(text)).toBeUndefined());

it.each([
  ["", "empty spec string"],
  ["* * * *", "expected exactly 5 fields, found 4: [* * * *]"],
  ["* * * * * *", "expected exactly 5 fields, found 6: [* * * * * *]"],
  ["60 * * * *", "end of range (60) above maximum (59): 60"],
  ["* * 0 * *", "beginning of range (0) below minimum (1): 0"],
  ["5-2 * * * *", "beginning of range (5) beyond end of range (2): 5-2"],
  ["1-2-3 * * * *", "too many hyphens: 1-2-3"],
  ["*/0 * * * *", "step of range should be a positive number: */0"],
  ["*/2/3 * * * *", "too many slashes: */2/3"],
  ["x * * * *", "failed to parse minute from x"],
  ["@sometimes", "unrecognized descriptor: @sometimes"],
  ["@every soon", "failed to parse duration @every soon"],
])("%j cannot: %s", (text, problem) => expect(findCronProblem(text)).toBe(problem));
