/** Types and variables → the text, or the long form, that lowers to them. */
import { clone, equals } from "@bufbuild/protobuf";
import type { Parameter, ParameterMap, Variable, VariableMap } from "../../gen/flyteidl/core/interface_pb.js";
import { LiteralSchema } from "../../gen/flyteidl/core/literals_pb.js";
import { type LiteralType, LiteralTypeSchema, SimpleType } from "../../gen/flyteidl/core/types_pb.js";
import { toLiteral } from "../../literal.ts";
import { formatLiteralType, isOptionalType, textSaysAll } from "../../literal-type.ts";
import { liftJson, liftLiteral } from "./lift-literal.ts";
import { NotSayable, within } from "./lift-not-sayable.ts";
import { compact, type Fields, fields, unlessEmpty, type Written } from "./lift-written.ts";

/** The text of a type. @throws NotSayable where the text would not say all of it */
export function liftType(type: LiteralType | undefined): string {
  if (!type) throw new NotSayable("it has no type");
  if (textSaysAll(type)) return formatLiteralType(type, { detail: true });
  const what = type.metadata ? "metadata" : type.annotation ? "an annotation" : "more to it than its text says";
  throw new NotSayable(`its type ${formatLiteralType(type)} has ${what}`);
}

/**
 * A section of inputs or outputs; undefined where there are none.
 *
 * @param parameters of the workflow's default launch plan: the defaults. A task has none.
 */
export function liftVariables(map: VariableMap | undefined, parameters?: ParameterMap): Fields | undefined {
  const variables = Object.entries(map?.variables ?? {}).map(([name, variable]) => {
    const written = within(`the variable ${name}`, () => liftVariable(variable, parameters?.parameters[name]));
    return [name, written] as const;
  });
  return unlessEmpty(new Map(variables));
}

function liftVariable(variable: Variable, parameter: Parameter | undefined): Written {
  const { type, description } = variable;
  const { schema, written } = liftSchema(type);
  const more = {
    ...(parameter && type ? liftBehavior(parameter, type) : {}),
    ...(description === "" ? {} : { description }),
    ...(schema ? { schema } : {}),
  };
  return Object.keys(more).length === 0 ? written : compact(fields({ type: written, ...more }));
}

/** Of the metadata of types only a struct's JSON Schema has a key. */
function liftSchema(type: LiteralType | undefined): { written: string; schema?: Written } {
  const isStruct = type?.type.case === "simple" && type.type.value === SimpleType.STRUCT;
  if (!type?.metadata || !isStruct) return { written: liftType(type) };
  const bare = clone(LiteralTypeSchema, type);
  delete bare.metadata;
  return { written: liftType(bare), schema: liftJson(type.metadata) };
}

function liftBehavior({ behavior }: Parameter, type: LiteralType): { default?: Written; required?: boolean } {
  const isOptional = isOptionalType(type);
  if (behavior.case === "required") return isOptional ? { required: true } : {};
  if (behavior.case !== "default") return {};
  const none = isOptional ? toLiteral(null, type).literal : undefined;
  // An optional input defaults to none without being told so.
  if (none && equals(LiteralSchema, behavior.value, none)) return {};
  return { default: liftLiteral(behavior.value, type) };
}
