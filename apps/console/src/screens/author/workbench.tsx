/** One draft being written: text, graph and problems side by side, kept in step. */
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useLocation, useNavigate, useSearchParams } from "react-router";
import type { Draft } from "../../drafts/draft.ts";
import { beginDraft } from "../../drafts/draft-store.ts";
import { useDrafts } from "../../drafts/use-drafts.ts";
import { Page } from "../../frame/page.tsx";
import { setPreferences, usePreferences } from "../../frame/preferences.ts";
import { authorPath, type Scope } from "../../paths.ts";
import { Tag } from "../../ui/badge.tsx";
import type { CheckAnswer, Problem } from "./check/protocol.ts";
import { useChecks } from "./check/use-checks.ts";
import { useRegisteredMoves } from "./check/use-registered-moves.ts";
import { DraftKeeper, type KeeperNews, type Kept } from "./draft-keeper.ts";
import { DraftNews } from "./draft-news.tsx";
import { DraftTabs } from "./draft-tabs.tsx";
import { GraphSide } from "./graph/graph-side.tsx";
import { type LastGraphs, nextGraphs } from "./graph/last-graphs.ts";
import { emptyOutline, nodeOfPath, type Outline } from "./outline/outline.ts";
import { countErrors } from "./problems/problem-counts.ts";
import { ProblemPanel } from "./problems/problem-panel.tsx";
import { OutcomeNotice } from "./register/outcome-notice.tsx";
import { useRegistration } from "./register/use-registration.ts";
import { SavedWords } from "./saved-words.tsx";
import { cursorStanding } from "./text/cursor-standing.ts";
import type { TextEditor } from "./text/text-editor.ts";
import { TextPane } from "./text/text-pane.tsx";
import { parseView, useSides } from "./view.ts";
import { WorkbenchActions } from "./workbench-actions.tsx";

interface WorkbenchProps {
  readonly scope: Scope;
  readonly draft: Draft;
}

/** What is selected in the graph: a node of the workflow that is drawn. */
interface Selection {
  readonly workflow: string;
  readonly path: string | undefined;
}

interface Seen {
  readonly answer: CheckAnswer | undefined;
  readonly outline: Outline;
  readonly graphs: LastGraphs;
}

