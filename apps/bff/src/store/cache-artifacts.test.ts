import { describe, expect, test } from "vitest";
import { type Artifact, findArtifact, forgetArtifact, saveArtifact } from "./cache-artifacts.ts";
import { release, reserve } from "./cache-reservations.ts";
import { updateExecution } from "./executions.ts";
import { seededDatabase } from "./testing/seeded.ts";

const key = { dataset: { project: "p", domain: "d", name: "flyte_task-t", version: "1-i-o" }, tag: "flyte_cached-x" };

const artifact = (execution: string, taskVersion = "v1"): Artifact => ({
  entry: {
    ...key,
    artifactId: `by-${execution}`,
    source: { project: "p", domain: "d", execution, node: "n0", attempt: 1, task: `p:d:t:${taskVersion}` },
  },
  outputs: `s3://my-s3-bucket/metadata/cache/${execution}/outputs.pb`,
});

describe("§8 artifacts: one per dataset and tag", () => {
  const opened = () => {
    const { db } = seededDatabase();
    const save = (made: Artifact, overwrites = false, now = 1) => saveArtifact(db, made, { overwrites, now });
    return { db, save };
  };

  test("the first that is kept stays, whoever comes later", () => {
    const { db, save } = opened();
    expect(save(artifact("f1"))).toBe("by-f1");
    expect(save(artifact("f2"))).toBe("by-f1");
    expect(findArtifact(db, key)).toEqual(artifact("f1"));
  });

  test("overwriting puts another in its place, under the same id; the dataset keeps its first task version", () => {
    const { db, save } = opened();
    save(artifact("f1", "v1"));
    expect(save(artifact("f2", "v2"), true)).toBe("by-f1");
    const found = findArtifact(db, key);
    expect(found?.outputs).toBe(artifact("f2").outputs);
    expect(found?.entry).toMatchObject({ artifactId: "by-f1", source: { execution: "f2", task: "p:d:t:v1" } });
    expect(db.all(db.build.selectFrom("cache_artifacts").select("id"))).toHaveLength(1);
  });

  test("overwriting where nothing is kept keeps it", () => {
    const { db, save } = opened();
    save(artifact("f1"), true);
    expect(findArtifact(db, key)).toEqual(artifact("f1"));
  });

  test("another tag, and another version of the dataset, are others", () => {
    const { db, save } = opened();
    save(artifact("f1"));
    expect(findArtifact(db, { ...key, tag: "flyte_cached-y" })).toBeUndefined();
    expect(findArtifact(db, { ...key, dataset: { ...key.dataset, version: "2-i-o" } })).toBeUndefined();
  });

  test("what was replaced meanwhile is not forgotten with what it replaced", () => {
    const { db, save } = opened();
    save(artifact("f1"));
    save(artifact("f2"), true);
    forgetArtifact(db, artifact("f1").outputs);
    expect(findArtifact(db, key)?.outputs).toBe(artifact("f2").outputs);
    forgetArtifact(db, artifact("f2").outputs);
    expect(findArtifact(db, key)).toBeUndefined();
  });
});

describe("§10.28 reservations: at most one live owner per key", () => {
  const opened = () => {
    const { db, launch } = seededDatabase();
    const [one, other] = [launch("one"), launch("other")].map((executionId) => ({ executionId, nodeId: "n0" }));
    if (!one || !other) throw new Error("two were launched");
    return { db, one, other };
  };

  test("the first has it, also when it asks again, until it gives it back", () => {
    const { db, one, other } = opened();
    expect(reserve(db, key, one, 1)).toBeUndefined();
    expect(reserve(db, key, one, 2)).toBeUndefined();
    expect(reserve(db, key, other, 3)).toMatchObject({ execution_id: one.executionId, node_id: "n0" });
    expect(release(db, other.executionId, "n0")).toEqual([]);
    expect(release(db, one.executionId, "n0")).toEqual([key]);
    expect(reserve(db, key, other, 4)).toBeUndefined();
  });

  test("it does not count once the owner's execution has ended", () => {
    const { db, one, other } = opened();
    reserve(db, key, one, 1);
    db.transaction((change) => updateExecution(db, change, one.executionId, { ended_at: 5 }));
    expect(reserve(db, key, other, 6)).toBeUndefined();
    expect(reserve(db, key, { ...one, nodeId: "n1" }, 7)).toMatchObject({ execution_id: other.executionId });
  });

  test.each([
    ["FAILED", undefined],
    ["RUNNING", { node_id: "n0" }],
  ] as const)("of a node that is %s, another gets %o", (phase, held) => {
    const { db, one, other } = opened();
    reserve(db, key, one, 1);
    db.run(
      db.build.insertInto("node_executions").values({
        execution_id: one.executionId,
        node_id: "n0",
        spec_node_id: "n0",
        path: "n0",
        retry_group: "",
        is_parent: 0,
        phase,
        attempt: 0,
        max_attempts: 1,
        created_at: 1,
        updated_at: 1,
        seq: 1,
      }),
    );
    const found = reserve(db, key, other, 2);
    if (held) expect(found).toMatchObject(held);
    else expect(found).toBeUndefined();
  });

  test("all of an execution's can be given back at once", () => {
    const { db, one } = opened();
    reserve(db, key, one, 1);
    reserve(db, { ...key, tag: "flyte_cached-y" }, { ...one, nodeId: "n1" }, 1);
    expect(release(db, one.executionId)).toHaveLength(2);
  });
});
