/** Names of images, by the grammar of the distribution project: `[registry[:port]/]path[:tag][@digest]`. */

export interface ImageReference {
  /** What is pulled: registry and path as written. */
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

const COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const HOST = "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*";
const REGISTRY = `(?:${HOST}|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const REFERENCE = new RegExp(
  `^(?<name>(?:${REGISTRY}/)?${COMPONENT}(?:/${COMPONENT})*)(?::(?<tag>[\\w][\\w.-]{0,127}))?(?:@(?<digest>[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-fA-F]{32,}))?$`,
  "s",
);
const IMAGE_ID = /^(?:sha256:)?[0-9a-f]{64}$/;

/** Undefined when it is no name of an image. A name with neither tag nor digest means `latest`. */
export function parseImageReference(text: string): ImageReference | undefined {
  const { name, tag, digest } = REFERENCE.exec(text)?.groups ?? {};
  if (name === undefined || name.length > 255 || IMAGE_ID.test(text)) return undefined;
  return { name, tag: tag ?? (digest ? undefined : "latest"), digest };
}

/** As the engine's pull call takes it. */
export function toPullReference({ name, tag, digest }: ImageReference): string {
  return digest ? `${name}@${digest}` : `${name}:${tag}`;
}
