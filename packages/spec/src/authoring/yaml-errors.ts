/**
 * What YAML's parser found, as diagnostics that say what to do.
 *
 * Inside `{ }` and `[ ]` an unquoted reference is the commonest mistake, and everything the parser says after it is
 * noise: it gives one diagnostic and the rest is dropped.
 */
import type { Document, YAMLParseError } from "yaml";
import type { Finding, Findings } from "./findings.ts";
import type { Span } from "./source-text.ts";
import type { TokenFacts } from "./yaml-tokens.ts";

/** Reports the errors of one document; returns whether there were any. */
export function reportYamlErrors(document: Document.Parsed, facts: TokenFacts, findings: Findings): boolean {
  const { unquoted } = facts;
  let reported = 0;
  let lastLine = 0;
  for (const error of document.errors) {
    // Its first victim stands right behind it.
    if (unquoted && error.pos[0] >= unquoted.start) break;
    // The parser gave up at the error before; what it says of the rest of the text is about no mistake of its own.
    if (reported > 0 && error.message.includes("token in YAML stream")) continue;
    // One mistake makes the rest of its line unreadable.
    const { line } = findings.source.positionAt(error.pos[0]);
    if (line === lastLine) continue;
    lastLine = line;
    findings.add(toFinding(error, findings));
    reported++;
  }
  if (unquoted) findings.add(unquotedFinding(unquoted, findings));
  for (const warning of document.warnings) {
    if (warning.code === "TAG_RESOLVE_FAILED") {
      const span = toSpan(warning);
      findings.add({
        code: "UnknownTag",
        severity: "warning",
        message: `${warning.message}; it is ignored`,
        span,
        hints: [findings.replacing(span, "", "Remove the tag")],
      });
    }
  }
  return reported > 0 || unquoted !== undefined;
}

function unquotedFinding(unquoted: NonNullable<TokenFacts["unquoted"]>, findings: Findings): Finding {
  const text = findings.source.slice(unquoted);
  const what = unquoted.kind === "reference" ? "reference" : "type";
  return {
    code: unquoted.kind === "reference" ? "UnquotedReference" : "UnquotedType",
    message: `Inside { } and [ ] YAML wants the ${what} ${text} in quotes`,
    span: unquoted,
    data: { text },
    hints: [findings.replacing(unquoted, JSON.stringify(text), `Quote it: ${JSON.stringify(text)}`)],
  };
}

function toFinding(error: YAMLParseError, findings: Findings): Finding {
  const { source } = findings;
  const span = toSpan(error);
  const data = { yaml: error.code };
  const restOfLine = { start: span.start, end: source.endOfLine(span.start) };
  const quoteRest = () => {
    const text = source.slice(restOfLine);
    return [findings.replacing(restOfLine, quote(text), `Quote it: ${quote(text)}`)];
  };
  switch (error.code) {
    case "TAB_AS_INDENT": {
      const tabs = /^\t+/.exec(source.text.slice(span.start))?.[0].length ?? 1;
      const run = { start: span.start, end: span.start + tabs };
      return {
        code: "YamlSyntax",
        message: "YAML does not allow tabs as indentation",
        span: run,
        data,
        hints: [findings.replacing(run, "  ".repeat(tabs), "Indent with spaces")],
      };
    }
    case "BLOCK_AS_IMPLICIT_KEY":
      if (!source.slice(restOfLine).includes(":")) break;
      return {
        code: "YamlSyntax",
        message: 'A text that holds ": " must be quoted',
        span: restOfLine,
        data,
        hints: quoteRest(),
      };
    case "BAD_ALIAS":
      return {
        code: "YamlSyntax",
        message: "A text that begins with * must be quoted",
        span: { start: Math.max(0, span.start - 1), end: span.end },
        data,
        hints: quoteAlias(span, findings),
      };
    case "BAD_SCALAR_START":
      return {
        code: "YamlSyntax",
        message: `A text cannot begin with ${source.slice(span)} unless it is quoted`,
        span,
        data,
        hints: quoteRest(),
      };
    case "MISSING_CHAR":
      if (!error.message.includes("quote")) break;
      return {
        code: "YamlSyntax",
        message: "A quoted text is not closed",
        span,
        data,
        hints: [{ text: `Close it with ${error.message.includes("'") ? "'" : '"'}` }],
      };
    default:
      break;
  }
  return { code: "YamlSyntax", message: firstLine(error.message), span, data };
}

/** `cron: * * *`: the parser points behind the first asterisk. */
function quoteAlias(span: Span, findings: Findings) {
  const { source } = findings;
  const start = source.text[span.start] === "*" ? span.start : Math.max(0, span.start - 1);
  const rest = { start, end: source.endOfLine(start) };
  return [findings.replacing(rest, quote(source.slice(rest)), `Quote it: ${quote(source.slice(rest))}`)];
}

const quote = (text: string) => JSON.stringify(text);
const firstLine = (text: string) => text.split("\n", 1)[0] ?? "";
const toSpan = (error: { pos: [number, number] }): Span => ({ start: error.pos[0], end: error.pos[1] });
