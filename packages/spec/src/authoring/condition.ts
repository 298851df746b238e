/**
 * The language of `when`: comparisons joined by `and`, `or` and parentheses; `and` binds tighter.
 *
 *     condition  = conjunction { "or" conjunction }
 *     conjunction = term { "and" term }
 *     term       = "(" condition ")" | operand operator operand
 *     operand    = "${…}" | number | "text" | 'text' | true | false
 *
 * Every part knows its place in the text. How conditions become messages: lower-condition.ts.
 */
import { Problem } from "../problem.ts";
import { findReferenceEnd, parseReference, type Reference } from "./reference.ts";

export const operators = ["==", "!=", ">", ">=", "<", "<="] as const;
export type Operator = (typeof operators)[number];

interface Placed {
  readonly offset: number;
  readonly length: number;
}

export type Operand = Placed &
  (
    | { readonly kind: "reference"; readonly reference: Reference }
    | { readonly kind: "number"; readonly text: string }
    | { readonly kind: "text"; readonly value: string }
    | { readonly kind: "boolean"; readonly value: boolean }
  );

export type Condition =
  | { readonly kind: "comparison"; readonly operator: Operator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] };

export interface ConditionProblem extends Placed {
  readonly message: string;
  /** What to write in its place. */
  readonly replacement?: string;
}

/** How deep parentheses may nest: messages that nest deeper than 100 cannot be read back. */
export const deepestCondition = 16;

/** Reads a condition; the first thing that is wrong comes as a value. */
export function parseCondition(
  text: string,
): { condition: Condition; problem?: undefined } | { condition?: undefined; problem: ConditionProblem } {
  const tokens = tokenize(text);
  const bad = tokens.find((token) => token.kind === "problem");
  if (bad?.kind === "problem") return { problem: bad };
  const parser = new ConditionParser(tokens, text);
  try {
    return { condition: parser.parse() };
  } catch (reason) {
    if (reason instanceof Refused) return { problem: reason.problem };
    throw reason;
  }
}

type Token = Placed &
  (
    | { readonly kind: "operand"; readonly operand: Operand }
    | { readonly kind: "operator"; readonly operator: Operator }
    | { readonly kind: "and" | "or" | "(" | ")" }
    | ({ readonly kind: "problem" } & ConditionProblem)
  );

