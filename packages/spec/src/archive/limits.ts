/**
 * How much an archive may hold. They keep a hostile or broken upload from taking the memory of the server or the tab;
 * a package of ten thousand workflows stays well below them.
 */
export interface ArchiveLimits {
  /** Bytes of the archive as it was given. */
  readonly packedBytes: number;
  /** Bytes of all members together, unpacked, and of what tar wraps around them. */
  readonly totalBytes: number;
  /** Bytes of one member, unpacked. */
  readonly memberBytes: number;
  /** Members, those refused and directories included. */
  readonly members: number;
  /** Unpacked over packed size, looked at once `ratioFromBytes` have come out: small files of zeros are no bombs. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
  /** Characters of a member's path, and folders in it. */
  readonly pathLength: number;
  readonly pathDepth: number;
}

const MiB = 1024 * 1024;

/** What is allowed unless a caller says otherwise. */
export const archiveLimits: ArchiveLimits = {
  packedBytes: 64 * MiB,
  totalBytes: 256 * MiB,
  memberBytes: 32 * MiB,
  members: 20_000,
  ratio: 200,
  ratioFromBytes: 4 * MiB,
  pathLength: 1024,
  pathDepth: 32,
};

/** A number of bytes for people: `12 bytes`, `3.5 MiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  const units = ["KiB", "MiB", "GiB", "TiB", "PiB"];
  let [value, unit] = [bytes, "bytes"];
  for (const next of units) {
    if (value < 1024) break;
    [value, unit] = [value / 1024, next];
  }
  return `${Number(value.toFixed(1))} ${unit}`;
}
