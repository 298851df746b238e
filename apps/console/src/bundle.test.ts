import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

/** What a browser loads before the first screen, against the budgets; and what must not be in it. */

const KB = 1024;
let chunks: readonly Rolldown.OutputChunk[] = [];
let assets: readonly Rolldown.OutputAsset[] = [];

beforeAll(async () => {
  // Vitest says "test", and React would come with all it has for development: 70 KB more than a browser ever loads.
  vi.stubEnv("NODE_ENV", "production");
  const root = new URL("..", import.meta.url).pathname;
  const built = await build({
    configFile: `${root}vite.config.ts`,
    logLevel: "error",
    build: { write: false, reportCompressedSize: false },
  });
  const [output] = [built].flat();
  if (!output || !("output" in output)) throw new TypeError("The build gave no output");
  chunks = output.output.filter((each) => each.type === "chunk");
  assets = output.output.filter((each) => each.type === "asset");
}, 60_000);
afterAll(() => {
  vi.unstubAllEnvs();
});

/** A chunk with everything it imports at once. */
function loadedWith(...starts: readonly string[]): Rolldown.OutputChunk[] {
  const loaded = new Map<string, Rolldown.OutputChunk>();
  const visit = (fileName: string) => {
    const chunk = chunks.find((each) => each.fileName === fileName);
    if (!chunk || loaded.has(fileName)) return;
    loaded.set(fileName, chunk);
    chunk.imports.forEach(visit);
  };
  starts.forEach(visit);
  return [...loaded.values()];
}

function chunkOf(module: string): string {
  const found = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(module));
  if (!found) throw new TypeError(`No chunk begins with ${module}`);
  return found.fileName;
}

const entry = () => chunks.find((each) => each.isEntry)?.fileName ?? "";
const gzipKb = (code: string | Uint8Array) => gzipSync(code).length / KB;
const sum = (sizes: readonly number[]) => sizes.reduce((all, each) => all + each, 0);
const modulesOf = (loaded: readonly Rolldown.OutputChunk[]) => loaded.flatMap(({ moduleIds }) => moduleIds);

test("the executions list loads at most 220 KB of JavaScript, the aim below the limit of 260", () => {
  const loaded = loadedWith(entry(), chunkOf("screens/executions/screen.tsx"));
  expect(sum(loaded.map(({ code }) => gzipKb(code)))).toBeLessThanOrEqual(220);
});

test("the graph adds at most 110 KB to a page", () => {
  const before = new Set(loadedWith(entry(), chunkOf("screens/workflow/screen.tsx")));
  const graph = loadedWith(chunkOf("graph/workflow-graph.tsx")).filter((each) => !before.has(each));
  expect(sum(graph.map(({ code }) => gzipKb(code)))).toBeLessThanOrEqual(110);
});

test("the worker that refines layouts is at most 480 KB, and nothing loads it at first", () => {
  const elk = assets.filter(({ fileName }) => /elk.*\.js$/.test(fileName));
  expect(elk).toHaveLength(1);
  expect(sum(elk.map(({ source }) => gzipKb(source)))).toBeLessThanOrEqual(480);
});

test("the editor adds at most 230 KB to what every page has", () => {
  const before = new Set(loadedWith(entry(), chunkOf("screens/executions/screen.tsx")));
  const editor = loadedWith(chunkOf("screens/author/screen.tsx")).filter((each) => !before.has(each));
  expect(sum(editor.map(({ code }) => gzipKb(code)))).toBeLessThanOrEqual(230);
});

test("only the editor has CodeMirror, and what reads YAML is in its worker alone", () => {
  const others = ["executions", "execution", "workflow", "launch", "upload", "home"].map((name) =>
    chunkOf(`screens/${name}/screen.tsx`),
  );
  const codeMirror = /\/(@codemirror|@lezer)\//;
  expect(modulesOf(loadedWith(entry(), ...others)).filter((id) => codeMirror.test(id))).toEqual([]);
  expect(modulesOf(chunks).filter((id) => /\/node_modules\/yaml\//.test(id))).toEqual([]);
});

test("neither the graph nor its layout is in the shell or the lists", () => {
  const lists = ["executions", "workflows", "home", "settings"].map((name) => chunkOf(`screens/${name}/screen.tsx`));
  const heavy = /\/(@xyflow|reactflow|elkjs)\//;
  expect(modulesOf(loadedWith(entry(), ...lists)).filter((id) => heavy.test(id))).toEqual([]);
});

test("nothing made for tests is in the product", () => {
  expect(modulesOf(chunks).filter((id) => /src\/testing\/|\.test\.tsx?$/.test(id))).toEqual([]);
});

test("styles stay under 20 KB, fonts under 110 KB together", () => {
  const sizeOf = (ending: string) => assets.filter(({ fileName }) => fileName.endsWith(ending));
  expect(sum(sizeOf(".css").map(({ source }) => gzipKb(source)))).toBeLessThanOrEqual(20);
  expect(sum(sizeOf(".woff2").map(({ source }) => source.length / KB))).toBeLessThanOrEqual(110);
});

test("no script or style stands inline in the page, as the content security policy asks", () => {
  const page = assets.find(({ fileName }) => fileName === "index.html");
  const html = typeof page?.source === "string" ? page.source : new TextDecoder().decode(page?.source);
  expect(html.match(/<script(?![^>]*\bsrc=)[^>]*>|<style|\son\w+=/g)).toBeNull();
  expect(html).toContain('src="/console/theme.js"');
});
