/** Bytes as text, when they are one. */

export interface Decoded {
  readonly text: string;
  readonly encoding: string;
}

/**
 * The text of the first bytes of a file; undefined when they are none.
 *
 * @param bytes may end within a character, which is left out
 */
export function decodeText(bytes: Uint8Array): Decoded | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return as("utf-16le", "UTF-16LE", bytes);
  if (first === 0xfe && second === 0xff) return as("utf-16be", "UTF-16BE", bytes);
  if (!looksWritten(bytes)) return undefined;
  return as("utf-8", "UTF-8", bytes) ?? as("windows-1252", "windows-1252", bytes);
}

function as(label: string, encoding: string, bytes: Uint8Array): Decoded | undefined {
  try {
    return { text: new TextDecoder(label, { fatal: true }).decode(bytes, { stream: true }), encoding };
  } catch {
    return undefined;
  }
}

/** No NUL, and hardly any other control characters than those that lay text out or colour it. */
function looksWritten(bytes: Uint8Array): boolean {
  let odd = 0;
  for (const byte of bytes) {
    if (byte === 0) return false;
    if (byte < 0x20 && !(byte >= 0x07 && byte <= 0x0d) && byte !== 0x1b) odd += 1;
  }
  return odd * 50 <= bytes.length;
}
