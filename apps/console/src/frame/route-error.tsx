import { useEffect, useRef } from "react";
import { useRouteError } from "react-router";
import { useConnection } from "../live/status.ts";
import { executionsPath, homePath, workflowsPath } from "../paths.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { EmptyFace, ErrorFace } from "../ui/faces.tsx";
import { failureMessage, unreachable } from "./failure-face.tsx";
import { Page } from "./page.tsx";
import { useScope } from "./scope.ts";

/** What a screen threw: the rest of the frame stays alive. */
export function RouteError() {
  const error = useRouteError();
  const isChunk = error instanceof TypeError && /dynamically imported module|importing a module/i.test(error.message);
  if (isChunk) return <MissingChunk error={error} />;
  return (
    <Page title="This page failed">
      <ErrorFace
        title="The page could not be shown"
        message={error instanceof Error ? error.message : failureMessage(error)}
        details={error instanceof Error ? (error.stack ?? error.message) : String(error)}
      >
        <ReloadButton />
      </ErrorFace>
    </Page>
  );
}

/** A screen's code did not come: the server is away, or serves another version by now. */
function MissingChunk({ error }: { readonly error: Error }) {
  const { state } = useConnection();
  const isAway = state === "offline" || state === "connecting";
  const wasAway = useRef(isAway);
  useEffect(() => {
    if (isAway) wasAway.current = true;
    else if (wasAway.current) globalThis.location.reload(); // it is back: nothing on this page can be lost
  }, [isAway]);
  return (
    <Page title="This page is not here yet">
      <ErrorFace
        title={isAway ? "The server does not answer" : "The page is of another version"}
        message={
          isAway ? unreachable : "A newer Skein serves this port than the one this page came from. Reload to get it."
        }
        details={error.stack ?? error.message}
      >
        <ReloadButton />
      </ErrorFace>
    </Page>
  );
}

function ReloadButton() {
  return (
    <Button variant="primary" onClick={() => globalThis.location.reload()}>
      Reload
    </Button>
  );
}

export function NotFound() {
  const scope = useScope();
  return (
    <Page title="No such page">
      <EmptyFace
        icon="search"
        title="Nothing is at this address"
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <LinkButton to={homePath} variant="primary">
              Go to the start
            </LinkButton>
            {scope ? <LinkButton to={executionsPath(scope)}>Executions</LinkButton> : undefined}
            {scope ? <LinkButton to={workflowsPath(scope)}>Workflows</LinkButton> : undefined}
          </div>
        }
      >
        The address may be from another version, or a name in it misspelt. Search finds executions and workflows by
        name.
      </EmptyFace>
    </Page>
  );
}
