import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { beginDraft } from "../../../drafts/draft-store.ts";
import { useDrafts } from "../../../drafts/use-drafts.ts";
import { examplesQuery } from "../../../first-run/queries.ts";
import { FailureFace } from "../../../frame/failure-face.tsx";
import { Page } from "../../../frame/page.tsx";
import { authorPath, type Scope } from "../../../paths.ts";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { SkeletonRows } from "../../../ui/faces.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Count } from "../../../ui/tabs.tsx";
import { blankText } from "./blank.ts";
import { DeleteDialog } from "./delete-dialog.tsx";
import { DraftTable } from "./draft-table.tsx";
import { RenameDialog } from "./rename-dialog.tsx";
import { TemplateLink } from "./template-link.tsx";

interface GalleryProps {
  readonly scope: Scope;
  /** A draft that was asked for and is not there. */
  readonly missing?: string | undefined;
}

/** The drafts of this browser, and what a new one can begin with. */
export function Gallery({ scope, missing }: GalleryProps) {
  const drafts = useDrafts(scope);
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(examplesQuery());
  const [dialog, setDialog] = useState<{ readonly does: "rename" | "delete"; readonly name: string }>();
  const begin = () => {
    const { name } = beginDraft(scope, { name: "draft.yaml", text: blankText, origin: "" });
    void navigate(authorPath(scope, { draft: name }));
  };
  return (
    <Page
      ground
      title="Author"
      documentTitle={`Author · ${scope.project}`}
      detail="Write tasks, workflows and launch plans, and see them drawn and checked at every key."
      actions={
        <Button variant="primary" icon="plus" onClick={begin}>
          New draft
        </Button>
      }
    >
      {missing ? (
        <Notice tone="tone-pause" icon="warning">
          There is no draft called <span className="mono">{missing}</span> for {scope.project} / {scope.domain} in this
          browser.
        </Notice>
      ) : undefined}
      <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] items-start gap-4 px-4 pb-6 max-lg:grid-cols-1">
        <Card title="Drafts" aside={<Count value={drafts.length} />}>
          {drafts.length > 0 ? (
            <DraftTable
              scope={scope}
              drafts={drafts}
              onRename={(name) => setDialog({ does: "rename", name })}
              onDelete={(name) => setDialog({ does: "delete", name })}
            />
          ) : (
            <p className="px-3 py-6 text-center text-muted">
              No drafts yet. Begin a new one, or take an example. Drafts are kept in this browser.
            </p>
          )}
        </Card>
        <Card title="Begin with an example">
          {data ? (
            <ul>
              {data.examples.map((example) => (
                <TemplateLink key={example.name} scope={scope} example={example} />
              ))}
            </ul>
          ) : error ? (
            <FailureFace what="The examples could not be read" error={error} onRetry={() => void refetch()} />
          ) : (
            <SkeletonRows rows={6} label="Loading examples" />
          )}
        </Card>
      </div>
      {dialog?.does === "rename" ? (
        <RenameDialog
          scope={scope}
          name={dialog.name}
          onClose={() => setDialog(undefined)}
          onRenamed={() => setDialog(undefined)}
        />
      ) : undefined}
      {dialog?.does === "delete" ? (
        <DeleteDialog
          scope={scope}
          name={dialog.name}
          onClose={() => setDialog(undefined)}
          onDeleted={() => setDialog(undefined)}
        />
      ) : undefined}
    </Page>
  );
}
