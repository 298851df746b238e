/** Makes sure that an image is on the engine: pulled only when it is not there, once for all who want it. */

import { Problem } from "@skein/spec/problem";
import type Docker from "dockerode";
import type { Clock } from "../../run-loop/clock.ts";
import { nap, within } from "./abort.ts";
import type { Engine } from "./engine.ts";
import { isUnreachable, statusOf, wordsOf } from "./engine-errors.ts";
import { parseImageReference, toPullReference } from "./image-reference.ts";
import { createPullProgress } from "./pull-progress.ts";

/** The text is no name of an image; permanent. */
export class InvalidImageName extends Problem {
  readonly kind = "invalid";
}

/** It could not be pulled, however often we tried. */
export class ImagePullFailed extends Problem {
  readonly kind = "notFound";
}

export interface Image {
  readonly id: string;
  /** `name@sha256:…` where it came from a registry, else its id. */
  readonly digest: string;
}

export interface Images {
  /**
   * @param onProgress gets words such as "pulling busybox:1.36, 38 %"
   * @throws InvalidImageName, ImagePullFailed
   */
  ensure(image: string, onProgress: (words: string) => void, signal: AbortSignal): Promise<Image>;
  /** How far the pull of an image is that is under way. */
  pullOf(image: string): { readonly percent: number | undefined } | undefined;
  /** It is not there after all: look again next time. */
  forget(image: string): void;
}

/** The engine's word in the middle of a pull; it goes into ImagePullFailed. */
class PullRefused extends Problem {
  readonly kind = "unavailable";
}

type Tell = (words: string, percent?: number) => void;

interface Pull {
  done: Promise<void>;
  readonly listeners: Set<(words: string) => void>;
  percent: number | undefined;
}

/** @param retryPausesMs between tries of a pull; one try more than there are pauses */
export function openImages(engine: Engine, clock: Clock, retryPausesMs: readonly number[]): Images {
  const known = new Map<string, Image>();
  const pulls = new Map<string, Pull>();
  engine.onState(() => known.clear()); // another engine may answer next time

  async function find(image: string, signal: AbortSignal): Promise<Image | undefined> {
    try {
      const { Id, RepoDigests } = await engine.insist((docker) => docker.getImage(image).inspect(), signal);
      return { id: Id, digest: RepoDigests?.[0] ?? Id };
    } catch (reason) {
      if (statusOf(reason) === 404) return undefined;
      throw reason;
    }
  }

  function pullOnce(image: string, reference: string): Pull {
    const running = pulls.get(image);
    if (running) return running;
    const listeners = new Set<(words: string) => void>();
    const tell: Tell = (words, percent) => {
      pull.percent = percent;
      for (const listener of listeners) listener(words);
    };
    const pull: Pull = { done: Promise.resolve(), listeners, percent: undefined };
    // Not the signal of whoever came first: the others would lose their image with it.
    pull.done = pullWithRetries(image, reference, tell).finally(() => pulls.delete(image));
    pull.done.catch(() => {}); // everybody may have left
    pulls.set(image, pull);
    return pull;
  }

  async function pullWithRetries(image: string, reference: string, tell: Tell): Promise<void> {
    const never = new AbortController().signal;
    for (const pauseMs of [...retryPausesMs, undefined]) {
      tell(`pulling ${image}`);
      try {
        return await engine.insist((docker) => pull(docker, image, reference, tell), never);
      } catch (reason) {
        if (isUnreachable(reason)) throw reason;
        if (pauseMs === undefined)
          throw new ImagePullFailed(
            `The image ${image} could not be pulled: ${wordsOf(reason)}. Check its name and tag; an image of a private registry, or one that is only built locally, must be put on this engine first (docker pull ${image}, or docker build -t ${image}).`,
            { cause: reason },
          );
        tell(`pulling ${image} failed, tries again in ${pauseMs / 1000} s: ${wordsOf(reason)}`);
        await nap(clock, pauseMs, never);
      }
    }
  }

  return {
    async ensure(image, onProgress, signal) {
      const reference = parseImageReference(image);
      if (!reference)
        throw new InvalidImageName(
          image === ""
            ? "The task names no image; give one, such as busybox:1.36"
            : `"${image}" is not the name of an image; write it as [registry/]name[:tag], such as busybox:1.36`,
        );
      const seen = known.get(image) ?? (await find(image, signal));
      if (seen) {
        known.set(image, seen);
        return seen;
      }
      const { done, listeners } = pullOnce(image, toPullReference(reference));
      listeners.add(onProgress);
      try {
        await within(signal, done);
      } finally {
        listeners.delete(onProgress);
      }
      const pulled = await find(image, signal);
      if (!pulled)
        throw new ImagePullFailed(
          `The image ${image} was pulled and is not there; pull it by hand (docker pull ${image})`,
        );
      known.set(image, pulled);
      return pulled;
    },
    pullOf: (image) => pulls.get(image),
    forget: (image) => void known.delete(image),
  };
}

async function pull(docker: Docker, image: string, reference: string, tell: Tell): Promise<void> {
  const stream: NodeJS.ReadableStream = await docker.pull(reference);
  const progress = createPullProgress(image);
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const words = progress.read(line);
      if (words) tell(words, progress.percent());
    }
  }
  progress.read(rest);
  const failure = progress.failure();
  if (failure) throw new PullRefused(failure);
}