export function Workbench({ scope, draft }: WorkbenchProps) {
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const { rules } = usePreferences();
  const drafts = useDrafts(scope);
  const editor = useRef<TextEditor>(undefined);
  const keeper = useRef<DraftKeeper>(undefined);
  const [kept, setKept] = useState<Kept>({ savedAt: draft.savedAt, isStored: true });
  const [news, setNews] = useState<KeeperNews>();
  const { answer, text, crash, check, forget } = useChecks(scope, draft.name, rules);
  const [seen, setSeen] = useState<Seen>({ answer: undefined, outline: emptyOutline, graphs: new Map() });
  const [selection, setSelection] = useState<Selection>();
  const [crumbs, setCrumbs] = useState("");
  const cursorNode = useRef("");
  const registration = useRegistration(scope, forget);
  useRegisteredMoves(scope, forget);
  const sides = useSides(parseView(search.get("view")));

  if (answer && answer !== seen.answer) {
    // Computed during render, so that the last good graph and the answer are never a frame apart.
    setSeen({ answer, outline: answer.outline ?? seen.outline, graphs: nextGraphs(seen.graphs, answer) });
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: one keeper for as long as the draft is open
  useEffect(() => {
    const made = new DraftKeeper(scope, draft, {
      onKept: setKept,
      onNews: setNews,
      replace: (next) => editor.current?.replace(next),
    });
    keeper.current = made;
    const onHide = () => made.save();
    addEventListener("pagehide", onHide);
    return () => {
      removeEventListener("pagehide", onHide);
      made.close();
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: later texts come from the editor
  useEffect(() => check(draft.text), []);

  const onAnswer = useEffectEvent((next: CheckAnswer) => {
    editor.current?.setKnowledge({ outline: seen.outline, registered: next.registered });
    editor.current?.setProblems(text, next.problems);
  });
  useEffect(() => {
    if (seen.answer) onAnswer(seen.answer);
  }, [seen.answer]);

  const onText = (next: string) => {
    keeper.current?.edit(next);
    check(next);
  };
  const onCursor = (offset: number) => {
    const at = cursorStanding(editor.current?.text ?? "", offset, seen.outline);
    setCrumbs(at.crumbs.join("\n"));
    const key = `${at.workflow} ${at.node}`;
    if (key === cursorNode.current) return; // what was chosen in the graph stays chosen
    cursorNode.current = key;
    editor.current?.mark(undefined);
    setSelection((before) =>
      at.workflow === ""
        ? before && { ...before, path: undefined }
        : { workflow: at.workflow, path: at.node || undefined },
    );
  };
  const workflows = seen.outline.workflows.map(({ name }) => name);
  const shown = workflows.find((name) => name === selection?.workflow) ?? workflows.at(-1) ?? "";
  const onSelect = (path: string | undefined) => {
    const at = path === undefined ? undefined : nodeOfPath(seen.outline, shown, path);
    if (at?.node) {
      editor.current?.reveal(at.node.head.from);
      editor.current?.mark(at.node.whole);
    } else editor.current?.mark(undefined);
    setSelection({ workflow: shown, path });
  };

  const what = () => ({ ...scope, name: draft.name, text: editor.current?.text ?? draft.text, rules });
  const problems = seen.answer?.problems ?? noProblems;
  const errors = countErrors(problems);
  const why = whyNot(seen.answer, errors);
  const register = () => {
    keeper.current?.save();
    if (why === "") registration.register(what());
  };

  return (
    <Page
      fill
      title={draft.name}
      documentTitle={`${draft.name} · Author · ${scope.project}`}
      aside={<Tag>Draft</Tag>}
      detail={<SavedWords kept={kept} origin={draft.origin} />}
      actions={
        <WorkbenchActions
          scope={scope}
          draft={draft}
          view={sides.view}
          onView={(view) => {
            const next = new URLSearchParams(search);
            next.set("view", view);
            setSearch(next, { replace: true });
          }}
          rules={rules}
          onRules={(next) => setPreferences({ rules: next })}
          why={why}
          hasWorkflow={workflows.length > 0}
          isRegistering={registration.isPending}
          onRegister={register}
          onLaunch={() => {
            keeper.current?.save();
            registration.launch(what(), shown);
          }}
          onKeep={() => keeper.current?.save()}
        />
      }
    >
      <DraftNews
        news={news}
        crash={crash}
        notes={useNotes()}
        onKeepMine={(mine) => {
          const copy = beginDraft(scope, { name: draft.name, text: mine, origin: "" });
          void navigate(authorPath(scope, { draft: copy.name }));
        }}
        onDismiss={() => setNews(undefined)}
      />
      <OutcomeNotice scope={scope} registration={registration} />
      <DraftTabs scope={scope} drafts={drafts} open={draft.name} />
      <div className={`grid min-h-0 flex-1 border-t border-line ${sides.columns}`}>
        <div className={sides.text ? "flex min-h-0 min-w-0 flex-col max-lg:h-[60vh]" : "hidden"}>
          <TextPane
            name={draft.name}
            initial={draft.text}
            crumbs={crumbs}
            editor={editor}
            onText={onText}
            onCursor={onCursor}
            onRegister={register}
            onSave={() => keeper.current?.save()}
          />
        </div>
        {sides.graph ? (
          <div className="flex min-h-0 min-w-0 flex-col border-line lg:border-l max-lg:h-[70vh] max-lg:border-t *:flex-1">
            <GraphSide
              outline={seen.outline}
              graphs={seen.graphs}
              problems={problems}
              isChecked={seen.answer !== undefined}
              shown={shown}
              selected={selection?.workflow === shown ? selection.path : undefined}
              onShow={(workflow) => setSelection({ workflow, path: undefined })}
              onSelect={onSelect}
            />
          </div>
        ) : undefined}
      </div>
      <ProblemPanel
        scope={scope}
        answer={seen.answer}
        why={why}
        onReveal={({ from, to }) => editor.current?.reveal(from, to - from)}
        onFix={(edit) => editor.current?.apply(edit)}
        onStep={(by) => editor.current?.step(by)}
        onAskAgain={forget}
      />
    </Page>
  );
}

const noProblems: readonly Problem[] = [];

/** What keeps it from being registered; empty when nothing does. */
function whyNot(answer: CheckAnswer | undefined, errors: number): string {
  if (!answer) return "Wait for the check";
  if (errors > 0) return `Fix ${errors === 1 ? "1 error" : `${errors} errors`}`;
  if (answer.entities === 0) return "Define something";
  return answer.unknown.state === "unreachable" ? "Wait for the server" : "";
}

/** What lifting could not say in the concise form, handed on by whoever opened it. */
function useNotes(): readonly string[] {
  const state: unknown = useLocation().state;
  if (typeof state !== "object" || state === null || !("notes" in state) || !Array.isArray(state.notes)) return [];
  return state.notes.filter((note) => typeof note === "string");
}
