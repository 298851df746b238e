import { durationMs } from "@bufbuild/protobuf/wkt";
import { CatalogCacheStatus } from "@skein/spec/gen/flyteidl/core/catalog_pb";
import type { Attempt, NodeView, UsageSamples } from "@skein/spec/gen/skein/console/v1/console_pb";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { formatDuration } from "../../../../flyte/duration.ts";
import { formatCpu, formatMemory } from "../../../../flyte/size.ts";
import { Duration } from "../../../../flyte/time.tsx";
import { FailureFace } from "../../../../frame/failure-face.tsx";
import { EmptyFace, SkeletonRows } from "../../../../ui/faces.tsx";
import type { ExecutionId } from "../../queries.ts";
import { AttemptSwitch } from "../attempt-switch.tsx";
import { Facts } from "../facts.tsx";
import { usageQuery } from "./queries.ts";
import { cpuTicks, memoryTicks } from "./ticks.ts";
import { UsageChart } from "./usage-chart.tsx";

interface ComputeTabProps {
  readonly id: ExecutionId;
  readonly view: NodeView;
  /** Unique; undefined before the node has begun. */
  readonly nodeId: string | undefined;
  readonly attempt: number;
  readonly onAttempt: (attempt: number) => void;
}

/** What an attempt used over time, against what it asked for and may have. */
export function ComputeTab({ id, view, nodeId, attempt, onAttempt }: ComputeTabProps) {
  const shown = view.attempts.find((each) => each.attempt === attempt) ?? view.attempts.at(-1);
  if (!shown || !nodeId) return <NothingRan view={view} />;
  return (
    <>
      <AttemptSwitch attempts={view.attempts} selected={shown.attempt} onSelect={onAttempt} />
      <Usage key={shown.attempt} id={id} nodeId={nodeId} attempt={shown} />
    </>
  );
}

function NothingRan({ view }: { readonly view: NodeView }) {
  const isReused = view.cache?.status === CatalogCacheStatus.CACHE_HIT || Boolean(view.summary?.recoveredFrom);
  if (isReused)
    return (
      <EmptyFace icon="cpu" title="It did not run">
        Its outputs are those of an earlier execution, where its compute was used.
      </EmptyFace>
    );
  if (view.specJson || view.node?.taskType)
    return (
      <EmptyFace icon="cpu" title="It has not run yet">
        {view.why.join(" ")}
      </EmptyFace>
    );
  return (
    <EmptyFace icon="cpu" title="This node runs nothing of its own">
      Its nodes do: choose one of them in the graph.
    </EmptyFace>
  );
}

interface UsageProps {
  readonly id: ExecutionId;
  readonly nodeId: string;
  readonly attempt: Attempt;
}

function Usage({ id, nodeId, attempt }: UsageProps) {
  const isOver = attempt.endedAt !== undefined;
  const query = usageQuery(id, nodeId, attempt.attempt, isOver);
  const { data, error, refetch } = useQuery({ ...query, placeholderData: keepPreviousData });
  if (!data)
    return error ? (
      <FailureFace what="The compute could not be read" error={error} onRetry={() => void refetch()} />
    ) : (
      <SkeletonRows label="Loading the compute" rows={6} />
    );
  return (
    <>
      {error ? (
        <p role="alert" className="border-b border-line px-4 py-1.5 text-meta text-muted">
          These figures are not of now: {error.message}
        </p>
      ) : undefined}
      {attempt.startedAt ? (
        <div className="border-b border-line px-4 py-2.5">
          <Totals attempt={attempt} data={data} isOver={isOver} />
        </div>
      ) : undefined}
      {data.measured ? (
        <Charts data={data} />
      ) : attempt.startedAt === undefined ? (
        <EmptyFace icon="cpu" title={isOver ? "It never ran" : "It has not run yet"}>
          {attempt.history.at(-1)?.reason || data.notMeasured}
        </EmptyFace>
      ) : (
        <EmptyFace icon="cpu" title={isOver ? "Not measured over time" : "Nothing measured yet"}>
          {data.notMeasured}
        </EmptyFace>
      )}
    </>
  );
}

