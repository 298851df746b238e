import type { Container } from "@skein/spec/gen/skein/console/v1/console_pb";
import { CopyButton } from "../../../ui/copy.tsx";
import { Facts } from "./facts.tsx";

/** What an attempt ran in, as the engine was asked for it. */
export function ContainerFacts({ container }: { readonly container: Container }) {
  const { image, imageDigest, command, args, env, exitCode, name, id } = container;
  const line = [...command, ...args].map(quoted).join(" ");
  return (
    <Facts
      rows={[
        ["Exit code", exitCode === undefined ? "not ended" : <ExitCode key="exit" code={exitCode} />],
        ["Image", <Copied key="image" text={image} what="image" />],
        ["Digest", imageDigest ? <Copied key="digest" text={imageDigest} what="digest" /> : ""],
        ["Command", line ? <Copied key="command" text={line} what="command" /> : "the image's own"],
        [
          "Environment",
          env.length > 0 ? (
            <details key="env">
              <summary className="text-muted">{env.length} variables</summary>
              <ul className="mono mt-1 leading-4.5">
                {env.map((variable) => (
                  <li key={variable}>{variable}</li>
                ))}
              </ul>
            </details>
          ) : (
            "none"
          ),
        ],
        ["Name", name ? <Copied key="name" text={name} what="container name" /> : ""],
        ["Id", id ? <Copied key="id" text={id.slice(0, 12)} what="container id" /> : ""],
      ]}
    />
  );
}

/** What the well-known codes mean. */
const meanings: Readonly<Record<number, string>> = {
  125: "the engine could not start it",
  126: "the command cannot be executed",
  127: "the command is not in the image",
  137: "killed (SIGKILL): out of memory, or ended from outside",
  139: "crashed (SIGSEGV)",
  143: "asked to end (SIGTERM)",
};

function ExitCode({ code }: { readonly code: number }) {
  return (
    <span className={code === 0 ? "" : "text-fail"}>
      {code}
      {meanings[code] ? <span className="text-muted">, {meanings[code]}</span> : undefined}
    </span>
  );
}

function Copied({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <span className="flex items-start gap-1">
      <span className="mono leading-4.5 wrap-anywhere">{text}</span>
      <CopyButton text={text} what={what} className="-my-0.5" />
    </span>
  );
}

/** As a shell would have to be given it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
