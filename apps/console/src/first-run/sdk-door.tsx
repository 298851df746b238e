import { useState } from "react";
import type { Scope } from "../paths.ts";
import { Card } from "../ui/card.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Segmented } from "../ui/segmented.tsx";

type Way = "flytekit" | "curl";

/** How the tools one already has reach this server, with its real address. */
export function sdkSnippet(way: Way, host: string, { project, domain }: Scope): string {
  switch (way) {
    case "flytekit":
      return [
        "# ~/.flyte/config.yaml",
        "admin:",
        `  endpoint: dns:///${host}`,
        "  insecure: true",
        "",
        "# then, with your own workflow",
        "pyflyte run --remote \\",
        `  -p ${project} -d ${domain} \\`,
        "  workflow.py my_workflow",
      ].join("\n");
    case "curl":
      return [
        "curl \\",
        `  http://${host}/flyteidl.service.AdminService/ListProjects \\`,
        "  -H 'Content-Type: application/json' \\",
        "  -d '{}'",
      ].join("\n");
  }
}

export function SdkDoor({ scope }: { readonly scope: Scope }) {
  const [way, setWay] = useState<Way>("flytekit");
  const { host } = globalThis.location;
  return (
    <Card
      title="Connect what you have"
      actions={
        <Segmented
          label="Tool"
          options={[
            { id: "flytekit", label: "flytekit" },
            { id: "curl", label: "curl" },
          ]}
          selected={way}
          onSelect={setWay}
        />
      }
    >
      <p className="px-3 pt-3 text-muted">
        {way === "flytekit"
          ? "flytekit, pyflyte and flytectl speak to this port as they are."
          : "Every call of the AdminService answers JSON on this port too."}
      </p>
      <CodeBlock code={sdkSnippet(way, host, scope)} what="snippet" className="m-3" />
    </Card>
  );
}