function Totals({
  attempt,
  data,
  isOver,
}: Pick<UsageProps, "attempt"> & { readonly data: UsageSamples; readonly isOver: boolean }) {
  const { cpuSeconds, peakCpu, peakMemoryBytes, resources } = data;
  const { cpuLimit, memoryLimitBytes } = resources ?? {};
  const wall = attempt.usage?.wall;
  const soFar = isOver ? "" : " so far";
  const unknown = isOver ? "not measured" : "not measured yet";
  return (
    <Facts
      rows={[
        ["CPU time", cpuSeconds === undefined ? unknown : `${formatCpu(cpuSeconds)}${soFar}`],
        [
          "Peak CPU",
          peakCpu === undefined
            ? ""
            : `${formatCores(peakCpu)}${cpuLimit ? `, ${percent(peakCpu, cpuLimit)} of the limit` : ""}`,
        ],
        [
          "Peak memory",
          peakMemoryBytes === undefined
            ? unknown
            : `${formatMemory(peakMemoryBytes)}${memoryLimitBytes ? `, ${percent(Number(peakMemoryBytes), Number(memoryLimitBytes))} of the limit` : ""}`,
        ],
        [
          "Ran",
          wall ? (
            formatDuration(durationMs(wall))
          ) : (
            <Duration key="ran" from={attempt.startedAt} to={attempt.endedAt} ongoing={!isOver} />
          ),
        ],
      ]}
    />
  );
}

function Charts({ data: { samples, resources, complete } }: { readonly data: UsageSamples }) {
  const steps = samples.map(({ fromMs, toMs, cpu, memoryBytes }) => ({
    from: Number(fromMs),
    to: Number(toMs),
    cpu,
    memory: memoryBytes === undefined ? undefined : Number(memoryBytes),
  }));
  const spanMs = steps.at(-1)?.to ?? 0;
  const { cpuRequest, cpuLimit, memoryRequestBytes, memoryLimitBytes } = resources ?? {};
  return (
    <div className="flex flex-col gap-4 p-4">
      <UsageChart
        title="CPU, cores"
        steps={steps.map(({ from, to, cpu }) => ({ from, to, value: cpu }))}
        spanMs={spanMs}
        request={cpuRequest}
        limit={cpuLimit}
        format={formatCores}
        formatTick={formatCount}
        ticksOf={cpuTicks}
      />
      <UsageChart
        title="Memory"
        steps={steps.map(({ from, to, memory }) => ({ from, to, value: memory }))}
        spanMs={spanMs}
        request={memoryRequestBytes === undefined ? undefined : Number(memoryRequestBytes)}
        limit={memoryLimitBytes === undefined ? undefined : Number(memoryLimitBytes)}
        format={formatMemory}
        ticksOf={memoryTicks}
      />
      <p className="text-meta text-muted">
        {complete ? "" : "It runs: renewed every two seconds. "}
        CPU is the average between two looks, memory the most that was seen, page cache included.
      </p>
      <table className="sr-only">
        <caption>CPU and memory over time</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col">CPU</th>
            <th scope="col">Memory</th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ from, to, cpu, memory }) => (
            <tr key={from}>
              <td>{formatDuration(from)}</td>
              <td>{formatDuration(to)}</td>
              <td>{formatCores(cpu)}</td>
              <td>{memory === undefined ? "not known" : formatMemory(memory)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** "0.25 cores", "1 core", "12 cores". */
function formatCores(cores: number): string {
  const text = formatCount(cores);
  return `${text} ${text === "1" ? "core" : "cores"}`;
}

function formatCount(cores: number): string {
  const digits = cores >= 9.95 ? 0 : cores >= 0.995 ? 1 : cores >= 0.0995 ? 2 : 3;
  return String(Number(cores.toFixed(digits)));
}

const percent = (part: number, whole: number) => `${Math.round((part / whole) * 100)} %`;
