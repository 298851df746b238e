/** The compatibility face: all of upstream's services for clients. */
import type { ConnectRouter } from "@connectrpc/connect";
import { AdminService } from "@skein/spec/gen/flyteidl/service/admin_pb";
import { AuthMetadataService } from "@skein/spec/gen/flyteidl/service/auth_pb";
import { DataProxyService } from "@skein/spec/gen/flyteidl/service/dataproxy_pb";
import { IdentityService } from "@skein/spec/gen/flyteidl/service/identity_pb";
import { SignalService } from "@skein/spec/gen/flyteidl/service/signal_pb";
import { attributesRpc } from "./attributes.ts";
import { authMetadata, identity } from "./auth.ts";
import { dataProxyRpc } from "./data-proxy.ts";
import { descriptionsRpc } from "./descriptions.ts";
import { eventsRpc } from "./events.ts";
import { executionsRpc } from "./executions.ts";
import { launchPlansRpc } from "./launch-plans.ts";
import { metricsRpc } from "./metrics.ts";
import { namedEntitiesRpc } from "./named-entities.ts";
import { nodeExecutionsRpc, taskExecutionsRpc } from "./node-executions.ts";
import type { RpcParts } from "./parts.ts";
import { projectsRpc } from "./projects.ts";
import { signalsRpc } from "./signals.ts";
import { tasksRpc } from "./tasks.ts";
import { versionRpc } from "./version.ts";
import { workflowsRpc } from "./workflows.ts";

export function flyteServices(router: ConnectRouter, parts: RpcParts): void {
  router.service(AdminService, {
    ...versionRpc(parts),
    ...projectsRpc(parts),
    ...tasksRpc(parts),
    ...workflowsRpc(parts),
    ...launchPlansRpc(parts),
    ...namedEntitiesRpc(parts),
    ...descriptionsRpc(parts),
    ...attributesRpc(parts),
    ...executionsRpc(parts),
    ...metricsRpc(parts),
    ...nodeExecutionsRpc(parts),
    ...taskExecutionsRpc(parts),
    ...eventsRpc,
  });
  router.service(DataProxyService, dataProxyRpc(parts));
  router.service(SignalService, signalsRpc(parts));
  router.service(AuthMetadataService, authMetadata);
  router.service(IdentityService, identity);
}
