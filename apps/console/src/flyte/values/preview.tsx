import { ConnectError } from "@connectrpc/connect";
import type { ValuePreview } from "@skein/spec/gen/skein/console/v1/console_pb";
import { assertNever } from "@skein/spec/never";
import { useQuery } from "@tanstack/react-query";
import { Button } from "../../ui/button.tsx";
import { SkeletonRows } from "../../ui/faces.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Notice } from "../../ui/notice.tsx";
import { formatBytes } from "../size.ts";
import { BinaryViewer } from "./binary-viewer.tsx";
import { FolderViewer } from "./folder-viewer.tsx";
import { JsonViewer } from "./json-viewer.tsx";
import { MediaViewer } from "./media-viewer.tsx";
import { previewQuery } from "./queries.ts";
import { downloadUrl, nameOf, type StoredFile } from "./stored-file.ts";
import { TableViewer } from "./table-viewer.tsx";
import { TextViewer } from "./text-viewer.tsx";

/** What is in a file, a folder or a dataset. */
export function Preview({ file }: { readonly file: StoredFile }) {
  const { data, error, refetch, isFetching } = useQuery(previewQuery(file));
  if (data) {
    return (
      <div className="min-w-0 rounded-control border border-line">
        <Facts preview={data} file={file} />
        <Content preview={data} file={file} />
      </div>
    );
  }
  if (error && !isFetching) {
    return (
      <Notice
        tone="tone-fail"
        icon="error"
        className="mb-1"
        action={
          <Button size="small" onClick={() => void refetch()}>
            Retry
          </Button>
        }
      >
        It cannot be shown. {ConnectError.from(error).rawMessage}
      </Notice>
    );
  }
  return <SkeletonRows rows={3} label="Loading the preview" />;
}

/** What it is, how large, and where the whole of it is had. */
function Facts({
  preview: { uri, format, sizeBytes, content },
  file,
}: {
  readonly preview: ValuePreview;
  readonly file: StoredFile;
}) {
  const isPart = uri !== file.uri.replace(/\/$/, "");
  return (
    <p className="flex min-h-7 flex-wrap items-center gap-x-2 border-b border-line bg-raised px-2.5 text-axis text-muted">
      <span>{format}</span>
      <span>{formatBytes(sizeBytes)}</span>
      {isPart ? <span className="mono wrap-anywhere">{nameOf(uri)}</span> : undefined}
      {content.case === "folder" ? undefined : (
        <a
          href={downloadUrl({ uri, format: file.format })}
          download={nameOf(uri)}
          className="ml-auto inline-flex min-h-6 items-center gap-1 font-medium text-accent hover:underline"
        >
          <Icon name="download" size={12} />
          Download
        </a>
      )}
    </p>
  );
}

function Content({ preview, file }: { readonly preview: ValuePreview; readonly file: StoredFile }) {
  const { content, sizeBytes, uri } = preview;
  switch (content.case) {
    case "table":
      return <TableViewer table={content.value} />;
    case "text":
      return <TextViewer preview={content.value} sizeBytes={sizeBytes} name={nameOf(uri)} />;
    case "json":
      return <JsonViewer text={content.value} />;
    case "media":
      return <MediaViewer media={content.value} file={{ uri, format: file.format }} sizeBytes={sizeBytes} />;
    case "folder":
      return <FolderViewer folder={content.value} uri={uri} preview={(entry) => <Preview file={entry} />} />;
    case "binary":
      return <BinaryViewer head={content.value.head} sizeBytes={sizeBytes} />;
    case undefined:
      return <p className="p-2.5 text-meta text-muted">This console is older than the server and cannot show it.</p>;
    default:
      return assertNever(content, "preview");
  }
}
