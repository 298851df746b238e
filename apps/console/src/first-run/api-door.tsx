import type { Scope } from "../paths.ts";
import { Card } from "../ui/card.tsx";
import { CodeBlock } from "../ui/code-block.tsx";

/** A first call to this server, with its real address. */
export function apiSnippet(host: string, { project, domain }: Scope): string {
  return [
    "curl \\",
    `  http://${host}/flyteidl.service.AdminService/ListWorkflows \\`,
    "  -H 'Content-Type: application/json' \\",
    `  -d '{"id": {"project": "${project}",`,
    `       "domain": "${domain}"}, "limit": 10}'`,
  ].join("\n");
}

export function ApiDoor({ scope }: { readonly scope: Scope }) {
  const { host } = globalThis.location;
  return (
    <Card title="Call the API">
      <p className="px-3 pt-3 text-muted">
        Flyte's AdminService answers on this port: JSON and protobuf over Connect, and gRPC without TLS at{" "}
        <code className="mono">{host}</code>.
      </p>
      <CodeBlock code={apiSnippet(host, scope)} what="call" className="m-3" />
    </Card>
  );
}
