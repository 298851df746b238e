import { useRouteError } from "react-router";
import { homePath } from "../paths.ts";
import { Button, LinkButton } from "../ui/button.tsx";
import { EmptyFace, ErrorFace } from "../ui/faces.tsx";
import { failureMessage } from "./failure-face.tsx";
import { Page } from "./page.tsx";

/** What a screen threw: the rest of the frame stays alive. */
export function RouteError() {
  const error = useRouteError();
  const isChunk = error instanceof TypeError && /dynamically imported module|importing a module/i.test(error.message);
  const message = isChunk
    ? "A newer Skein serves this port than the one this page came from. Reload to get it."
    : error instanceof Error
      ? error.message
      : failureMessage(error);
  return (
    <Page title="This page failed">
      <ErrorFace
        title={isChunk ? "The page is of another version" : "The page could not be shown"}
        message={message}
        details={error instanceof Error ? (error.stack ?? error.message) : String(error)}
      >
        <Button variant="primary" onClick={() => globalThis.location.reload()}>
          Reload
        </Button>
      </ErrorFace>
    </Page>
  );
}

export function NotFound() {
  return (
    <Page title="No such page">
      <EmptyFace
        icon="search"
        title="Nothing is at this address"
        action={
          <LinkButton to={homePath} variant="primary">
            Go to the start
          </LinkButton>
        }
      >
        The address may be from another version, or a name in it misspelt. Search finds executions and workflows by
        name.
      </EmptyFace>
    </Page>
  );
}
