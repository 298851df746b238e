import { afterAll, vi } from "vitest";

// Files share a process: a clock one of them stopped must go again for the next.
afterAll(() => {
  vi.useRealTimers();
});
