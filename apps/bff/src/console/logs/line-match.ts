import { type LogMatch, LogMatch_Mode as Mode } from "@skein/spec/gen/skein/console/v1/console_pb";
import { visibleText } from "@skein/spec/log/visible-text";
import { Problem } from "@skein/spec/problem";
import { RE2JS } from "re2js";

class BadPattern extends Problem {
  readonly kind = "invalid";
}

/**
 * Whether a line matches, by what of it is to be seen; undefined where nothing is asked for.
 *
 * Patterns are run by RE2, which takes time in proportion to the line whatever the pattern: nobody can make the server
 * think for ever.
 *
 * @throws BadPattern
 */
export function lineMatch(match: LogMatch | undefined): ((text: string) => boolean) | undefined {
  if (!match || match.text === "") return undefined;
  const { text, matchCase, mode } = match;
  switch (mode) {
    case Mode.PLAIN: {
      const wanted = matchCase ? text : text.toLowerCase();
      return (line) => shown(line, matchCase).includes(wanted);
    }
    case Mode.WORD: {
      const wanted = matchCase ? text : text.toLowerCase();
      return (line) => hasWord(shown(line, matchCase), wanted);
    }
    case Mode.REGEX: {
      const pattern = compile(text, matchCase);
      return (line) => pattern.matcher(visibleText(line)).find();
    }
  }
}

const shown = (line: string, matchCase: boolean) => (matchCase ? visibleText(line) : visibleText(line).toLowerCase());

const isLetter = (text: string, at: number) => /[\p{L}\p{N}_]/u.test(text.charAt(at));

function hasWord(line: string, wanted: string): boolean {
  for (let at = line.indexOf(wanted); at >= 0; at = line.indexOf(wanted, at + 1))
    if (!isLetter(line, at - 1) && !isLetter(line, at + wanted.length)) return true;
  return false;
}

/** A pattern's program grows with it, and with its repeats: that is bounded too. */
const LONGEST = 500;
const MOST_REPEATS = 200;

function compile(text: string, matchCase: boolean): RE2JS {
  const repeats = (text.match(/\{(\d+)(,\d*)?\}/g) ?? []).flatMap((each) => each.match(/\d+/g) ?? []).map(Number);
  if (text.length > LONGEST || repeats.reduce((product, each) => product * Math.max(1, each), 1) > MOST_REPEATS)
    throw new BadPattern(
      `This pattern is too large; it may have ${LONGEST} characters and repeats of ${MOST_REPEATS} in all`,
    );
  try {
    return RE2JS.compile(text, matchCase ? 0 : RE2JS.CASE_INSENSITIVE);
  } catch (reason) {
    const why = reason instanceof Error ? reason.message.replace(/^error parsing regexp: /, "") : String(reason);
    throw new BadPattern(`${text} is no regular expression (${why}); correct it, or search for it as plain text`);
  }
}
