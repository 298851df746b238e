/** What stands at a place of the text: a key of the format, a reference, the name of something. For hover and links. */
import { parseValueText } from "@skein/spec/authoring/reference";
import type { OutlineInterface, OutlineNode, OutlineVariable, Place } from "../outline/outline.ts";
import { cursorPlace } from "./cursor-place.ts";
import type { Knowledge } from "./knowledge.ts";
import { meaningOf } from "./path-meaning.ts";
import { describeKey } from "./schema-path.ts";

export interface Thing {
  /** The piece of the text that is meant. */
  readonly at: Place;
  readonly title: string;
  /** A type, or a short word for what it is. */
  readonly aside: string;
  readonly description: string;
  /** What it takes and gives, where it can be called. */
  readonly face?: OutlineInterface;
  /** Where it is defined in this text. */
  readonly definition?: Place;
}

export function thingAt(text: string, offset: number, known: Knowledge): Thing | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const stop = text.indexOf("\n", offset);
  const line = text.slice(start, stop < 0 ? text.length : stop);
  return (
    referenceAt(text, line, start, offset, known) ??
    keyAt(text, line, start, offset, known) ??
    nameAt(text, line, start, offset, known)
  );
}

function referenceAt(text: string, line: string, start: number, offset: number, { outline }: Knowledge) {
  for (const found of line.matchAll(/\$\{[^}]*\}/g)) {
    const at = { from: start + found.index, to: start + found.index + found[0].length };
    if (offset < at.from || offset > at.to) continue;
    const reference = parseValueText(found[0]);
    const place = cursorPlace(text, at.from);
    const meaning = place && meaningOf(place.path, outline);
    if (reference.kind !== "reference" || !meaning?.workflow) return undefined;
    const { workflow } = meaning;
    if (reference.node === "inputs") {
      const variable = workflow.inputs.find(({ name }) => name === reference.variable);
      return variable && variableThing(at, variable, `an input of ${workflow.name}`, workflow.head);
    }
    const node = workflow.nodes.find(({ path }) => path === reference.node);
    const variable = node?.outputs.find(({ name }) => name === reference.variable);
    if (!node) return undefined;
    return variable
      ? variableThing(at, variable, `an output of ${nodeWords(node)}`, node.head)
      : { at, title: node.id, aside: node.kind ?? "", description: nodeWords(node), definition: node.head };
  }
  return undefined;
}

const nodeWords = ({ id, target }: OutlineNode) =>
  target === "" || target === id ? id : `${id}, which runs ${target}`;

function variableThing(at: Place, { name, type, description }: OutlineVariable, of: string, definition: Place): Thing {
  return { at, title: name, aside: type || "type not known", description: description || `It is ${of}.`, definition };
}

function keyAt(text: string, line: string, start: number, offset: number, { outline }: Knowledge): Thing | undefined {
  const pattern = /(?:^\s*(?:- +)*|[{,]\s*)(?:"([^"]*)"|([A-Za-z_][\w.-]*))(?=\s*:(?:\s|$))/g;
  for (const found of line.matchAll(pattern)) {
    const key = found[1] ?? found[2] ?? "";
    const from = start + found.index + found[0].lastIndexOf(key);
    const at = { from, to: from + key.length };
    if (offset < at.from || offset > at.to) continue;
    const place = cursorPlace(text, at.to);
    if (place?.due !== "key") return undefined;
    const input = inputOf(place.path, key, outline);
    if (input) return { at, title: key, aside: input.type, description: input.description || "An input." };
    const meaning = meaningOf([...place.path, key], outline);
    if (meaning?.node && meaning.inside.length === 0) {
      const { kind, target, inputs, outputs } = meaning.node;
      return { at, title: meaning.node.id, aside: kind ?? "node", description: target, face: { inputs, outputs } };
    }
    const schema = describeKey(place.path, key);
    return schema && { at, title: key, aside: schema.types.join(" or "), description: schema.description };
  }
  return undefined;
}

function inputOf(path: readonly (string | number)[], key: string, outline: Knowledge["outline"]) {
  const meaning = meaningOf(path, outline);
  const [inside, ...deeper] = meaning?.inside ?? [];
  if (deeper.length > 0 || (inside !== "with" && inside !== "over")) return undefined;
  return meaning?.node?.inputs.find(({ name }) => name === key);
}

const callKeys: ReadonlySet<string | number> = new Set(["task", "map", "workflow", "launchPlan"]);

function nameAt(text: string, line: string, start: number, offset: number, known: Knowledge): Thing | undefined {
  const word = wordAround(line, offset - start);
  if (!word) return undefined;
  const at = { from: start + word.from, to: start + word.to };
  const place = cursorPlace(text, at.to);
  if (place?.due !== "value") return undefined;
  const { outline } = known;
  const key = place.path.at(-1) === "name" ? place.path.at(-2) : place.path.at(-1);
  const name = word.text;
  const meaning = meaningOf(place.path, outline);
  if (meaning?.inside[0] === "after") {
    const node = meaning.workflow?.nodes.find(({ path }) => path === name);
    return node && { at, title: name, aside: node.kind ?? "node", description: node.target, definition: node.head };
  }
  if (key === undefined || !callKeys.has(key)) return undefined;
  const entities = key === "task" || key === "map" ? outline.tasks : outline.workflows;
  const local = entities.find((each) => each.name === name);
  if (local) {
    const { description, inputs, outputs, head } = local;
    return { at, title: name, aside: "in this text", description, face: { inputs, outputs }, definition: head };
  }
  const node = meaning?.node;
  if (node?.found !== "registered" || node.target !== name) return undefined;
  const { inputs, outputs, version } = node;
  return { at, title: name, aside: `registered as ${version}`, description: "", face: { inputs, outputs } };
}

function wordAround(line: string, column: number): { text: string; from: number; to: number } | undefined {
  const before = /[\w.-]*$/.exec(line.slice(0, column))?.[0] ?? "";
  const after = /^[\w.-]*/.exec(line.slice(column))?.[0] ?? "";
  const from = column - before.length;
  return before + after === "" ? undefined : { text: before + after, from, to: column + after.length };
}
