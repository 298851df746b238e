// Generates packages/spec/src/gen from Flyte's protos (npm package @flyteorg/flyteidl) and our own.
// Runs at install, on any Node ≥ 20; does nothing when the sources have not changed since the last run.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const require = createRequire(import.meta.url);
const out = join(root, "packages/spec/src/gen");
const stamp = join(out, ".stamp");
const ours = join(root, "packages/spec/proto");
const flyte = join(dirname(require.resolve("@flyteorg/flyteidl/package.json")), "protos");
const google = join(dirname(require.resolve("protobufjs/package.json")), "google/api");

const protosIn = (folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".proto"))
    .sort();

function digest() {
  const hash = createHash("sha256");
  for (const name of ["@flyteorg/flyteidl", "@bufbuild/protoc-gen-es", "@bufbuild/buf"])
    hash.update(`${name}@${require(`${name}/package.json`).version}\n`);
  for (const name of protosIn(ours)) hash.update(name).update(readFileSync(join(ours, name)));
  return hash.update(readFileSync(fileURLToPath(import.meta.url))).digest("hex");
}

// flyteidl's services carry gateway and OpenAPI options that our code never reads; the plugin is told to leave them
// out, so these declarations only have to parse.
const openapiStub = `syntax = "proto3";
package grpc.gateway.protoc_gen_openapiv2.options;
import "google/protobuf/descriptor.proto";
message Response { string description = 1; }
message Operation { string description = 3; map<string, Response> responses = 9; }
extend google.protobuf.MethodOptions { Operation openapiv2_operation = 1042; }
`;

function generate() {
  const work = join(root, "node_modules/.cache/skein-protos");
  rmSync(work, { recursive: true, force: true });
  rmSync(out, { recursive: true, force: true });
  cpSync(flyte, join(work, "flyte"), { recursive: true });
  cpSync(ours, join(work, "skein"), { recursive: true });
  mkdirSync(join(work, "third_party/google/api"), { recursive: true });
  mkdirSync(join(work, "third_party/protoc-gen-openapiv2/options"), { recursive: true });
  for (const name of ["annotations.proto", "http.proto"])
    cpSync(join(google, name), join(work, "third_party/google/api", name));
  writeFileSync(join(work, "third_party/protoc-gen-openapiv2/options/annotations.proto"), openapiStub);
  rmSync(join(work, "flyte/buf.yaml"), { force: true });
  rmSync(join(work, "flyte/buf.lock"), { force: true });
  writeFileSync(
    join(work, "buf.yaml"),
    "version: v2\nmodules:\n  - path: flyte\n  - path: skein\n  - path: third_party\n",
  );
  writeFileSync(
    join(work, "buf.gen.yaml"),
    `version: v2
plugins:
  - local: protoc-gen-es
    out: ${JSON.stringify(out)}
    opt: [target=js+dts, import_extension=js]
inputs:
  - directory: .
    exclude_types:
      - google.api.http
      - grpc.gateway.protoc_gen_openapiv2.options.openapiv2_operation
`,
  );
  const bin = join(root, "node_modules/.bin");
  const run = spawnSync(join(bin, "buf"), ["generate"], {
    cwd: work,
    stdio: "inherit",
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` },
  });
  if (run.status !== 0) throw new Error("buf generate failed; its message stands above");
  rmSync(work, { recursive: true, force: true });
}

const wanted = digest();
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  generate();
  writeFileSync(stamp, wanted);
}
