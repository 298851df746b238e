import { defineConfig } from "vitest/config";

// What only a real Docker engine can show. Sequential: the tests measure, and share one engine.
export default defineConfig({
  test: {
    include: ["apps/bff/src/**/*.docker.test.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
