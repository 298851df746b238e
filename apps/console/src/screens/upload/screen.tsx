import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { timestampFromMillis } from "@skein/spec/timestamp";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { addToBasket, type Basket, emptyBasket, removeFromBasket, useBasket } from "../../basket/basket.ts";
import { PickFiles } from "../../basket/pick-files.tsx";
import { tooLarge } from "../../basket/read-files.ts";
import { openText } from "../../drafts/draft-store.ts";
import { DiagnosticList } from "../../flyte/diagnostic-list.tsx";
import { RelativeTime } from "../../flyte/time.tsx";
import { failureMessage } from "../../frame/failure-face.tsx";
import { Page } from "../../frame/page.tsx";
import { setPreferences, usePreferences } from "../../frame/preferences.ts";
import { useScope } from "../../frame/scope.ts";
import { authorPath, launchPath, type Scope } from "../../paths.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { SkeletonRows } from "../../ui/faces.tsx";
import { Notice } from "../../ui/notice.tsx";
import { DropZone } from "./drop-zone.tsx";
import { EntityPanel } from "./entity-panel.tsx";
import { EntityTable } from "./entity-table.tsx";
import { FileTable } from "./file-table.tsx";
import { chosenEntity, entityKey, entityOf, entityWords, errorsByFile, findingsOf, tallyOf } from "./outcome.ts";
import { findingsId, type Progress, stepsOf } from "./progress.ts";
import { checkQuery, register, type Upload } from "./queries.ts";
import { Steps } from "./steps.tsx";
import { TargetFields } from "./target-fields.tsx";
import { usePaste } from "./use-paste.ts";

export function UploadScreen() {
  const scope = useScope();
  const basket = useBasket();
  usePaste(basket.files.filter(({ name }) => name.startsWith("pasted")).length);
  if (!scope) return <SkeletonRows label="Loading projects" />;
  if (basket.files.length === 0 && basket.refused.length === 0) {
    return (
      <Page ground title="Upload" detail="Files are checked and drawn first. Nothing is registered before you say so.">
        <DropZone scope={scope} />
      </Page>
    );
  }
  return <Filled scope={scope} basket={basket} />;
}

