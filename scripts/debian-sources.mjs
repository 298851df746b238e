// Where this machine gets its Debian packages from: a root made for an image comes from the same place.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const standard = "http://deb.debian.org/debian";

/** @returns the first archive of Debian itself among apt's sources, with its keyring where one is named */
export function debianSources(folder = "/etc/apt") {
  const parts = join(folder, "sources.list.d");
  const files = [
    join(folder, "sources.list"),
    ...(existsSync(parts) ? readdirSync(parts).map((name) => join(parts, name)) : []),
  ];
  const texts = files.filter((file) => existsSync(file)).map((file) => readFileSync(file, "utf8"));
  const uri = texts
    .flatMap((text) => [...text.matchAll(/^(?:deb\s+(?:\[[^\]]*\]\s+)?|URIs:\s*)(\S+)/gm)])
    .map((match) => match[1].replace(/\/$/, ""))
    .find((each) => each.endsWith("/debian"));
  const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
  return { uri: uri ?? standard, keyring: existsSync(keyring) ? keyring : undefined };
}
