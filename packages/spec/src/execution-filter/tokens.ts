/** The filter's text as tokens: what stands between spaces, quotes kept together. */

export interface TokenText {
  /** As written. */
  readonly text: string;
  readonly start: number;
  /** After its last character. */
  readonly end: number;
}

/** Never fails: a quote that is not closed reaches to the end. */
export function splitTokens(text: string): TokenText[] {
  const tokens: TokenText[] = [];
  const pattern = /(?:[^\s"]|"(?:\\.|[^"\\])*(?:"|$))+/g;
  for (const match of text.matchAll(pattern))
    tokens.push({ text: match[0], start: match.index, end: match.index + match[0].length });
  return tokens;
}

/** A value as a token has to write it: in quotes where it would fall apart without. */
export function quoteValue(value: string): string {
  return /^[^\s",]+$/.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;
}

/** The values of `a,"b c",d`: split at commas outside quotes, without the quotes. */
export function splitValues(text: string): string[] {
  const values: string[] = [];
  let value = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (quoted && letter === "\\" && at + 1 < text.length) {
      at += 1;
      value += text.charAt(at);
    } else if (letter === '"') quoted = !quoted;
    else if (letter === "," && !quoted) {
      values.push(value);
      value = "";
    } else value += letter;
  }
  return [...values, value].filter((each) => each !== "");
}