function Filled({ scope, basket }: { readonly scope: Scope; readonly basket: Basket }) {
  const [search, setSearch] = useSearchParams();
  const version = search.get("version") ?? "";
  const { rules } = usePreferences();
  const upload: Upload = { ...scope, version, rules, basket };
  const bytes = basket.files.reduce((sum, { content }) => sum + content.length, 0);
  const oversize = tooLarge(bytes);
  const check = useQuery(checkQuery(upload, oversize === undefined));
  const queries = useQueryClient();
  const navigate = useNavigate();
  const registration = useMutation({
    mutationFn: register,
    onSuccess: () =>
      Promise.all(
        ["workflows", "workflow", "in-use", "check"].map((key) => queries.invalidateQueries({ queryKey: [key] })),
      ),
  });
  const isCurrent =
    registration.variables?.basket.revision === basket.revision &&
    registration.variables.version === version &&
    registration.variables.rules === rules &&
    registration.variables.project === scope.project &&
    registration.variables.domain === scope.domain;
  const answer = isCurrent ? registration.data : undefined;
  const outcome = answer ?? check.data; // what was registered keeps saying how it differed
  const tally = outcome && tallyOf(outcome);
  const findings = outcome ? findingsOf(outcome) : [];
  const entities = outcome?.entities ?? [];
  const allSame = check.data?.registrable === true && tally?.pending === 0 && entities.length > 0;
  const workflows = entities.filter(({ id }) => id?.resourceType === ResourceType.WORKFLOW);
  const progress: Progress = {
    basket,
    bytes,
    oversize,
    isChecking: check.isFetching && !check.data,
    checkFailed: check.isError,
    outcome,
    tally,
    registrable: check.data?.registrable === true && answer?.registered !== false,
    isRegistering: registration.isPending,
    registerFailed: isCurrent && (registration.isError || answer?.registered === false),
    registered: answer?.registered === true || allSame,
    workflows: workflows.length,
  };
  const edit = (name: string, text: string) => {
    const draft = openText(scope, { name, text, origin: `file:${name}` });
    void navigate(authorPath(scope, { draft: draft.name }));
  };
  const files = (
    <FileTable
      basket={basket}
      checked={outcome?.files}
      errors={errorsByFile(findings)}
      onRemove={removeFromBasket}
      onEdit={edit}
    />
  );
  const filesFirst = entities.length === 0 || (tally?.rejected ?? 0) > 0 || basket.refused.length > 0;
  const selected = chosenEntity(entities, search.get("entity"));

  const refine = useCallback(
    (change: Record<string, string | undefined>) =>
      setSearch(
        (old) => {
          const next = new URLSearchParams(old);
          for (const [name, value] of Object.entries(change)) value ? next.set(name, value) : next.delete(name);
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  const onVersion = useCallback((next: string) => refine({ version: next }), [refine]);
  const onNode = useCallback((path: string | undefined) => refine({ node: path }), [refine]);
  const hasErrors = (tally?.errors ?? 0) > 0;
  const told =
    findings.length > 0 ? (
      <section id={findingsId} tabIndex={-1} aria-label="Findings" className="scroll-m-4 outline-offset-4">
        <DiagnosticList
          diagnostics={findings}
          onSelect={(diagnostic) => {
            const about = entityOf(entities, diagnostic);
            if (about) refine({ entity: entityKey(about), node: diagnostic.nodeId || undefined });
          }}
        />
      </section>
    ) : undefined;

  return (
    <Page
      fill
      title={titleOf(basket)}
      documentTitle={`${titleOf(basket)} · Upload`}
      detail={<Standing progress={progress} />}
      actions={
        <>
          <PickFiles verb="Add" onPick={({ files, refused }) => addToBasket(files, refused)} />
          <Button variant="ghost" onClick={emptyBasket}>
            Start over
          </Button>
          <Primary
            progress={progress}
            launch={launchOf(scope, workflows.at(-1)?.id)}
            onRegister={() => registration.mutate(upload)}
          />
        </>
      }
    >
      <Steps steps={stepsOf(progress)} />
      <div
        className={`mt-4 grid min-h-0 flex-1 border-t border-line max-lg:grid-cols-1 ${selected ? "grid-cols-[minmax(0,1fr)_420px]" : "grid-cols-1"}`}
      >
        <div className="flex min-w-0 flex-col gap-3.5 p-4 *:flex-none lg:overflow-y-auto">
          <TargetFields
            scope={scope}
            version={version}
            versionNote={versionNote(entities.map(({ id }) => id?.version ?? ""))}
            onScope={({ project, domain }) => refine({ project, domain, entity: undefined, node: undefined })}
            onVersion={onVersion}
            rules={rules}
            onRules={(next) => setPreferences({ rules: next })}
          />
          {oversize ? (
            <Notice tone="tone-fail" icon="error" className="">
              {oversize}
            </Notice>
          ) : undefined}
          {check.isError ? (
            <Notice
              tone="tone-fail"
              icon="error"
              className=""
              action={
                <Button size="small" onClick={() => void check.refetch()}>
                  Retry
                </Button>
              }
            >
              <b className="font-strong">The upload did not get through, and nothing was registered.</b>{" "}
              {failureMessage(check.error)}
            </Notice>
          ) : undefined}
          {isCurrent && registration.isError ? (
            <Notice
              tone="tone-fail"
              icon="error"
              className=""
              action={
                <Button size="small" onClick={() => registration.mutate(upload)}>
                  Retry
                </Button>
              }
            >
              <b className="font-strong">It is not known whether the files were registered.</b>{" "}
              {failureMessage(registration.error)} Trying again is safe: what is registered already stays as it is.
            </Notice>
          ) : undefined}
          {answer?.registered ? (
            <Notice tone="tone-ok" icon="phaseSucceeded" className="">
              Registered in {scope.project} / {scope.domain}.{" "}
              {workflows.length > 0 ? "Launch a workflow to see it run." : "There is no workflow among it to launch."}
            </Notice>
          ) : undefined}
          {filesFirst ? files : undefined}
          {progress.isChecking ? <SkeletonRows rows={5} label="Checking the files" /> : undefined}
          {hasErrors ? told : undefined}
          {entities.length > 0 ? (
            <EntityTable
              entities={entities}
              selected={selected}
              onSelect={(entity) => refine({ entity: entityKey(entity), node: undefined })}
              launchable={progress.registered}
            />
          ) : undefined}
          {hasErrors ? undefined : told}
          {filesFirst ? undefined : files}
        </div>
        {selected ? (
          <EntityPanel entity={selected} node={search.get("node") ?? undefined} onNode={onNode} />
        ) : undefined}
      </div>
    </Page>
  );
}

function titleOf({ files, refused }: Basket): string {
  const [first] = files.length > 0 ? files : refused;
  const count = files.length + refused.length;
  if (count === 1) return first?.name.split("/").at(-1) ?? "Upload";
  const folders = new Set(files.map(({ name }) => (name.includes("/") ? name.split("/")[0] : "")));
  const [folder] = folders;
  return folders.size === 1 && folder ? `${folder}/` : `${count} files`;
}

/** What an empty version field came to, when it is one for all. */
function versionNote(versions: readonly string[]): string {
  const [only, ...others] = new Set(versions.filter(Boolean));
  return only === undefined ? "" : others.length === 0 ? `→ ${only}` : `→ ${others.length + 1} versions`;
}

function Standing({ progress }: { readonly progress: Progress }) {
  const { basket, registered } = progress;
  return (
    <>
      Taken <RelativeTime at={timestampFromMillis(basket.filledAt)} />.{" "}
      {registered ? "Everything of it is registered." : "Nothing of it is registered yet."}
    </>
  );
}

interface PrimaryProps {
  readonly progress: Progress;
  /** Where Launch leads; undefined when no workflow is among the entities. */
  readonly launch: string | undefined;
  readonly onRegister: () => void;
}

/** The one thing to do next: register, and once that is done, launch. */
function Primary({ progress, launch, onRegister }: PrimaryProps) {
  const { registered, registrable, isRegistering, tally, isChecking } = progress;
  if (registered) {
    return launch ? (
      <LinkButton to={launch} variant="primary" icon="play">
        Launch
      </LinkButton>
    ) : undefined;
  }
  const pending = tally?.pending ?? 0;
  const why = isChecking ? "The files are still being checked" : "Mend what the check found first";
  return (
    <Button
      variant="primary"
      disabled={!registrable || isRegistering}
      aria-busy={isRegistering}
      title={registrable ? "All of it or nothing" : why}
      onClick={onRegister}
    >
      {isRegistering ? "Registering…" : pending > 0 ? `Register ${entityWords(pending)}` : "Register"}
    </Button>
  );
}

function launchOf(scope: Scope, id: { name: string; version: string } | undefined): string | undefined {
  return id && launchPath(scope, { kind: "workflow", name: id.name, version: id.version });
}
