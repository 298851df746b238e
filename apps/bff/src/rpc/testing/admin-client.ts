/** For tests: AdminService and DataProxyService over an in-memory transport and a database in memory, with an executor that only listens. */
import {
  type Client,
  Code,
  ConnectError,
  type ConnectRouter,
  createClient,
  createRouterTransport,
  type Transport,
} from "@connectrpc/connect";
import type { LiteralMap } from "@skein/spec/gen/flyteidl/core/literals_pb";
import { AdminService } from "@skein/spec/gen/flyteidl/service/admin_pb";
import { DataProxyService } from "@skein/spec/gen/flyteidl/service/dataproxy_pb";
import { seedProjects } from "../../admin/domains.ts";
import { type Launcher, openLauncher } from "../../admin/launcher.ts";
import { openSignals } from "../../admin/signals.ts";
import { createLog } from "../../log.ts";
import { openLinks } from "../../s3/links.ts";
import { type Database, openDatabase } from "../../store/database.ts";
import { mapErrors } from "../error-codes.ts";
import { flyteServices } from "../services.ts";
import { addTask, addWorkflow, launchPlanId, sumLaunchPlan, taskId, workflowId } from "./specs.ts";

export interface AdminUnderTest {
  readonly db: Database;
  readonly client: Client<typeof AdminService>;
  readonly dataProxy: Client<typeof DataProxyService>;
  readonly launcher: Launcher;
  /** All services, for a server of one's own. */
  readonly routes: (router: ConnectRouter) => void;
  /** For clients of the other services. */
  readonly transport: Transport;
  /** What the executor was asked, in order. */
  readonly asked: string[];
  /** What lies behind URIs. */
  readonly blobs: Map<string, LiteralMap>;
  /** Objects that are there: key → ETag. */
  readonly etags: Map<string, string>;
  /** Sets the time of what comes next. */
  at(millis: number): void;
}

export function adminUnderTest(): AdminUnderTest {
  const db = openDatabase(":memory:");
  seedProjects(db, 0);
  let time = 1_000_000;
  const now = () => time++;
  const asked: string[] = [];
  const blobs = new Map<string, LiteralMap>();
  const etags = new Map<string, string>();
  const executor = {
    start: (id: number) => asked.push(`start ${id}`),
    abort: (id: number, reason: string) => asked.push(`abort ${id} ${reason}`),
  };
  const launcher = openLauncher({ db, executor, now });
  const signals = openSignals({ db, notify: (id, signalId) => asked.push(`signal ${id} ${signalId}`), now });
  const readLiteralMap = async (uri: string) => blobs.get(uri);
  const log = createLog("error", () => {});
  const objects = {
    find(key: string) {
      const etag = etags.get(key);
      return etag === undefined ? undefined : { key, etag, sizeBytes: 0, modifiedAtMs: 0, headers: {} };
    },
  };
  const links = openLinks({ accessKey: "link", secret: "secret" }, () => 30002, now);
  const routes = (router: ConnectRouter) =>
    flyteServices(router, { db, launcher, signals, readLiteralMap, objects, links, log, now, version: "1.2.3" });
  const transport = createRouterTransport(routes, { router: { interceptors: [mapErrors] } });
  const at = (millis: number) => {
    time = millis;
  };
  const client = createClient(AdminService, transport);
  const dataProxy = createClient(DataProxyService, transport);
  return { db, client, dataProxy, launcher, routes, transport, asked, blobs, etags, at };
}

/** With the task, the workflow and the default launch plan registered. */
export async function withSumWorkflow(): Promise<AdminUnderTest> {
  const admin = adminUnderTest();
  await admin.client.createTask({ id: taskId("add"), spec: addTask() });
  await admin.client.createWorkflow({ id: workflowId("sum"), spec: addWorkflow() });
  await admin.client.createLaunchPlan({ id: launchPlanId("sum"), spec: sumLaunchPlan() });
  return admin;
}

/** `<CODE> <message>` of a call that fails. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  const answer = await call.then(
    () => "OK",
    (reason: unknown) => ConnectError.from(reason),
  );
  return answer instanceof ConnectError ? `${Code[answer.code]} ${answer.rawMessage}` : answer;
}
