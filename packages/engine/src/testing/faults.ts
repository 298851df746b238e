/** What goes wrong in the simulated world. */
import type { WorkflowSketch } from "@skein/compiler/testing/closure";
import { assertNever } from "@skein/spec/never";
import { breakpointId } from "../breakpoint.ts";
import { isFinished } from "../status.ts";
import { endContainer } from "./answers.ts";
import type { Fault } from "./case.ts";
import { placesOf } from "./debugger.ts";
import { crash, later, send, type World } from "./world.ts";

export function happen(world: World, fault: Fault, sketch: WorkflowSketch): void {
  switch (fault.kind) {
    case "crash":
      if (fault.loses) world.losesNext = true;
      else crash(world);
      return;
    case "repeat": {
      const again = world.journal[fault.which % Math.max(1, world.journal.length)];
      if (again !== undefined && again.kind !== "abortRequested")
        send(world, { ...again, at: world.time + world.skew });
      return;
    }
    case "foreign":
      send(world, { kind: "taskStopped", node: `zz${fault.which}`, attempt: fault.which });
      send(world, { kind: "timerFired", timer: "execution|n5|7" });
      return;
    case "engineGone":
      world.engineBackAt = world.time + fault.ms;
      if (!fault.kills) return;
      for (const container of world.containers.values()) {
        if (container.state === "running") endContainer(world, container, "system");
      }
      return;
    case "storeGone":
      world.storeBackAt = world.time + fault.ms;
      return;
    case "valuesGone":
      world.valuesBackAt = world.time + fault.ms;
      return;
    case "clockJumps":
      world.skew += fault.ms;
      return;
    case "deaf":
      world.isDeaf = true;
      return;
    case "vanish": {
      const running = [...world.containers.values()].filter(({ state }) => state === "running");
      const gone = running[fault.which % Math.max(1, running.length)];
      if (gone !== undefined) endContainer(world, gone, "system");
      return;
    }
    case "ghost":
      world.containers.set("ghost#0", { state: "running", node: "ghost", attempt: 0, end: undefined });
      later(world, 100, () =>
        send(world, { kind: "taskReported", node: "ghost", attempt: 0, phase: "RUNNING", reason: "" }),
      );
      return;
    case "abort":
      if (isFinished(world.run)) return;
      world.abortWanted = true;
      send(world, { kind: "abortRequested", reason: "enough" });
      return;
    case "breakpoint":
    case "breakpointGone": {
      const places = placesOf(sketch);
      const where = { kind: "path", path: places[fault.which % places.length] ?? "" } as const;
      const { when } = fault;
      if (fault.kind === "breakpointGone")
        send(world, { kind: "breakpointCleared", id: breakpointId({ where, when }) });
      else
        send(world, {
          kind: "breakpointSet",
          breakpoint: { where, when, ...(fault.isConditional && { condition: {} }) },
        });
      return;
    }
    default:
      assertNever(fault, "fault");
  }
}
