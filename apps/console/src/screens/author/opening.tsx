/** On the way to a draft: from an example, or from a registered workflow. Opened twice, it is the same draft. */
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { parseIdentifier } from "@skein/spec/identifier";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useNavigate } from "react-router";
import { openDraft } from "../../drafts/draft-store.ts";
import { examplesQuery } from "../../first-run/queries.ts";
import { FailureFace } from "../../frame/failure-face.tsx";
import { Page } from "../../frame/page.tsx";
import { authorPath, type Scope } from "../../paths.ts";
import { consoleApi } from "../../transport.ts";
import { SkeletonRows } from "../../ui/faces.tsx";
import { Gallery } from "./gallery/gallery.tsx";

interface Opened {
  readonly name: string;
  readonly text: string;
  readonly origin: string;
  readonly notes: readonly string[];
}

/** Makes the draft and goes there, once the text has come. */
function useOpening({ project, domain }: Scope, opened: Opened | undefined): void {
  const navigate = useNavigate();
  const { name, text, origin, notes } = opened ?? {};
  // biome-ignore lint/correctness/useExhaustiveDependencies: the origin says which text it is
  useEffect(() => {
    if (name === undefined || text === undefined || origin === undefined) return;
    const draft = openDraft({ project, domain }, { name, text, origin });
    void navigate(authorPath({ project, domain }, { draft: draft.name }), { replace: true, state: { notes } });
  }, [project, domain, origin]);
}

export function OpenExample({ scope, name }: { readonly scope: Scope; readonly name: string }) {
  const { data, error, refetch } = useQuery(examplesQuery());
  const example = data?.examples.find((each) => each.name === name);
  useOpening(
    scope,
    example && { name, text: new TextDecoder().decode(example.content), origin: `example:${name}`, notes: [] },
  );
  if (data && !example) return <Gallery scope={scope} missing={name} />;
  return <Opening what={name} error={error} onRetry={() => void refetch()} />;
}

const sourceQuery = (id: string) =>
  queryOptions({
    queryKey: ["source", id],
    queryFn: ({ signal }) => consoleApi.getSource({ id: parseIdentifier(id, ResourceType.WORKFLOW) }, { signal }),
    retry: false,
  });

/** @param props.id `project:domain:name:version`; an empty version is the newest */
export function OpenWorkflow({ scope, id }: { readonly scope: Scope; readonly id: string }) {
  const { data, error, refetch } = useQuery(sourceQuery(id));
  const name = id.split(":")[2] ?? id;
  useOpening(scope, data && { name: `${name}.yaml`, text: data.text, origin: `workflow:${id}`, notes: data.notes });
  return <Opening what={name} error={error} onRetry={() => void refetch()} />;
}

interface OpeningProps {
  readonly what: string;
  readonly error: Error | null;
  readonly onRetry: () => void;
}

function Opening({ what, error, onRetry }: OpeningProps) {
  return (
    <Page title={what}>
      {error ? (
        <FailureFace what={`${what} could not be opened`} error={error} onRetry={onRetry} />
      ) : (
        <SkeletonRows label={`Opening ${what}`} />
      )}
    </Page>
  );
}
