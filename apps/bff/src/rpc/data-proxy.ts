/** DataProxyService: signed URLs for uploads and downloads, and data by `flyte://` (admin-api.md §5). */
import { randomBytes } from "node:crypto";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import type { HandlerContext, ServiceImpl } from "@connectrpc/connect";
import { ArtifactType, type DataProxyService } from "@skein/spec/gen/flyteidl/service/dataproxy_pb";
import { getDeckKey } from "../admin/deck.ts";
import { type DataReference, parseFlyteUrl } from "../admin/flyte-url.ts";
import { getNodeExecution, getTaskExecution } from "../admin/lookups.ts";
import { InvalidRequest, MissingEntity, requireNodeExecutionId, requireText } from "../admin/request-checks.ts";
import { requireActiveScope } from "../admin/scope.ts";
import { planUpload, readExpiry } from "../admin/upload-location.ts";
import { bucket } from "../blobs/prefixes.ts";
import { parseBlobUri } from "../blobs/uri.ts";
import type { NodeExecutionRow } from "../store/tables.ts";
import { readOrEmpty } from "./literal-map-reader.ts";
import type { RpcParts } from "./parts.ts";

export function dataProxyRpc(parts: RpcParts): ServiceImpl<typeof DataProxyService> {
  const { db, objects, links, now, readLiteralMap, log } = parts;
  const expiresAt = (seconds: number) => timestampFromMs(now() + seconds * 1000);

  function linkToDeck(node: NodeExecutionRow, expiresInSeconds: number, { url }: HandlerContext) {
    const key = getDeckKey(node, (each) => objects.find(each) !== undefined);
    const link = { hostname: hostnameOf(url), key, expiresInSeconds, contentType: "text/html; charset=utf-8" };
    return { signedUrl: [links.download(link)], expiresAt: expiresAt(expiresInSeconds) };
  }

  return {
    createUploadLocation(request, { url }) {
      const place = planUpload(request, (key) => objects.find(key)?.etag, makeFileName);
      requireActiveScope(db, request);
      const expiresInSeconds = readExpiry(request.expiresIn);
      const signedUrl = links.upload({ ...place, hostname: hostnameOf(url), expiresInSeconds });
      return { signedUrl, nativeUrl: place.nativeUrl, expiresAt: expiresAt(expiresInSeconds), headers: {} };
    },

    createDownloadLocation({ nativeUrl, expiresIn }, { url }) {
      const key = keyOf(nativeUrl);
      const expiresInSeconds = readExpiry(expiresIn);
      const link = { hostname: hostnameOf(url), key, expiresInSeconds, contentType: undefined };
      return { signedUrl: links.download(link), expiresAt: expiresAt(expiresInSeconds) };
    },

    createDownloadLink({ artifactType, expiresIn, source }, context) {
      if (artifactType !== ArtifactType.DECK)
        throw new InvalidRequest(`invalid artifact type [${artifactType}]; there is ARTIFACT_TYPE_DECK`);
      if (source.case === undefined) throw new InvalidRequest("missing source");
      const id = requireNodeExecutionId(source.value);
      const preSignedUrls = linkToDeck(requireNode(parts, id), readExpiry(expiresIn), context);
      return { ...preSignedUrls, preSignedUrls };
    },

    async getData({ flyteUrl }, context) {
      const reference = parseFlyteUrl(flyteUrl);
      const { node } = getNodeExecution(db, reference);
      if (reference.what === "deck")
        return { data: { case: "preSignedUrls", value: linkToDeck(node, readExpiry(undefined), context) } };
      const map = await readOrEmpty(readLiteralMap, uriOf(parts, reference, node), log);
      if (reference.literal === undefined) return { data: { case: "literalMap", value: map } };
      const literal = map.literals[reference.literal];
      if (!literal) throw new InvalidRequest(`there is no ${reference.what} ${reference.literal} at ${flyteUrl}`);
      return { data: { case: "literal", value: literal } };
    },
  };
}

function uriOf({ db }: RpcParts, { executionId, nodeId, attempt, what }: DataReference, node: NodeExecutionRow) {
  const row = attempt === undefined ? node : getTaskExecution(db, { executionId, nodeId, retryAttempt: attempt }).task;
  return what === "inputs" ? row.input_uri : row.output_uri;
}

/** As upstream: a node that is not there makes the request invalid. */
function requireNode({ db }: RpcParts, id: ReturnType<typeof requireNodeExecutionId>): NodeExecutionRow {
  try {
    return getNodeExecution(db, id).node;
  } catch (cause) {
    throw cause instanceof MissingEntity ? new InvalidRequest(cause.message, { cause }) : cause;
  }
}

function keyOf(nativeUrl: string): string {
  requireText(nativeUrl, "native_url");
  const found = parseBlobUri(nativeUrl);
  if (found.bucket !== bucket || found.key === "")
    throw new InvalidRequest(`${nativeUrl} is not an object of this server; those begin with s3://${bucket}/`);
  return found.key;
}

/** The name by which the caller reached us is the one by which it can reach the objects: a container has another. */
const hostnameOf = (url: string): string => new URL(url).hostname;

const makeFileName = (): string => randomBytes(10).toString("hex");
