import { useEffect, useState } from "react";
import type { Scope } from "../../../paths.ts";
import { Kbd } from "../../../ui/badge.tsx";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Icon } from "../../../ui/icon.tsx";
import type { IconName } from "../../../ui/icon-shapes.tsx";
import { Count } from "../../../ui/tabs.tsx";
import { type CheckAnswer, type Problem, problemKey, type TextEdit } from "../check/protocol.ts";
import { fixLabel } from "../text/problem-marks.ts";
import { countProblems } from "./problem-counts.ts";
import { ProblemWords } from "./problem-words.tsx";

const looks = {
  error: { icon: "error", word: "Error", tone: "text-fail" },
  warning: { icon: "warning", word: "Warning", tone: "text-pause" },
  info: { icon: "info", word: "Note", tone: "text-wait" },
} as const satisfies Record<Problem["severity"], { icon: IconName; word: string; tone: string }>;

interface ProblemPanelProps {
  readonly scope: Scope;
  readonly answer: CheckAnswer | undefined;
  /** What keeps the text from being registered; empty when nothing does. */
  readonly why: string;
  readonly onReveal: (problem: Problem) => void;
  readonly onFix: (edit: TextEdit) => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onAskAgain: () => void;
}

/** Everything that was found, in the order of the text, with what mends it. */
export function ProblemPanel({ scope, answer, why, onReveal, onFix, onStep, onAskAgain }: ProblemPanelProps) {
  const problems = answer?.problems ?? [];
  const [open, setOpen] = useState(true);
  return (
    <section aria-label="Problems" className="flex min-h-0 flex-none flex-col border-t border-line bg-surface">
      <header className="flex h-8.5 flex-none items-center gap-2 pr-3 pl-4 text-meta">
        <h2 className="font-medium">Problems</h2>
        {answer ? <Count value={problems.length} /> : undefined}
        {problems.length > 1 ? (
          <span className="flex items-center">
            <IconButton
              icon="chevronLeft"
              size="small"
              label="Previous problem (Shift F8)"
              onClick={() => onStep(-1)}
            />
            <IconButton icon="chevronRight" size="small" label="Next problem (F8)" onClick={() => onStep(1)} />
          </span>
        ) : undefined}
        <Standing answer={answer} why={why} onAskAgain={onAskAgain} />
        <IconButton
          icon={open ? "chevronDown" : "chevronUp"}
          size="small"
          label={open ? "Hide the problems" : "Show the problems"}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        />
        <Announcement words={answer ? countProblems(problems) || "No problems" : ""} />
      </header>
      {open ? (
        // Always of one height: text and graph stay where they are when problems come and go.
        <div className="h-33 overflow-y-auto border-t border-line">
          {problems.length > 0 ? (
            <ul>
              {problems.map((problem, at) => (
                <Row key={`${problemKey(problem)} ${at}`} problem={problem} onReveal={onReveal} onFix={onFix} />
              ))}
            </ul>
          ) : answer ? (
            <p className="px-4 py-3 text-meta text-muted">
              No problems. <Kbd>Ctrl</Kbd> <Kbd>Enter</Kbd> registers it for {scope.project} / {scope.domain}.
            </p>
          ) : undefined}
        </div>
      ) : undefined}
    </section>
  );
}

/** How long it took, and what could not be checked. */
function Standing({ answer, why, onAskAgain }: Pick<ProblemPanelProps, "answer" | "why" | "onAskAgain">) {
  const unreachable = answer?.unknown.state === "unreachable" ? answer.unknown.names : [];
  return (
    <span className="ml-auto flex min-w-0 items-center gap-2 text-axis text-muted">
      {unreachable.length > 0 ? (
        <>
          <span className="truncate" title={unreachable.join(", ")}>
            {unreachable.length === 1 ? "1 reference is" : `${unreachable.length} references are`} not checked: the
            server does not answer
          </span>
          <Button size="small" onClick={onAskAgain}>
            Ask again
          </Button>
        </>
      ) : undefined}
      {answer && why ? <span className="truncate max-sm:hidden">{why} to register it</span> : undefined}
      {answer ? (
        <span className="whitespace-nowrap" title="In this browser, without the server">
          Checked in {Math.max(1, Math.round(answer.durationMs))} ms
        </span>
      ) : (
        <span>Checking…</span>
      )}
    </span>
  );
}

interface RowProps {
  readonly problem: Problem;
  readonly onReveal: (problem: Problem) => void;
  readonly onFix: (edit: TextEdit) => void;
}

function Row({ problem, onReveal, onFix }: RowProps) {
  const { severity, message, code, line, col, hints } = problem;
  const look = looks[severity];
  const words = hints.filter(({ edit, text }) => !edit || /^Did you mean/.test(text));
  const fixes = hints.flatMap(({ edit, text }) => (edit ? [{ edit, text }] : []));
  return (
    <li className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1 border-line py-0.5 pr-3 pl-4 text-meta not-last:border-b hover:bg-hover">
      <button
        type="button"
        onClick={() => onReveal(problem)}
        title="Show it in the text"
        className="flex min-w-60 flex-1 items-start gap-2.5 py-0.5 text-left -outline-offset-2"
      >
        <Icon name={look.icon} size={14} label={look.word} className={`mt-px ${look.tone}`} />
        <span className="min-w-0 wrap-anywhere">
          <ProblemWords text={message} />
          {words.map(({ text }, at) => (
            <span key={at} className="text-muted">
              {" "}
              <ProblemWords text={text} />
            </span>
          ))}
        </span>
      </button>
      <span className="mono text-axis text-faint max-sm:hidden">{code}</span>
      <span className="mono w-14 text-right text-muted">
        {line}:{col}
      </span>
      {fixes.length > 0 ? (
        <span className="flex flex-wrap items-center gap-1.5">
          {fixes.map(({ edit, text }, at) => (
            <Button key={at} size="small" onClick={() => onFix(edit)}>
              {fixLabel(edit, text)}
            </Button>
          ))}
          <span aria-hidden="true" className="max-md:hidden">
            <Kbd>Ctrl .</Kbd>
          </span>
        </span>
      ) : undefined}
    </li>
  );
}

const QUIET_MS = 1000;

/** Says how many there are, once the typing rests. */
function Announcement({ words }: { readonly words: string }) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSaid(words), QUIET_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <span role="status" className="sr-only">
      {said}
    </span>
  );
}
