/**
 * What both archive formats hand their members to: the rules that do not depend on the format. It checks names and
 * sizes before anything is unpacked, keeps the members, and says what was refused and why.
 */
import { Problem } from "../problem.ts";
import { type ArchiveLimits, formatBytes } from "./limits.ts";

/** A file out of an archive; the path has "/" between its parts and no "." or ".." in it. */
export interface ArchiveMember {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Why something of an archive was not taken. */
export interface ArchiveRejection {
  readonly reason: RejectionReason;
  /** The member's name as the archive has it; empty when it is about the whole archive. */
  readonly member: string;
  /** Names the member and the remedy. */
  readonly message: string;
}

export type RejectionReason =
  | "damaged"
  | "truncated"
  | "tooLarge"
  | "tooMany"
  | "ratio"
  | "path"
  | "link"
  | "device"
  | "duplicate"
  | "nested"
  | "encrypted"
  | "unsupported";

/** Ends the reading of an archive; what was read before stays. Caught in read-archive.ts. */
export class ArchiveStopped extends Problem {
  readonly kind = "invalid";
  readonly reason: RejectionReason;
  readonly member: string;

  constructor(reason: RejectionReason, member: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
    this.member = member;
  }
}

export class Intake {
  readonly members: ArchiveMember[] = [];
  readonly rejections: ArchiveRejection[] = [];
  readonly limits: ArchiveLimits;
  readonly #keepsPacked: (path: string) => boolean;
  readonly #paths = new Set<string>();
  #entries = 0;
  #announcedBytes = 0;

  /** @param keepsPacked which archives inside are kept as they are */
  constructor(limits: ArchiveLimits, keepsPacked: (path: string) => boolean) {
    this.limits = limits;
    this.#keepsPacked = keepsPacked;
  }

  /** Counts an entry of any type. @throws ArchiveStopped when there are too many */
  count(): void {
    if (++this.#entries <= this.limits.members) return;
    const message = `The archive has more than ${this.limits.members} members; split it`;
    throw new ArchiveStopped("tooMany", "", message);
  }

  /**
   * Whether a file of that name and unpacked size is wanted, and under which path. Undefined when it is refused (which is
   * noted) or is litter that a file manager added.
   *
   * @throws ArchiveStopped when the archive as a whole becomes too large
   */
  admit(name: string, size: number): string | undefined {
    const path = this.#cleanPath(name);
    if (path === undefined || isLitter(path)) return undefined;
    if (this.#paths.has(path)) {
      this.reject("duplicate", name, `The archive has "${name}" twice; keep one of them`);
      return undefined;
    }
    this.#paths.add(path);
    if (size > this.limits.memberBytes) {
      const most = formatBytes(this.limits.memberBytes);
      this.reject("tooLarge", name, `"${name}" is ${formatBytes(size)} unpacked; a member may have at most ${most}`);
      return undefined;
    }
    this.#announcedBytes += size;
    if (this.#announcedBytes > this.limits.totalBytes) {
      const most = formatBytes(this.limits.totalBytes);
      throw new ArchiveStopped("tooLarge", "", `The archive unpacks to more than ${most}; split it`);
    }
    return path;
  }

  /** Takes the content of an admitted file, unless it is itself an archive that is not wanted as it is. */
  keep(name: string, path: string, bytes: Uint8Array): void {
    if (isPacked(bytes) && !this.#keepsPacked(path)) {
      this.reject("nested", name, `"${name}" is an archive inside the archive; unpack it and add its files instead`);
    } else this.members.push({ path, bytes });
  }

  reject(reason: RejectionReason, member: string, message: string): void {
    this.rejections.push({ reason, member, message });
  }

  #cleanPath(name: string): string | undefined {
    const parts = name.replaceAll("\\", "/").split("/");
    const path = parts.filter((part) => part !== "" && part !== ".");
    const problem = this.#findPathProblem(name, parts, path);
    if (problem === undefined) return path.join("/");
    this.reject("path", clipName(name), `"${clipName(name)}" ${problem}`);
    return undefined;
  }

  #findPathProblem(name: string, parts: readonly string[], path: readonly string[]): string | undefined {
    if (path.length === 0) return "is no name for a file; pack the file again under a name";
    if ((parts[0] === "" && parts.length > 1) || /^[A-Za-z]:/.test(name)) {
      return "is an absolute path; pack it relative to its folder";
    }
    if (parts.includes("..")) return 'leads out of the archive with ".."; pack it from inside its folder';
    if (/[\u0000-\u001f\u007f]/.test(name)) return "has control characters in its name; rename the file";
    if (name.length > this.limits.pathLength)
      return `has more than ${this.limits.pathLength} characters; shorten its path`;
    if (path.length > this.limits.pathDepth) return `lies more than ${this.limits.pathDepth} folders deep; flatten it`;
    return undefined;
  }
}

/** Gzip or zip, by their first bytes. */
export function isPacked(bytes: Uint8Array): boolean {
  return (bytes[0] === 0x1f && bytes[1] === 0x8b) || isZip(bytes);
}

/** `PK` and a local file, the end of an empty archive, or a spanned one. */
export function isZip(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return false;
  return (bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6) || (bytes[2] === 7 && bytes[3] === 8);
}

/** What macOS and Windows put into archives that nobody asked for. */
function isLitter(path: string): boolean {
  return /(?:^|\/)(?:__MACOSX\/|\._[^/]*$|\.DS_Store$|Thumbs\.db$)/.test(path);
}

function clipName(name: string): string {
  return name.length > 120 ? `${name.slice(0, 120)}…` : name;
}
