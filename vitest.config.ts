import { defineConfig } from "vitest/config";

// Unit tests stand beside their code. What needs Docker or a browser is e2e/ and runs by `npm test`.
export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.{ts,tsx}", "e2e/support/**/*.test.ts"],
    // Files that need a real engine are named *.docker.test.ts.
    exclude: ["**/node_modules/**", "**/*.docker.test.ts"],
    maxWorkers: 2,
  },
});
