/**
 * The inner chunks of an `aws-chunked` body: signed one by one, or unsigned with a trailer that holds a checksum.
 *
 * `<hex size>[;chunk-signature=<hex>]\r\n<bytes>\r\n … 0[;chunk-signature=<hex>]\r\n[<trailer lines>]\r\n`. A signed
 * chunk is checked when it is whole; until then it is held, which is why it may not be large.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
import { S3Problem } from "../s3-problem.ts";
import { algorithm, formatScope, sha256, sign } from "../sigv4/canonical.ts";
import { isSame, type SigningContext } from "../sigv4/verify.ts";

/** Clients sign chunks of 64 KiB to 1 MiB. */
const MAX_SIGNED_CHUNK = 16 * 1024 * 1024;
const MAX_LINE = 4096;
const MAX_TRAILERS = 16;

export interface ChunkedFormat {
  /** Absent: the chunks are not signed. */
  readonly signing: SigningContext | undefined;
  readonly hasTrailer: boolean;
}

/**
 * The payload inside the chunks.
 *
 * @param onTrailer is told each header that follows the last chunk
 * @throws S3Problem IncompleteBody, InvalidRequest or SignatureDoesNotMatch
 */
export async function* dechunk(
  source: AsyncIterable<Buffer>,
  { signing, hasTrailer }: ChunkedFormat,
  onTrailer: (name: string, value: string) => void,
): AsyncIterable<Buffer> {
  const input = new Input(source);
  let previous = signing?.seed ?? "";
  const checkChunk = (context: SigningContext, bytes: Buffer, signature: string | undefined) => {
    const text = [`${algorithm}-PAYLOAD`, ...chainOf(context, previous), sha256(""), sha256(bytes)].join("\n");
    previous = requireSame(sign(context.key, text), signature, "chunk");
  };
  for (;;) {
    const { size, signature } = parseHead(await input.line());
    if (size === 0) {
      if (signing) checkChunk(signing, Buffer.alloc(0), signature);
      break;
    }
    if (signing) {
      if (size > MAX_SIGNED_CHUNK) throw new S3Problem("InvalidRequest", "A signed chunk may have at most 16 MiB");
      const bytes = await input.exactly(size);
      checkChunk(signing, bytes, signature);
      yield bytes;
    } else yield* input.upTo(size);
    if ((await input.line()) !== "") throw malformed();
  }
  if (hasTrailer) await readTrailer(input, signing, previous, onTrailer);
}

async function readTrailer(
  input: Input,
  signing: SigningContext | undefined,
  previous: string,
  onTrailer: (name: string, value: string) => void,
): Promise<void> {
  let signed = "";
  let signature: string | undefined;
  // The signature itself, and the empty line at the end, are not of the trailers.
  for (let left = MAX_TRAILERS + 2; left > 0; left -= 1) {
    const line = (await input.lineOrEnd())?.replace(/\n$/, "");
    if (!line) {
      if (signing) {
        const text = [`${algorithm}-TRAILER`, ...chainOf(signing, previous), sha256(signed)].join("\n");
        requireSame(sign(signing.key, text), signature, "trailer");
      }
      return;
    }
    const [name = "", value = ""] = line.split(/:(.*)/s).map((part) => part.trim());
    if (name.toLowerCase() === "x-amz-trailer-signature") signature = value;
    else {
      signed += `${name.toLowerCase()}:${value}\n`;
      onTrailer(name.toLowerCase(), value);
    }
  }
  throw malformed();
}

const chainOf = ({ time, scope }: SigningContext, previous: string) => [time, formatScope(scope), previous];

function requireSame(expected: string, given: string | undefined, what: string): string {
  if (given === undefined || !isSame(expected, given))
    throw new S3Problem("SignatureDoesNotMatch", `The signature of a ${what} of the payload is not right`);
  return expected;
}

function parseHead(line: string) {
  const [, hex, signature] = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line) ?? [];
  if (hex === undefined) throw malformed();
  return { size: Number.parseInt(hex, 16), signature };
}

const malformed = () => new S3Problem("InvalidRequest", "The chunks of the aws-chunked payload cannot be read");

const cutOff = () => new S3Problem("IncompleteBody", "The payload ended before its last chunk");

/** Reads lines and counted bytes from pieces of any size. */
class Input {
  readonly #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Up to CRLF, which is taken away. @throws S3Problem at the end of the source */
  async line(): Promise<string> {
    const line = await this.lineOrEnd();
    if (line === undefined) throw cutOff();
    return line;
  }

  /** As `line`; at the end of the source what is left, or undefined when nothing is. */
  async lineOrEnd(): Promise<string | undefined> {
    for (;;) {
      const end = this.#held.indexOf("\r\n");
      if (end > MAX_LINE || (end < 0 && this.#held.length > MAX_LINE)) throw malformed();
      if (end >= 0) return this.#take(end + 2).toString("latin1", 0, end);
      if (!(await this.#more())) return this.#held.length === 0 ? undefined : this.#take(this.#held.length).toString();
    }
  }

  async exactly(size: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of this.upTo(size)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  /** The next `size` bytes, in the pieces they come in. */
  async *upTo(size: number): AsyncIterable<Buffer> {
    for (let left = size; left > 0; ) {
      if (this.#held.length === 0 && !(await this.#more())) throw cutOff();
      const piece = this.#take(Math.min(left, this.#held.length));
      left -= piece.length;
      yield piece;
    }
  }

  #take(size: number): Buffer {
    const taken = this.#held.subarray(0, size);
    this.#held = this.#held.subarray(size);
    return taken;
  }

  async #more(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done) return false;
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
    return true;
  }
}
