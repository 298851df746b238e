/**
 * The nodes of a workflow, with those inside switches. Ids of arms are those that lowering gives them, so that their
 * paths are the graph's: `decide/decide-case0`, `decide/decide-else`, and `efn` for the failure node.
 */
import { type DocMap, type DocNode, findEntry } from "@skein/spec/authoring/document";
import { Findings } from "@skein/spec/authoring/findings";
import { type NodeDoc, type NodeKind, nodeKinds, nodeShape } from "@skein/spec/authoring/schema";
import type { SourceText, Span } from "@skein/spec/authoring/source-text";
import type { OutlineInterface, OutlineNode, OutlineVariable } from "./outline.ts";
import { placesOf } from "./places.ts";
import { noInterface, type Target, type TargetFinder } from "./target-finder.ts";

const failureNodeId = "efn";

export function readNodes(workflow: DocNode, source: SourceText, finder: TargetFinder): OutlineNode[] {
  const reader = new NodeReader(source, finder);
  const nodes = findEntry(workflow, "nodes")?.value;
  if (nodes?.kind === "map") for (const { key, keySpan, value } of nodes.entries) reader.read(key, "", keySpan, value);
  const failure = findEntry(workflow, "onFailure");
  if (failure) reader.read(failureNodeId, "", failure.keySpan, failure.value);
  return reader.nodes;
}

class NodeReader {
  readonly nodes: OutlineNode[] = [];
  readonly #source: SourceText;
  readonly #finder: TargetFinder;

  constructor(source: SourceText, finder: TargetFinder) {
    this.#source = source;
    this.#finder = finder;
  }

  /** Adds the node and, after it, what stands inside; answers with its outputs. */
  read(id: string, parent: string, head: Span, node: DocNode): readonly OutlineVariable[] {
    const path = parent === "" ? id : `${parent}/${id}`;
    const doc = nodeShape.read(node, { what: id, head }, new Findings(this.#source, ""));
    const kind = nodeKinds.find((each) => findEntry(node, each));
    const target = doc && kind ? this.#target(doc, kind) : undefined;
    const at = this.nodes.length;
    const arms = node.kind === "map" && kind === "switch" ? this.#arms(id, path, node) : [];
    const { inputs, outputs } = kind === "switch" ? { inputs: [], outputs: shared(arms) } : facesOf(kind, doc, target);
    this.nodes.splice(at, 0, {
      id,
      path,
      kind,
      target: target?.name ?? "",
      found: target?.found ?? "text",
      version: target?.version ?? "",
      inputs,
      outputs,
      bound: [...(doc?.with ?? []), ...(doc?.over ?? [])].map(({ name }) => name),
      ...placesOf(head, node, this.#source),
    });
    return outputs;
  }

  #target(doc: NodeDoc, kind: NodeKind): Target | undefined {
    switch (kind) {
      case "task":
      case "map":
        return this.#finder.find("task", doc[kind]);
      case "workflow":
        return this.#finder.find("workflow", doc.workflow);
      case "launchPlan":
        return this.#finder.find("launchPlan", doc.launchPlan);
      default:
        return undefined;
    }
  }

  #arms(id: string, path: string, node: DocMap): (readonly OutlineVariable[])[] {
    const cases = findEntry(node, "switch")?.value;
    const arms = (cases?.kind === "list" ? cases.items : []).flatMap((each, index) => {
      const then = findEntry(each, "then");
      return then ? [this.read(`${id}-case${index}`, path, then.keySpan, then.value)] : [];
    });
    const last = findEntry(node, "else");
    if (last && !findEntry(last.value, "fail")) arms.push(this.read(`${id}-else`, path, last.keySpan, last.value));
    return arms;
  }
}

function facesOf(kind: NodeKind | undefined, doc: NodeDoc | undefined, target: Target | undefined): OutlineInterface {
  if (kind === "approve") return { inputs: [], outputs: [output("approved", "bool")] };
  if (kind === "signal") return { inputs: [], outputs: [output("value", doc?.signal?.type?.text ?? "")] };
  if (!target) return noInterface;
  if (kind !== "map") return target;
  const over = new Set((doc?.over ?? []).map(({ name }) => name));
  const some = doc?.minSuccesses !== undefined || (doc?.minSuccessRatio?.value ?? 1) < 1;
  const list = (type: string) => (type === "" ? "" : `list[${type}${some && !type.endsWith("?") ? "?" : ""}]`);
  return {
    inputs: target.inputs.map((each) => (over.has(each.name) ? { ...each, type: `list[${each.type}]` } : each)),
    outputs: target.outputs.map((each) => ({ ...each, type: list(each.type) })),
  };
}

/** A branch node has the outputs that all its arms have. */
function shared([first, ...others]: readonly (readonly OutlineVariable[])[]): OutlineVariable[] {
  return (first ?? []).filter(({ name }) => others.every((arm) => arm.some((each) => each.name === name)));
}

const output = (name: string, type: string): OutlineVariable => ({
  name,
  type,
  description: "",
  isOptional: false,
  default: "",
});
