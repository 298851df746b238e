/** A page that notes what a user would feel: paints, shifts, slow interactions, blocked moments, frames, requests. */
import type { Browser, CDPSession, Page } from "playwright";

interface Observed {
  /** Largest contentful paint so far, in milliseconds from navigation. */
  readonly paintedMs: number;
  /** Sum of the layout shifts that nobody asked for. */
  readonly shift: number;
  /** The longest event of each interaction, in milliseconds; below 16 the browser names none. */
  readonly interactions: readonly number[];
  /** Tasks that blocked the main thread for more than 50 ms, in milliseconds. */
  readonly longTasks: readonly number[];
}

export interface ObservedPage {
  readonly page: Page;
  observed(): Promise<Observed>;
  /** Forgets interactions and long tasks seen so far. */
  forget(): Promise<void>;
  /** Chromium's counters: TaskDuration and ScriptDuration in seconds, JSHeapUsedSize in bytes, LayoutCount. */
  metrics(): Promise<ReadonlyMap<string, number>>;
  /** Bytes in use after a garbage collection. */
  heapBytes(): Promise<number>;
  /** Frames per second that 95 of 100 frames keep while something is done. */
  framesDuring(act: () => Promise<void>): Promise<number>;
  close(): Promise<void>;
}

/** With a profile of its own: nothing is cached yet. @param slowdown by which factor the processor is slower */
export async function openPage(browser: Browser, slowdown = 1): Promise<ObservedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(observe);
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable");
  if (slowdown > 1) await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  return {
    page,
    observed: () => page.evaluate(() => Reflect.get(globalThis, "observed") as Observed), // set by observe
    forget: () =>
      page.evaluate(() => {
        const kept: unknown = Reflect.get(globalThis, "observed");
        const observed = kept as { interactions: number[]; longTasks: number[] }; // set by observe
        observed.interactions.length = 0;
        observed.longTasks.length = 0;
      }),
    metrics: () => metricsOf(session),
    heapBytes: async () => {
      await session.send("HeapProfiler.collectGarbage");
      return (await metricsOf(session)).get("JSHeapUsedSize") ?? Number.NaN;
    },
    framesDuring: async (act) => {
      await page.evaluate(startFrames);
      await act();
      return page.evaluate(endFrames);
    },
    close: () => context.close(),
  };
}

async function metricsOf(session: CDPSession): Promise<ReadonlyMap<string, number>> {
  const { metrics } = await session.send("Performance.getMetrics");
  return new Map(metrics.map(({ name, value }) => [name, value]));
}

// The rest runs in the page.

function observe(): void {
  const observed = { paintedMs: 0, shift: 0, interactions: [] as number[], longTasks: [] as number[] };
  Reflect.set(globalThis, "observed", observed);
  const byInteraction = new Map<number, number>();
  const on = (type: string, note: (entry: PerformanceEntry) => void, more: object = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...more });
  on("largest-contentful-paint", ({ startTime }) => {
    observed.paintedMs = startTime;
  });
  on("layout-shift", (entry) => {
    if (!Reflect.get(entry, "hadRecentInput")) observed.shift += Number(Reflect.get(entry, "value"));
  });
  on("longtask", ({ duration }) => observed.longTasks.push(duration));
  on(
    "event",
    (entry) => {
      const id = Number(Reflect.get(entry, "interactionId"));
      if (id === 0) return;
      const known = byInteraction.get(id);
      if (known === undefined) observed.interactions.push(entry.duration);
      else observed.interactions[observed.interactions.indexOf(known)] = Math.max(known, entry.duration);
      byInteraction.set(id, Math.max(known ?? 0, entry.duration));
    },
    { durationThreshold: 16 },
  );
}

function startFrames(): void {
  const frames = { times: [] as number[], isOn: true };
  Reflect.set(globalThis, "frames", frames);
  const note = (at: number) => {
    frames.times.push(at);
    if (frames.isOn) requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
}

function endFrames(): number {
  const kept: unknown = Reflect.get(globalThis, "frames");
  const frames = kept as { times: number[]; isOn: boolean }; // set by startFrames
  frames.isOn = false;
  const gaps = frames.times.slice(1).map((at, n) => at - (frames.times[n] ?? at));
  const sorted = gaps.sort((left, right) => left - right);
  return 1000 / (sorted[Math.floor(sorted.length * 0.95)] ?? Number.POSITIVE_INFINITY);
}
