/**
 * Archives from untrusted hands: `.tgz`, `.tar.gz`, `.tar` and `.zip` by their content, within hard limits (limits.ts).
 *
 * Reading stops at the first sign of harm, so that a bomb costs no more than the limits. Single members that may not be
 * taken (links, paths that lead out, duplicates, archives inside) are named, and the rest is still read.
 */
import { gunzip } from "./inflate.ts";
import { type ArchiveMember, type ArchiveRejection, ArchiveStopped, Intake, isZip } from "./intake.ts";
import { type ArchiveLimits, archiveLimits, formatBytes } from "./limits.ts";
import { isTarHeader, TarReader } from "./tar.ts";
import { readZip } from "./zip.ts";

export interface Archive {
  /** In the archive's order. */
  readonly members: readonly ArchiveMember[];
  /** What was not taken; empty for a good archive. Whoever wants all or nothing looks here. */
  readonly rejections: readonly ArchiveRejection[];
}

export type ArchiveFormat = "tar.gz" | "tar" | "zip";

/** Which archive the bytes are, by their beginning; undefined for anything else. Any gzip counts as `tar.gz`. */
export function findArchiveFormat(bytes: Uint8Array): ArchiveFormat | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return "tar.gz";
  if (isZip(bytes)) return "zip";
  return isTarHeader(bytes) ? "tar" : undefined;
}

/**
 * Unpacks an archive in memory. Never throws for what the bytes hold: damage, and an archive beyond its limits, are
 * rejections that name no member or the one where it was found.
 *
 * @param limits what to allow instead of `archiveLimits`
 * @param keepsPacked which members may be archives, by their path: they are not unpacked
 */
export function readArchive(
  bytes: Uint8Array,
  limits: Partial<ArchiveLimits> = {},
  keepsPacked: (path: string) => boolean = () => false,
): Archive {
  const intake = new Intake({ ...archiveLimits, ...limits }, keepsPacked);
  try {
    readInto(bytes, intake);
  } catch (reason) {
    if (!(reason instanceof ArchiveStopped)) throw reason;
    intake.reject(reason.reason, reason.member, reason.message);
  }
  return { members: intake.members, rejections: intake.rejections };
}

function readInto(bytes: Uint8Array, intake: Intake): void {
  const { packedBytes } = intake.limits;
  if (bytes.length > packedBytes) {
    const message = `The archive is ${formatBytes(bytes.length)}; at most ${formatBytes(packedBytes)} are read. Split it`;
    throw new ArchiveStopped("tooLarge", "", message);
  }
  const format = findArchiveFormat(bytes);
  if (format === "zip") {
    readZip(bytes, intake);
    return;
  }
  if (format === undefined) throw new ArchiveStopped("damaged", "", "This is neither a tar, a gzip nor a zip archive");
  const tar = new TarReader(intake);
  if (format === "tar") tar.push(bytes);
  else gunzip(bytes, intake.limits, (piece) => tar.push(piece));
  tar.end();
}
