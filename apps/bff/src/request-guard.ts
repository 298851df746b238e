/**
 * Who may call: every request on every face says by Host which name it came in by, and a browser says by Origin who sent it.
 *
 * A page of another site can make a browser call us; by DNS rebinding even under its own name. So the name must be one
 * of ours. An address as Host is safe: nothing needs resolving, so nothing can be rebound.
 */
import { isIP } from "node:net";

export interface RequestHead {
  /** Host, or :authority over HTTP/2. */
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  readonly fetchMode: string | undefined;
}

const ownNames: ReadonlySet<string> = new Set(["localhost", "host.docker.internal"]);

/**
 * @param names further names this server is reached by (host names given in SKEIN_BIND)
 * @returns why the request is refused, one sentence; undefined when it may pass
 */
export function refuseRequest(head: RequestHead, names: readonly string[] = []): string | undefined {
  const host = head.host === undefined ? undefined : parseHost(head.host);
  if (!host) return "The request names no host";
  const name = host.hostname.toLowerCase().replace(/\.$/, "");
  if (!ownNames.has(name) && !isAddress(name) && !names.includes(name))
    return `Host ${head.host} is not a name of this server; use localhost, or add the name to SKEIN_BIND`;
  if (head.origin !== undefined && parseOriginHost(head.origin) !== host.host)
    return `Origin ${head.origin} may not call this server`;
  // Scripts and images of other sites come without Origin; following a link from there is fine.
  if (head.fetchSite === "cross-site" && head.fetchMode !== "navigate") return "Another site may not call this server";
  return undefined;
}

const isAddress = (name: string): boolean => isIP(name.replace(/^\[(.*)\]$/, "$1")) !== 0;

/** A host with its port; undefined when it is none, or holds more than that. */
function parseHost(text: string): URL | undefined {
  if (!/^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i.test(text)) return undefined;
  return URL.parse(`http://${text}`) ?? undefined;
}

function parseOriginHost(origin: string): string | undefined {
  const url = URL.parse(origin);
  return url && (url.protocol === "http:" || url.protocol === "https:") ? url.host : undefined;
}
