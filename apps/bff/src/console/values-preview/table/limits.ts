/** What of a table is read, kept and shown. */

/** Larger files are read this far. */
export const MOST_BYTES = 50_000_000;
export const MOST_ROWS = 200;
export const MOST_COLUMNS = 200;
/** Of all rows together. */
export const MOST_CHARACTERS = 2_000_000;

const MOST_OF_A_CELL = 300;

/** A text as it is shown in a cell. */
export const clip = (text: string): string =>
  text.length > MOST_OF_A_CELL ? `${text.slice(0, MOST_OF_A_CELL).replace(/[\uD800-\uDBFF]$/, "")}…` : text;
