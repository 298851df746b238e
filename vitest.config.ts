import { defineConfig } from "vitest/config";

// Unit tests stand beside their code. What needs Docker or a browser is e2e/ and runs by `npm test`.
export default defineConfig({
  test: {
    maxWorkers: 2,
    // No test asserts a time; a loaded machine may take its own.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "core",
          include: [
            "packages/*/src/**/*.test.ts",
            "apps/*/src/**/*.test.ts",
            "e2e/support/**/*.test.ts",
            "bench/**/*.test.ts",
          ],
          // Files that need a real engine are named *.docker.test.ts.
          exclude: ["**/node_modules/**", "**/*.docker.test.ts"],
          // A process of its own for each file would cost more than all tests together; none leaves anything behind.
          isolate: false,
          setupFiles: ["vitest.setup.ts"],
        },
      },
      {
        extends: true,
        test: { name: "screens", include: ["apps/console/src/**/*.test.tsx"] },
      },
    ],
  },
});
