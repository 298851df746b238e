import { clone, create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import {
  WorkflowExecution_Phase as ExecutionPhase,
  NodeExecution_Phase as Phase,
  TaskExecution_Phase as TaskPhase,
} from "@skein/spec/gen/flyteidl/core/execution_pb";
import { LiteralMapSchema, type LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import {
  type ExecutionRow,
  ExecutionRowSchema,
  type ExecutionView,
  ExecutionViewSchema,
  type Graph,
  GraphSchema,
  GraphNode_Kind as Kind,
  type LogLine,
  LogLine_Stream,
  LogLineSchema,
  NodeCountsSchema,
  type NodeSummary,
  NodeSummarySchema,
  type NodeView,
  NodeViewSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { seedMapCounts } from "./seed-map.ts";
import { seedInterface } from "./seed-upload.ts";

/** One execution with every kind and status of node, as the execution page shows it. Times count back from now. */

const task = (path: string, name = path, more: object = {}) => {
  const parts = path.split("/");
  const target = `flytesnacks:development:ml.${name}:3f9c1e20a7b44c10`;
  return {
    path,
    id: parts.at(-1) ?? path,
    parent: parts.slice(0, -1).join("/"),
    name,
    kind: Kind.TASK,
    taskType: "raw-container",
    target,
    ...more,
  };
};

const runGraph: Graph = create(GraphSchema, {
  nodes: [
    { path: "start-node", id: "start-node", name: "start", kind: Kind.START },
    task("n0", "resolve_window"),
    task("n1", "extract_orders"),
    task("n2", "extract_events", { retries: 2 }),
    task("n3", "users_snapshot", { kind: Kind.LAUNCH_PLAN }),
    task("n4", "geo_lookup", { retries: 1 }),
    task("n5", "validate", { kind: Kind.WORKFLOW }),
    task("n5/a", "schema_check"),
    task("n5/b", "range_check"),
    task("n6", "sync_crm", { kind: Kind.LAUNCH_PLAN }),
    task("n7", "build_features", { kind: Kind.MAP }),
    task("n8", "drift_check"),
    task("n9", "approve_schema", { kind: Kind.GATE }),
    task("n10", "retrain", { kind: Kind.BRANCH, target: "drift.score > 0.2" }),
    task("n10/then", "train_model", { retries: 2 }),
    task("n10/else", "reuse_champion"),
    task("n11", "write_online_store"),
    task("n12", "evaluate"),
    task("n13", "publish_features", { kind: Kind.LAUNCH_PLAN }),
    task("n14", "pull_embeddings_of_a_rather_long_name"),
    { path: "end-node", id: "end-node", name: "end", kind: Kind.END },
    task("fn", "page_on_call", { isFailureNode: true }),
  ],
  edges: [
    ["start-node", "n0", ["day", "day", "datetime"]],
    ["n0", "n1", ["window", "window", "string"]],
    ["n0", "n2", ["window", "window", "string"]],
    ["n0", "n3"],
    ["n0", "n4"],
    ["n1", "n5", ["orders", "orders", "file[parquet]"]],
    ["n2", "n5", ["events", "events", "file[parquet]"]],
    ["n3", "n6"],
    ["n3", "n5"],
    ["n5/a", "n5/b", ["rows", "rows", "int"]],
    ["n5", "n7"],
    ["n5", "n8"],
    ["n5", "n9"],
    ["n5", "n14"],
    ["n8", "n10", ["score", "score", "float"]],
    ["n7", "n11"],
    ["n10", "n12", ["model", "model", "blob"]],
    ["n11", "n13"],
    ["n12", "n13"],
    ["n9", "n13"],
    ["n4", "n13"],
    ["n14", "n13"],
    ["n13", "end-node", ["features", "features", "dataset[parquet]"]],
  ].map(([from, to, binding]) => ({
    from: String(from),
    to: String(to),
    bindings: Array.isArray(binding)
      ? [{ output: binding[0] ?? "", input: binding[1] ?? "", type: binding[2] ?? "" }]
      : [],
  })),
});

type Facts = Pick<NodeSummary, "attempt" | "maxAttempts" | "taskPhase" | "reason" | "errorHead" | "isParent" | "map">;
type Shape = [path: string, phase: Phase, startedAgo: number, seconds: number, more?: Partial<Facts>];

export const seedMapSize = 1200;

function shapes(): Shape[] {
  return [
    ["n0", Phase.RECOVERED, 860, 1.2],
    ["n1", Phase.SUCCEEDED, 850, 41],
    ["n2", Phase.SUCCEEDED, 850, 252, { attempt: 1, maxAttempts: 3 }],
    ["n3", Phase.SUCCEEDED, 850, 128],
    ["n4", Phase.TIMED_OUT, 850, 300, { attempt: 1, maxAttempts: 2, errorHead: "Timed out at 5m 00s" }],
    ["n5", Phase.SUCCEEDED, 590, 38.4, { isParent: true }],
    ["n5/a", Phase.SUCCEEDED, 590, 20.1],
    ["n5/b", Phase.SUCCEEDED, 569, 17],
    ["n6", Phase.ABORTED, 580, 111, { reason: "Aborted by jon.k" }],
    ["n7", Phase.RUNNING, 544, 0, { taskPhase: TaskPhase.RUNNING, map: seedMapCounts(seedMapSize) }],
    ["n8", Phase.SUCCEEDED, 540, 12.6],
    ["n10", Phase.FAILED, 520, 400, { isParent: true, errorHead: "train_model failed" }],
    [
      "n10/then",
      Phase.FAILED,
      520,
      340,
      { attempt: 2, maxAttempts: 3, errorHead: "OutOfMemory: container killed at 8.0 GiB" },
    ],
    ["n10/else", Phase.SKIPPED, 520, 0, { reason: "Not taken: 0.31 > 0.2" }],
    ["n9", Phase.QUEUED, -1, 0, { reason: "Waits for approval" }],
    [
      "n14",
      Phase.RUNNING,
      -1,
      0,
      { taskPhase: TaskPhase.WAITING_FOR_RESOURCES, reason: "Pulling embed:2026.11, 38 %" },
    ],
  ];
}

function seedNodes(now = Date.now()): NodeSummary[] {
  return shapes().map(([path, phase, ago, seconds, more]) =>
    create(NodeSummarySchema, {
      id: path.replace("/", "-0-"),
      path,
      phase,
      maxAttempts: 1,
      queuedAt: timestampFromMs(now - Math.max(ago, 60) * 1000 - 3000),
      ...(ago >= 0 && phase !== Phase.SKIPPED ? { startedAt: timestampFromMs(now - ago * 1000) } : {}),
      ...(seconds > 0 ? { endedAt: timestampFromMs(now - (ago - seconds) * 1000) } : {}),
      ...(seconds > 0 ? { usage: seedUsage(seconds) } : {}),
      attempts: more?.isParent ? [] : seedAttempts(now, phase, ago, seconds, more),
      ...more,
    }),
  );
}

/** Its attempts in brief: all take the same time, the earlier ones fail. */
function seedAttempts(now: number, phase: Phase, ago: number, seconds: number, more: Partial<Facts> = {}) {
  if (phase === Phase.SKIPPED || phase === Phase.QUEUED || phase === Phase.RECOVERED) return [];
  const { attempt: newest = 0, taskPhase } = more;
  const begin = now - (ago < 0 ? 60 : ago) * 1000;
  const each = Math.floor(((seconds || (ago < 0 ? 60 : ago)) * 1000) / (newest + 1));
  return Array.from({ length: newest + 1 }, (_, attempt) => {
    const from = begin + each * attempt;
    const isOver = attempt < newest || seconds > 0;
    const end = timestampFromMs(from + each - (attempt < newest ? 4000 : 0));
    const outcome = attempt < newest ? TaskPhase.FAILED : (taskPhase ?? taskPhases[phase] ?? TaskPhase.FAILED);
    const waits = taskPhase === TaskPhase.WAITING_FOR_RESOURCES;
    return {
      attempt,
      phase: outcome,
      createdAt: timestampFromMs(from - 3000),
      ...(waits ? {} : { startedAt: timestampFromMs(from) }),
      ...(isOver ? { endedAt: end, usage: seedUsage(each / 1000) } : {}),
      history: [
        { phase: TaskPhase.QUEUED, at: timestampFromMs(from - 3000) },
        ...(waits
          ? [{ phase: TaskPhase.WAITING_FOR_RESOURCES, at: timestampFromMs(from) }]
          : [
              { phase: TaskPhase.INITIALIZING, at: timestampFromMs(from - 1500) },
              { phase: TaskPhase.RUNNING, at: timestampFromMs(from) },
            ]),
        ...(isOver ? [{ phase: outcome, at: end }] : []),
      ],
    };
  });
}

const taskPhases: Partial<Record<Phase, TaskPhase>> = {
  [Phase.SUCCEEDED]: TaskPhase.SUCCEEDED,
  [Phase.ABORTED]: TaskPhase.ABORTED,
  [Phase.RUNNING]: TaskPhase.RUNNING,
};

const seedUsage = (seconds: number) => ({
  measured: true,
  cpuSeconds: seconds * 0.8,
  peakMemoryBytes: 2_100_000_000n,
  wall: { seconds: BigInt(Math.round(seconds)) },
});

export function seedView(row: ExecutionRow): ExecutionView {
  const now = Date.now();
  const execution = clone(ExecutionRowSchema, row);
  execution.phase = ExecutionPhase.FAILING;
  delete execution.endedAt;
  execution.createdAt = timestampFromMs(now - 863_000);
  execution.startedAt = timestampFromMs(now - 862_000);
  execution.nodes = create(NodeCountsSchema, {
    total: 18,
    succeeded: 8,
    running: 2,
    failed: 2,
    queued: 1,
    skipped: 1,
    aborted: 1,
  });
  return create(ExecutionViewSchema, {
    execution,
    errorPath: "n10/then",
    interface: seedInterface,
    inputs: seedInputs,
    graph: runGraph,
    nodes: seedNodes(now),
    sequence: 1n,
    previous: { project: row.id?.project ?? "", domain: row.id?.domain ?? "", name: "a6p0r5kd2z" },
    lastSuccess: { project: row.id?.project ?? "", domain: row.id?.domain ?? "", name: "a6p0r5kd2z" },
    maxParallelism: 4,
    resources: [
      { path: "n1", cpuLimit: 2, memoryRequestBytes: 3_221_225_472n },
      { path: "n2", cpuRequest: 1, memoryLimitBytes: 2_147_483_648n },
      { path: "n5/a", cpuLimit: 0.5, memoryLimitBytes: 8_589_934_592n },
      { path: "n10/then", cpuLimit: 4, memoryLimitBytes: 8_589_934_592n },
    ],
  });
}

const message = `container killed at 8.0 GiB, exit 137, while building the training matrix
Traceback (most recent call last):
  File "train/matrix.py", line 118, in build_matrix
    return frames.pivot(index="user").to_numpy()
numpy.core._exceptions._ArrayMemoryError: unable to allocate 5.61 GiB for shape (1882340, 400) float64`;

export function seedNode(path: string): NodeView {
  const now = Date.now();
  const summary = seedNodes(now).find((each) => each.path === path);
  const node = runGraph.nodes.find((each) => each.path === path);
  const failed = summary?.phase === Phase.FAILED;
  const count = summary && summary.phase !== Phase.SKIPPED && !summary.isParent ? summary.attempt + 1 : 0;
  return create(NodeViewSchema, {
    ...(summary ? { summary } : {}),
    ...(node ? { node } : {}),
    interface: seedInterface,
    inputs: seedInputs,
    ...(failed ? { error: { code: "OutOfMemory", message } } : {}),
    why: summary
      ? failed
        ? ["Memory hit the limit of 8 GiB in all 3 attempts; no attempt is left."]
        : summary.reason
          ? [`${summary.reason}.`]
          : []
      : ["Waits for 1 node: retrain."],
    specJson:
      '{"type":"raw-container","container":{"image":"registry.local/train:2026.11","resources":{"limits":[{"name":"MEMORY","value":"8Gi"}]}}}',
    attempts: Array.from({ length: count }, (_, attempt) => {
      const begin = now - 520_000 + attempt * 170_000;
      const isLast = attempt === count - 1;
      const phase = failed || !isLast ? TaskPhase.FAILED : summary?.endedAt ? TaskPhase.SUCCEEDED : TaskPhase.RUNNING;
      const end = begin + ([156_000, 96_000, 62_000][attempt % 3] ?? 60_000);
      const isOver = phase !== TaskPhase.RUNNING;
      return {
        attempt,
        phase,
        createdAt: timestampFromMs(begin - 4000),
        startedAt: timestampFromMs(begin),
        ...(isOver ? { endedAt: timestampFromMs(end) } : {}),
        ...(phase === TaskPhase.FAILED ? { error: { code: "OutOfMemory", message } } : {}),
        history: [
          { phase: TaskPhase.QUEUED, at: timestampFromMs(begin - 4000), reason: "waits for 2 of 8 CPUs" },
          { phase: TaskPhase.INITIALIZING, at: timestampFromMs(begin - 1500), reason: "pulling train:2026.11" },
          { phase: TaskPhase.RUNNING, at: timestampFromMs(begin) },
          ...(isOver ? [{ phase, at: timestampFromMs(end), reason: failed ? "killed at the memory limit" : "" }] : []),
        ],
        usage: { measured: isOver, cpuSeconds: 131, peakMemoryBytes: 8_589_934_592n, wall: { seconds: 62n } },
        container: {
          id: "5f2c81d90e7ab3c4",
          name: "skein-7c1e09f2",
          image: "registry.local/train:2026.11",
          imageDigest: "sha256:4be429a5fbb2e71ae7958bfa558bc637cf3a61baf40a708cb8fff532b39e52d0",
          command: ["python", "-m", "train.matrix"],
          args: ["--features", "/var/inputs/features", "--out", "/var/outputs/model"],
          env: ["FLYTE_INTERNAL_EXECUTION_ID=a7x2k9mq4b", "OMP_NUM_THREADS=4"],
          ...(isOver ? { exitCode: failed ? 137 : 0 } : {}),
        },
        logBytes: 182_190n,
      };
    }),
  });
}

const text = (value: string): MessageInitShape<typeof LiteralSchema> => ({
  value: {
    case: "scalar",
    value: { value: { case: "primitive", value: { value: { case: "stringValue", value } } } },
  },
});

const seedInputs = create(LiteralMapSchema, {
  literals: {
    day: text("2026-11-23"),
    lookback: text("48h"),
    regions: { value: { case: "collection", value: { literals: ["eu", "us", "apac"].map(text) } } },
  },
});

const esc = "\u001b";
const texts = [
  `${esc}[2m[train]${esc}[0m loading 50 feature shards from ${esc}[32ms3://skein/f/3f9c1e2/${esc}[0m`,
  `wrote ${esc}[1m412,880${esc}[0m rows to shard 31 in ${esc}[33m8.2 s${esc}[0m`,
  `${esc}[36mshards${esc}[0m 12/50\r${esc}[36mshards${esc}[0m 37/50\r${esc}[36mshards${esc}[0m ${esc}[32m━━━━━━━━━━━━━━━━━━${esc}[0m ${esc}[1m50/50`,
  "frame: 1,882,340 rows × 400 columns, dtype float64",
  '{"event":"profile","column":"visit_len","nulls":0.014,"p95":1841}',
  `${esc}[33mWARN${esc}[0m resident memory 6.4 GiB of 8.0 GiB (80 %)`,
  `${esc}[33mWARN${esc}[0m resident memory 7.5 GiB of 8.0 GiB (94 %)`,
  "reading partition dt=2026-11-22/hour=17",
  `${esc}[31mTraceback (most recent call last):${esc}[0m`,
  '  File "train/matrix.py", line 118, in build_matrix',
  '    return frames.pivot(index="user").to_numpy()',
  `${esc}[31mnumpy.core._exceptions._ArrayMemoryError${esc}[0m: unable to allocate 5.61 GiB for shape (1882340, 400) float64`,
];

export const seedLogTotal = 18_219;

/** As GetLogRange answers: negative starts count from the end. */
export function seedLog(start: number, count: number): LogLine[] {
  const from = start < 0 ? Math.max(0, seedLogTotal + start) : start;
  const until = Math.min(seedLogTotal, from + (count || 5000));
  return Array.from({ length: Math.max(0, until - from) }, (_, at) => {
    const number = from + at;
    const isEnd = number === seedLogTotal - 1;
    return create(LogLineSchema, {
      number: BigInt(number),
      row: BigInt(number),
      at: timestampFromMs(Date.UTC(2026, 10, 23, 6, 43, 12) + number * 61),
      stream: isEnd ? LogLine_Stream.ENGINE : number % 12 >= 8 ? LogLine_Stream.STDERR : LogLine_Stream.STDOUT,
      text: isEnd
        ? "container exited with code 137, reason OutOfMemory; no attempts left"
        : (texts[number % texts.length] ?? ""),
    });
  });
}
