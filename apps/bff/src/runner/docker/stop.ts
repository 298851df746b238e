/** Ends a container: asked first, killed after the grace. */
import type { Engine } from "./engine.ts";
import { statusOf } from "./engine-errors.ts";
import { hearsTerm } from "./hears-term.ts";

/** Resolves once it does not run any more; also when it never did. */
export async function stopContainer(engine: Engine, name: string, graceMs: number, signal: AbortSignal): Promise<void> {
  await engine.insist(async (docker) => {
    const container = docker.getContainer(name);
    try {
      const { State, Id } = await container.inspect();
      if (State.Paused) await container.unpause();
      const waits = graceMs > 0 && (await hearsTerm(State.Pid, Id));
      if (State.Running) await (waits ? container.stop({ t: Math.ceil(graceMs / 1000) }) : container.kill());
    } catch (reason) {
      const status = statusOf(reason);
      if (status !== 304 && status !== 404 && status !== 409) throw reason; // ended meanwhile, gone, or never ran
    }
  }, signal);
}

/** Removes a container with its anonymous volumes; it may be gone already. */
export async function removeContainer(engine: Engine, name: string, signal: AbortSignal): Promise<void> {
  await engine.insist(async (docker) => {
    try {
      await docker.getContainer(name).remove({ force: true, v: true });
    } catch (reason) {
      if (statusOf(reason) !== 404 && statusOf(reason) !== 409) throw reason; // gone, or going
    }
  }, signal);
}