/** What other languages write. */
const foreign = new Map([
  ["&&", "and"],
  ["||", "or"],
  ["=", "=="],
  ["===", "=="],
  ["!==", "!="],
  ["<>", "!="],
  ["AND", "and"],
  ["OR", "or"],
  ["True", "true"],
  ["False", "false"],
]);

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const lexer =
    /\s*(?:(?<ref>\$\{)|(?<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?![\w.])|(?<quoted>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|(?<word>[A-Za-z_][\w.-]*)|(?<paren>[()])|(?<sign>[=!<>&|]+)|(?<other>\S))/y;
  for (let found = lexer.exec(text); found?.groups; found = lexer.exec(text)) {
    const { ref, number, quoted, word, paren, sign } = found.groups;
    const offset = found.index + (found[0].length - found[0].trimStart().length);
    let length = lexer.lastIndex - offset;
    const problem = (message: string, replacement?: string): Token => ({
      kind: "problem",
      offset,
      length,
      message,
      ...(replacement === undefined ? {} : { replacement }),
    });
    const operand = (rest: DistributiveOmit<Operand, keyof Placed>): Token => ({
      kind: "operand",
      offset,
      length,
      operand: { ...rest, offset, length },
    });
    const raw = text.slice(offset, lexer.lastIndex);
    if (ref) {
      const end = findReferenceEnd(text, offset) ?? text.length;
      lexer.lastIndex = end;
      length = end - offset;
      const reference = parseReference(text, offset, end);
      if (reference.kind === "reference") tokens.push(operand({ kind: "reference", reference }));
      else if (reference.kind === "malformed")
        tokens.push({ ...problem(reference.message), ...reference, kind: "problem" });
    } else if (number !== undefined) tokens.push(operand({ kind: "number", text: number }));
    else if (quoted !== undefined) {
      const value = unquote(quoted);
      tokens.push(value === undefined ? problem("This quoted text cannot be read") : operand({ kind: "text", value }));
    } else if (word === "true" || word === "false") tokens.push(operand({ kind: "boolean", value: word === "true" }));
    else if (word === "and" || word === "or") tokens.push({ kind: word, offset, length });
    else if (paren === "(" || paren === ")") tokens.push({ kind: paren, offset, length });
    else {
      const operator = operators.find((each) => each === sign);
      const known = foreign.get(raw);
      if (operator) tokens.push({ kind: "operator", operator, offset, length });
      else if (known) tokens.push(problem(`Write ${known}, not ${raw}`, known));
      else if (word === "not" || raw === "!")
        tokens.push(problem("There is no negation; compare with false, or use !="));
      else if (word !== undefined && /^[\w-]+\.\w/.test(word))
        tokens.push(problem(`Write a reference as \${${word}}`, `\${${word}}`));
      else if (word !== undefined) tokens.push(problem(`Write the text ${word} in quotes`, `"${word}"`));
      else tokens.push(problem(`A condition cannot hold ${raw}; allowed are ${operators.join(" ")}, and, or, ( )`));
    }
  }
  return tokens;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Carries a problem out of the recursion. */
class Refused extends Problem {
  readonly kind = "invalid";
  readonly problem: ConditionProblem;

  constructor(problem: ConditionProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

class ConditionParser {
  readonly #tokens: readonly Token[];
  readonly #text: string;
  #next = 0;

  constructor(tokens: readonly Token[], text: string) {
    this.#tokens = tokens;
    this.#text = text;
  }

  parse(): Condition {
    const condition = this.#joined("or", 0);
    const rest = this.#tokens[this.#next];
    if (rest) this.#refuse(rest.kind === ")" ? "There is no ( for this )" : "Here and, or, or the end is due", rest);
    return condition;
  }

  #joined(word: "or" | "and", depth: number): Condition {
    const part = () => (word === "or" ? this.#joined("and", depth) : this.#term(depth));
    const first = part();
    const parts = [first];
    while (this.#tokens[this.#next]?.kind === word) {
      this.#next++;
      parts.push(part());
    }
    return parts.length === 1 ? first : { kind: word, parts };
  }

  #term(depth: number): Condition {
    const token = this.#tokens[this.#next];
    if (token?.kind === "(") {
      if (depth >= deepestCondition) this.#refuse(`Parentheses nest more than ${deepestCondition} deep`, token);
      this.#next++;
      const inner = this.#joined("or", depth + 1);
      const close = this.#tokens[this.#next];
      if (close?.kind !== ")") this.#refuse("A ) is missing for this (", token);
      this.#next++;
      return inner;
    }
    const left = this.#operand();
    const operator = this.#tokens[this.#next];
    if (operator?.kind !== "operator") {
      const whole = this.#text.slice(left.offset, left.offset + left.length);
      const replacement = left.kind === "reference" ? { replacement: `${whole} == true` } : {};
      throw new Refused({
        offset: left.offset,
        length: left.length,
        message: `${whole} alone is no condition; compare it, as in ${whole} == true`,
        ...replacement,
      });
    }
    this.#next++;
    const right = this.#operand();
    const chained = this.#tokens[this.#next];
    if (chained?.kind === "operator") this.#refuse("Comparisons cannot be chained; join two with and", chained);
    return { kind: "comparison", operator: operator.operator, left, right };
  }

  #operand(): Operand {
    const token = this.#tokens[this.#next];
    if (token?.kind !== "operand") {
      const what = "a reference, a number, a quoted text, true or false";
      const end = { offset: Math.max(0, this.#text.length - 1), length: this.#text.length > 0 ? 1 : 0 };
      return this.#refuse(token ? `Here ${what} is due` : `The condition ends where ${what} is due`, token ?? end);
    }
    this.#next++;
    return token.operand;
  }

  #refuse(message: string, { offset, length }: Placed): never {
    throw new Refused({ message, offset, length });
  }
}

function unquote(quoted: string): string | undefined {
  if (quoted.startsWith("'")) return quoted.slice(1, -1).replaceAll("''", "'");
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined; // an escape that JSON does not know
  }
}
