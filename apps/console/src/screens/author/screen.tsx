import { useSearchParams } from "react-router";
import { findDraft } from "../../drafts/draft-store.ts";
import { useScope } from "../../frame/scope.ts";
import { findAuthorTarget, type Scope } from "../../paths.ts";
import { SkeletonRows } from "../../ui/faces.tsx";
import { Gallery } from "./gallery/gallery.tsx";
import { OpenExample, OpenWorkflow } from "./opening.tsx";
import { Workbench } from "./workbench.tsx";

export function AuthorScreen() {
  const scope = useScope();
  const [search] = useSearchParams();
  if (!scope) return <SkeletonRows label="Loading projects" />;
  return <Author scope={scope} search={search} />;
}

function Author({ scope, search }: { readonly scope: Scope; readonly search: URLSearchParams }) {
  const target = findAuthorTarget(search);
  if (target.example) return <OpenExample scope={scope} name={target.example} />;
  if (target.workflow) return <OpenWorkflow scope={scope} id={target.workflow} />;
  const draft = target.draft ? findDraft(scope, target.draft) : undefined;
  if (!draft) return <Gallery scope={scope} missing={target.draft} />;
  return <Workbench key={`${scope.project} ${scope.domain} ${draft.name}`} scope={scope} draft={draft} />;
}
