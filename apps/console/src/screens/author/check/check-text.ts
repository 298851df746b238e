/**
 * A text judged as registering it would be, by the same compiler, together with what an editor shows of it: the graphs,
 * the outline, and for each hint the piece of text it replaces.
 */
import { toBinary } from "@bufbuild/protobuf";
import { type CheckedFiles, checkFiles } from "@skein/compiler/check/check-files";
import { graphOf } from "@skein/compiler/drawing/draw-graph";
import { fixOf } from "@skein/spec/authoring/fix";
import { SourceText } from "@skein/spec/authoring/source-text";
import type { Diagnostic, Hint, Range } from "@skein/spec/diagnostic";
import { type Graph, GraphSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { ReadEntity } from "@skein/spec/specs";
import { readOutline } from "../outline/read-outline.ts";
import type { KnownEntities } from "./known-entities.ts";
import type { CheckAnswer, CheckRequest, Problem, ProblemHint } from "./protocol.ts";

export function checkText(request: CheckRequest, known: KnownEntities, now: () => number): CheckAnswer {
  const start = now();
  const { revision, name, text, project, domain, rules } = request;
  known.begin();
  const files = [{ name, content: new TextEncoder().encode(text) }];
  const checked = checkFiles(files, { target: { project, domain }, registered: known, mode: rules });
  const unknown = known.standing; // before the outline, which asks about the same names
  const outline = readOutline(text, { project, domain, registered: known }, checked.files[0]?.documents);
  return {
    revision,
    problems: problemsOf(checked, text, unknown),
    graphs: graphsOf(checked),
    outline,
    registered: known.namesIn(project, domain),
    unknown,
    entities: checked.entities.length,
    durationMs: now() - start,
  };
}

function graphsOf({ entities }: CheckedFiles): Map<string, Uint8Array> {
  const versions = new Set(entities.map(({ entity }) => entity.id.version));
  return new Map(
    entities.flatMap(({ entity, draft }) =>
      draft.kind === "workflow" && draft.closure
        ? [[entity.id.name, toBinary(GraphSchema, withoutVersions(graphOf(draft.closure), versions))] as const]
        : [],
    ),
  );
}

/** A version that is a hash changes with every key. The graph does not, and must not be laid out anew for it. */
function withoutVersions(graph: Graph, versions: ReadonlySet<string>): Graph {
  for (const node of graph.nodes) {
    const at = node.target.lastIndexOf(":");
    if (versions.has(node.target.slice(at + 1))) node.target = node.target.slice(0, at + 1);
  }
  return graph;
}

function problemsOf({ entities, diagnostics }: CheckedFiles, text: string, unknown: CheckAnswer["unknown"]): Problem[] {
  const source = new SourceText(text);
  const owners = new Map(entities.flatMap((each) => each.diagnostics.map((found) => [found, each.entity] as const)));
  return diagnostics
    .flatMap((found) => awaited(found, unknown) ?? [])
    .map((found) => toProblem(found, owners.get(found), source))
    .sort((a, b) => a.from - b.from || a.to - b.to);
}

const missing: ReadonlySet<string> = new Set([
  "TaskReferenceNotFound",
  "WorkflowReferenceNotFound",
  "LaunchPlanReferenceNotFound",
]);

/** What may be registered is not called missing: nothing is said while it is asked for, a warning if nobody answers. */
function awaited(found: Diagnostic, { state, names }: CheckAnswer["unknown"]): Diagnostic | undefined {
  const name = found.data.name;
  if (!missing.has(found.code) || typeof name !== "string" || !names.includes(name)) return found;
  if (state === "asking") return undefined;
  return {
    ...found,
    severity: "warning",
    message: `"${name}" is not in this text, and the server does not answer: the reference is not checked`,
    hints: [],
  };
}

function toProblem(found: Diagnostic, owner: ReadEntity | undefined, source: SourceText): Problem {
  const { code, severity, message, entity, nodeId, range } = found;
  const start = range ? source.offsetAt(range.start) : 0;
  const end = range ? source.offsetAt(range.end) : 0;
  return {
    code,
    severity,
    message,
    entity: entity.split(":").at(2) ?? entity,
    nodeId,
    from: start,
    to: Math.max(start, end),
    line: range?.start.line ?? 1,
    col: range?.start.col ?? 1,
    hints: found.hints.map((hint) => toHint(hint, owner, source)),
  };
}

function toHint(hint: Hint, owner: ReadEntity | undefined, source: SourceText): ProblemHint {
  const fix = fixOf(hint, source, (path): Range | undefined => owner?.rangeOf(path));
  if (!fix) return { text: hint.text };
  const { range, replacement } = fix;
  const edit = { from: source.offsetAt(range.start), to: source.offsetAt(range.end), insert: replacement };
  return { text: hint.text, edit };
}
