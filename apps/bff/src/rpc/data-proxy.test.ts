import { create, type MessageInitShape } from "@bufbuild/protobuf";
import type { RunRecord } from "@skein/engine/record";
import { LiteralMapSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { ArtifactType, CreateUploadLocationRequestSchema } from "@skein/spec/gen/flyteidl/service/dataproxy_pb";
import { beforeEach, describe, expect, test } from "vitest";
import { appendBatches } from "../store/journal.ts";
import { type AdminUnderTest, refusal, withSumWorkflow } from "./testing/admin-client.ts";
import { attemptRecord } from "./testing/records.ts";
import { int, launchPlanId } from "./testing/specs.ts";

let admin: AdminUnderTest;
beforeEach(async () => {
  admin = await withSumWorkflow();
});

const scope = { project: "flytesnacks", domain: "development" };
/** Of the text "one". */
const contentMd5 = Buffer.from("f97c5d29941bfb1b2fdab0874906ab82", "hex");
const md5Folder = "7F6F2KMUDP5RWL62WCDUSBVLQI======";
const container = { containerId: "c", containerName: "c", image: "i", imageDigest: "", command: [], args: [], env: [] };
const seconds = (value: number) => ({ seconds: BigInt(value) });

describe("an upload", () => {
  const ask = (request: MessageInitShape<typeof CreateUploadLocationRequestSchema>) =>
    admin.dataProxy.createUploadLocation(create(CreateUploadLocationRequestSchema, { ...scope, ...request }));

  test.each([
    ["by its content", { contentMd5, filename: "script_mode.tar.gz" }, `${md5Folder}/script_mode.tar.gz`],
    ["below a root", { filenameRoot: "abc", filename: "dir/file.txt" }, "abc/dir/file.txt"],
    ["below a root, its content known", { filenameRoot: "abc", filename: "f", contentMd5 }, "abc/f"],
  ])("%s goes to one place, each time", async (_, request, place) => {
    admin.at(5_000_000);
    const answer = await ask(request);
    expect(answer.nativeUrl).toBe(`s3://my-s3-bucket/flytesnacks/development/${place}`);
    expect((await ask(request)).nativeUrl).toBe(answer.nativeUrl);
    expect(answer.headers).toEqual({});
    const url = new URL(answer.signedUrl);
    // The name by which the caller reached us, not ours.
    expect(url.host).toBe("in-memory:30002");
    expect(decodeURIComponent(url.pathname)).toBe(`/my-s3-bucket/flytesnacks/development/${place}`);
    expect(url.searchParams.get("X-Amz-Expires")).toBe("3600");
    expect(url.searchParams.get("skein-content-md5")).toBe(
      "contentMd5" in request ? contentMd5.toString("base64") : null,
    );
    expect(answer.expiresAt?.seconds).toBe(8600n);
  });

  test("without a name gets one of its own", async () => {
    const [one, two] = [await ask({ filenameRoot: "abc" }), await ask({ filenameRoot: "abc" })];
    expect(one.nativeUrl).toMatch(/^s3:\/\/my-s3-bucket\/flytesnacks\/development\/abc\/[0-9a-f]{20}$/);
    expect(two.nativeUrl).not.toBe(one.nativeUrl);
  });

  test.each([
    ["no project", { project: "", filenameRoot: "a" }, "InvalidArgument missing project"],
    ["no domain", { domain: "", filenameRoot: "a" }, "InvalidArgument missing domain"],
    [
      "an unknown project",
      { project: "metadata", filenameRoot: "a" },
      "InvalidArgument failed to validate that project",
    ],
    ["nothing to go by", { filename: "f" }, "InvalidArgument content_md5 or filename_root is a required parameter"],
    ["half an MD5", { contentMd5: new Uint8Array(8) }, "InvalidArgument content_md5 has 8 bytes"],
    ["a way out", { filenameRoot: "../../x", filename: "f" }, "InvalidArgument s3://my-s3-bucket/flytesnacks/"],
    [
      "too long a time",
      { filenameRoot: "a", expiresIn: seconds(3601) },
      "InvalidArgument expiresIn [3601s] cannot exceed",
    ],
    ["no time", { filenameRoot: "a", expiresIn: seconds(0) }, "InvalidArgument expiresIn [0s] is invalid"],
  ])("with %s is refused", async (_, request, expected) => {
    expect(await refusal(ask(request))).toContain(expected);
  });

  test.each([
    ["without an MD5", {}, "AlreadyExists file already exists at location"],
    ["with another MD5", { contentMd5: new Uint8Array(16) }, "AlreadyExists file already exists at location"],
    ["with the same MD5", { contentMd5 }, "OK"],
  ])("where something is, %s", async (_, request, expected) => {
    admin.etags.set("flytesnacks/development/abc/f", contentMd5.toString("hex"));
    expect(await refusal(ask({ filenameRoot: "abc", filename: "f", ...request }))).toContain(expected);
  });
});

describe("a download", () => {
  test("is signed whether or not something is there", async () => {
    const answer = await admin.dataProxy.createDownloadLocation({
      nativeUrl: "s3://my-s3-bucket/a/b=c",
      expiresIn: seconds(60),
    });
    expect(answer.signedUrl).toMatch(/^http:\/\/in-memory:30002\/my-s3-bucket\/a\/b%3Dc\?X-Amz-.*X-Amz-Expires=60&/);
  });

  test.each([
    ["", "InvalidArgument missing native_url"],
    ["s3://other/a", "InvalidArgument s3://other/a is not an object of this server"],
    ["s3://my-s3-bucket", "InvalidArgument s3://my-s3-bucket is not an object"],
    ["file:///etc/passwd", "InvalidArgument file:///etc/passwd"],
    ["s3://my-s3-bucket/../x", "InvalidArgument s3://my-s3-bucket/../x"],
  ])("of %j is refused", async (nativeUrl, expected) => {
    expect(await refusal(admin.dataProxy.createDownloadLocation({ nativeUrl }))).toContain(expected);
  });
});

describe("the data of a run", () => {
  const top = "s3://my-s3-bucket/metadata/f1/n0/data";
  const map = create(LiteralMapSchema, { literals: { o0: { hash: "h" } } });
  const executionId = { ...scope, name: "f1" };
  const node: RunRecord = {
    ...{ kind: "node", node: "n0", specNodeId: "n0", path: "n0", parent: undefined, retryGroup: "" },
    ...{ phase: "SUCCEEDED", at: 1, inputs: `${top}/inputs.pb`, outputs: `${top}/0/outputs.pb` },
    ...{ error: undefined, isParent: false, attempt: 0, maxAttempts: 1 },
  };
  beforeEach(async () => {
    const inputs = { literals: { n: int(1) } };
    await admin.client.createExecution({ ...executionId, spec: { launchPlan: launchPlanId("sum") }, inputs });
    const entry = { number: 0, at: 1, event: { kind: "started", at: 1 }, records: [node] } as const;
    appendBatches(admin.db, [{ executionId: 1, entries: [entry] }]);
    admin.blobs.set(`${top}/0/outputs.pb`, map);
  });
  const link = (nodeId: string, artifactType = ArtifactType.DECK) =>
    admin.dataProxy.createDownloadLink({
      artifactType,
      source: { case: "nodeExecutionId", value: { nodeId, executionId } },
    });
  const get = (rest: string) => admin.dataProxy.getData({ flyteUrl: `flyte://v1/flytesnacks/development/f1/${rest}` });

  test("is given by name", async () => {
    expect((await get("n0/o")).data).toEqual({ case: "literalMap", value: map });
    expect((await get("n0/o/o0")).data).toEqual({ case: "literal", value: map.literals.o0 });
    expect((await get("n0/i")).data).toEqual({ case: "literalMap", value: create(LiteralMapSchema) });
  });

  test.each([
    ["n0/o/none", "InvalidArgument there is no outputs none"],
    ["n0/x", "InvalidArgument failed to parse artifact url"],
    ["n9/o", "NotFound missing entity of type node execution"],
    ["n0/7/o", "NotFound missing entity of type task execution"],
    ["n0/d", "NotFound no deckUrl found"],
  ])("…/%s is refused", async (rest, expected) => {
    expect(await refusal(get(rest))).toContain(expected);
  });

  test("a deck is a link to a page", async () => {
    admin.etags.set("metadata/f1/n0/data/0/deck.html", "e");
    const answer = await link("n0");
    expect(answer.signedUrl).toEqual(answer.preSignedUrls?.signedUrl);
    expect(answer.signedUrl[0]).toContain("/0/deck.html?response-content-type=text%2Fhtml");
    expect((await get("n0/d")).data.case).toBe("preSignedUrls");
  });

  test("a deck is named where a node is told of", async () => {
    const id = { nodeId: "n0", executionId };
    const told = async () => [
      (await admin.client.getNodeExecution({ id })).closure?.deckUri,
      (await admin.client.listNodeExecutions({ workflowExecutionId: executionId, limit: 9 })).nodeExecutions.find(
        (each) => each.id?.nodeId === "n0",
      )?.closure?.deckUri,
      (await admin.client.getNodeExecutionData({ id })).flyteUrls?.deck,
    ];
    expect(await told()).toEqual(["", "", ""]);
    const entry = { number: 1, at: 2, event: { kind: "started", at: 2 } } as const;
    const records = [attemptRecord(0, "SUCCEEDED", 2)];
    const facts = { ...container, exitCode: 0, usage: undefined, logBytes: 0 };
    appendBatches(admin.db, [
      { executionId: 1, entries: [{ ...entry, records }], facts: [{ node: "n0", attempt: 0, facts }] },
    ]);
    admin.etags.set("metadata/f1/n0/data/0/deck.html", "e");
    const uri = "s3://my-s3-bucket/metadata/f1/n0/data/0/deck.html";
    expect(await told()).toEqual([uri, uri, "flyte://v1/flytesnacks/development/f1/n0/d"]);
  });

  test.each([
    ["no artifact type", () => link("n0", ArtifactType.UNDEFINED), "InvalidArgument invalid artifact type [0]"],
    [
      "no source",
      () => admin.dataProxy.createDownloadLink({ artifactType: ArtifactType.DECK }),
      "InvalidArgument missing source",
    ],
    ["an unknown node", () => link("n9"), "InvalidArgument missing entity of type node execution"],
    ["no deck", () => link("n0"), "NotFound no deckUrl found for node n0"],
  ])("a deck with %s is refused", async (_, call, expected) => {
    expect(await refusal(call())).toContain(expected);
  });
});
