/** Removes files that belong to the users of containers: one helper container for a whole batch. */
import type { Engine } from "./engine.ts";
import type { Images } from "./images.ts";
import { HOME_LABEL } from "./names.ts";

const HELPER_IMAGE = "busybox:1.36";

/** @throws when the engine cannot run the helper */
export async function sweepWithHelper(
  { engine, images, homeId }: { readonly engine: Engine; readonly images: Images; readonly homeId: string },
  root: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  await images.ensure(HELPER_IMAGE, () => {}, signal);
  await engine.insist(async (docker) => {
    const container = await docker.createContainer({
      Image: HELPER_IMAGE,
      Entrypoint: ["rm", "-rf", ...names.map((name) => `/work/${name}`)],
      User: "0",
      Labels: { [HOME_LABEL]: homeId },
      HostConfig: { NetworkMode: "none", Mounts: [{ Type: "bind", Source: root, Target: "/work" }] },
    });
    try {
      await container.start();
      await container.wait();
    } finally {
      await container.remove({ force: true });
    }
  }, signal);
}
