import { expect, it } from "vitest";
import { formatBytes, formatCpu, formatMemory } from "./size.ts";

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1 kB"],
  [214_000, "214 kB"],
  [999_999, "1 MB"],
  [67_108_864n, "67 MB"],
  [6_900_000_000n, "6.9 GB"],
])("%s bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it.each([
  [512 * 1024, "512 KiB"],
  [8n * 1024n ** 3n, "8 GiB"],
  [7_408_000_000n, "6.9 GiB"],
])("%s bytes of memory are %s", (bytes, text) => {
  expect(formatMemory(bytes)).toBe(text);
});

it.each([
  [0, "0 core-s"],
  [0.0004, "1 core-ms"],
  [0.0494, "49 core-ms"],
  [0.42, "0.4 core-s"],
  [12.4, "12 core-s"],
  [192, "3.2 core-min"],
  [14_760, "4.1 core-h"],
])("%d CPU seconds are %s", (seconds, text) => {
  expect(formatCpu(seconds)).toBe(text);
});
