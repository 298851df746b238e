/** Completion of keys: those of the format, the inputs of what a node calls, and of a launch plan's workflow. */
import { type Completion, snippet } from "@codemirror/autocomplete";
import type { Outline, OutlineVariable } from "../outline/outline.ts";
import type { CursorPlace } from "./cursor-place.ts";
import { meaningOf } from "./path-meaning.ts";
import { type SchemaView, schemasAt, viewOf } from "./schema-path.ts";

export function completeKeys(place: CursorPlace, outline: Outline): Completion[] {
  const variables = inputsDue(place, outline);
  const options = variables
    ? variables.map((each) => inputOption(each))
    : schemasAt(place.path).flatMap((schema) =>
        [...schema.properties].map(([key, property]) => keyOption(key, viewOf(property), schema, place)),
      );
  return options.filter(({ label }) => !place.siblings.includes(label));
}

/** The inputs of which a value is due here, where the map is one of inputs. */
function inputsDue({ path }: CursorPlace, outline: Outline): readonly OutlineVariable[] | undefined {
  const [section, name, key, ...rest] = path;
  if (section === "launchPlans" && (key === "inputs" || key === "fixedInputs") && rest.length === 0)
    return outline.launchPlans.find((each) => each.name === name)?.inputs ?? [];
  const meaning = meaningOf(path, outline);
  const [inside, ...deeper] = meaning?.inside ?? [];
  if (!meaning || meaning.nodePath === "" || deeper.length > 0 || (inside !== "with" && inside !== "over"))
    return undefined;
  const { inputs = [], bound = [] } = meaning.node ?? {};
  return inputs.filter((each) => !bound.includes(each.name));
}

function inputOption({ name, type, description, isOptional }: OutlineVariable): Completion {
  return {
    label: name,
    type: "input",
    detail: isOptional ? `${type}, may be left out` : type,
    apply: `${name}: `,
    boost: isOptional ? 0 : 10,
    ...(description ? { info: description } : {}),
  };
}

function keyOption(key: string, property: SchemaView, { required }: SchemaView, place: CursorPlace): Completion {
  return {
    label: key,
    type: "key",
    detail: required.includes(key) ? "needed" : "",
    info: property.description,
    apply: place.isFlow ? `${key}: ` : bodyOf(key, property, place.indent),
    boost: required.includes(key) ? 20 : 0,
  };
}

/** A key with the beginning of its value: a map goes on below, a list is opened. */
function bodyOf(key: string, { types }: SchemaView, indent: number): NonNullable<Completion["apply"]> {
  const [only, ...others] = types;
  if (others.length === 0 && only === "object") return `${key}:\n${" ".repeat(indent + 2)}`;
  // Fields of a snippet are written `#{…}`: `${…}` would be ours.
  if (others.length === 0 && only === "array" && key !== "switch") return snippet(`${key}: [#{}]`);
  if (key === "switch") return snippet(`switch:\n  - when: #{condition}\n    then:\n      task: #{task}`);
  if (key === "script") return `script: |\n${" ".repeat(indent + 2)}`;
  return `${key}: `;
}
