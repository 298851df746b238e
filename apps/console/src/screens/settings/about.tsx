import { RunnerStatus_State } from "@skein/spec/gen/skein/console/v1/console_pb";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { formatBytes, formatMemory } from "../../flyte/size.ts";
import { FailureFace } from "../../frame/failure-face.tsx";
import { statusQuery } from "../../frame/queries.ts";
import { useRunner } from "../../frame/runner.ts";
import { CopyButton } from "../../ui/copy.tsx";
import { SkeletonRows } from "../../ui/faces.tsx";
import { Icon } from "../../ui/icon.tsx";

/** What runs here, where it keeps its data, and what the runner has to give. */
export function About() {
  const { data, error, refetch } = useQuery({ ...statusQuery(), refetchOnMount: "always" });
  const runner = useRunner();
  if (!data) {
    return error ? (
      <FailureFace what="The status could not be read" error={error} onRetry={() => void refetch()} />
    ) : (
      <SkeletonRows rows={5} label="Loading the status" />
    );
  }
  const isReady = runner?.state === RunnerStatus_State.READY;
  return (
    <dl className="grid max-w-200 grid-cols-[auto_minmax(0,1fr)] gap-x-8 gap-y-2.5 p-4">
      <Row title="Skein">{data.version}</Row>
      <Row title="Home">
        <span className="inline-flex items-center gap-1">
          <span className="mono wrap-anywhere">{data.home}</span>
          <CopyButton text={data.home} what="path of the home" />
        </span>
        <span className="block text-meta text-muted">{formatBytes(data.homeBytes)} on disk</span>
      </Row>
      {runner ? (
        <>
          <Row title="Runner">
            <span className={`inline-flex items-start gap-1.5 ${isReady ? "" : "text-pause"}`}>
              <Icon name={isReady ? "check" : "warning"} size={14} className="mt-0.75" />
              {isReady ? runner.engine : runner.message || "Unavailable"}
            </span>
          </Row>
          <Row title="Work">
            {runner.running} running, {runner.waiting} waiting for resources
          </Row>
          <Row title="CPU">
            <Meter
              used={runner.cpuReserved}
              total={runner.cpuTotal}
              text={`${runner.cpuReserved} of ${runner.cpuTotal} cores reserved`}
            />
          </Row>
          <Row title="Memory">
            <Meter
              used={Number(runner.memoryReservedBytes)}
              total={Number(runner.memoryTotalBytes)}
              text={`${formatMemory(runner.memoryReservedBytes)} of ${formatMemory(runner.memoryTotalBytes)} reserved`}
            />
          </Row>
        </>
      ) : undefined}
    </dl>
  );
}

function Row({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-muted">{title}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

interface MeterProps {
  readonly used: number;
  readonly total: number;
  readonly text: string;
}

function Meter({ used, total, text }: MeterProps) {
  const share = total > 0 ? Math.min(1, used / total) : 0;
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      <span aria-hidden="true" className="h-2 w-50 rounded-bar bg-hover">
        <i className="block h-full rounded-bar bg-muted" style={{ width: `${share * 100}%` }} />
      </span>
      {text}
    </span>
  );
}
