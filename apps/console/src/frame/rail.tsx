import { NavLink } from "react-router";
import { useWaitingGates } from "../gates/use-waiting-gates.ts";
import {
  authorPath,
  executionsPath,
  homePath,
  inboxPath,
  projectPath,
  type Scope,
  uploadPath,
  workflowsPath,
} from "../paths.ts";
import { IconButton } from "../ui/button.tsx";
import { Icon, Mark } from "../ui/icon.tsx";
import type { IconName } from "../ui/icon-shapes.tsx";
import { setPreferences } from "./preferences.ts";
import { ScopeSwitch } from "./scope-switch.tsx";

interface RailProps {
  readonly scope: Scope | undefined;
  /** 48 px wide: glyphs only. */
  readonly slim: boolean;
  /** The width is the reader's to choose; a run's page decides it itself. */
  readonly resizable?: boolean;
  readonly onNavigate?: () => void;
}

/** The left rail: where one is, and the sections there are. */
export function Rail({ scope, slim, resizable = false, onNavigate }: RailProps) {
  return (
    <div className={`flex h-full flex-col border-r border-line bg-bg pb-2 ${slim ? "items-center" : "px-2"}`}>
      <NavLink
        to={homePath}
        onClick={onNavigate}
        aria-label="Skein, home"
        className="flex h-11 flex-none items-center gap-2 px-2 text-[14px] font-semibold tracking-tight"
      >
        <Mark />
        {slim ? undefined : "Skein"}
      </NavLink>
      {slim || !scope ? undefined : <ScopeSwitch scope={scope} />}
      <nav aria-label="Main" className={`flex flex-col gap-px ${slim ? "mt-1 items-center gap-1" : "mt-2"}`}>
        {scope ? (
          <>
            <Section slim={slim} to={projectPath(scope)} end icon="home" text="Overview" onClick={onNavigate} />
            <Section slim={slim} to={executionsPath(scope)} icon="executions" text="Executions" onClick={onNavigate} />
            <Section slim={slim} to={workflowsPath(scope)} icon="workflow" text="Workflows" onClick={onNavigate} />
            <hr className="m-2 w-[calc(100%-16px)] border-line" />
          </>
        ) : undefined}
        <Section slim={slim} to={authorPath(scope)} icon="pen" text="Author" onClick={onNavigate} />
        <InboxSection slim={slim} scope={scope} onClick={onNavigate} />
        <Section slim={slim} to={uploadPath(scope)} icon="upload" text="Upload" onClick={onNavigate} />
        <Section slim={slim} to="/settings" icon="gear" text="Settings" onClick={onNavigate} />
      </nav>
      {resizable ? (
        <div className={`mt-auto ${slim ? "" : "self-end"}`}>
          <IconButton
            icon={slim ? "chevronRight" : "chevronLeft"}
            label={slim ? "Widen the rail" : "Narrow the rail"}
            size="small"
            onClick={() => setPreferences({ rail: slim ? "wide" : "slim" })}
          />
        </div>
      ) : undefined}
    </div>
  );
}

interface InboxSectionProps {
  readonly scope: Scope | undefined;
  readonly slim: boolean;
  readonly onClick?: (() => void) | undefined;
}

/** How many gates wait stands beside it. */
function InboxSection({ scope, slim, onClick }: InboxSectionProps) {
  const { data } = useWaitingGates(scope);
  const count = data?.gates.length ?? 0;
  return <Section slim={slim} to={inboxPath(scope)} icon="gate" text="Inbox" count={count} onClick={onClick} />;
}

interface SectionProps {
  readonly to: string;
  readonly icon: IconName;
  readonly text: string;
  readonly slim: boolean;
  /** What waits there; 0 is not shown. */
  readonly count?: number;
  /** Pages below it are not of it. */
  readonly end?: boolean;
  readonly onClick?: (() => void) | undefined;
}

function Section({ to, icon, text, slim, count = 0, end = false, onClick }: SectionProps) {
  return (
    <NavLink
      to={to}
      end={end}
      onClick={onClick}
      title={slim ? text : undefined}
      className={({ isActive }) =>
        `group relative flex items-center gap-2.5 rounded-control font-medium whitespace-nowrap -outline-offset-2 ${
          slim ? "size-8 justify-center" : "h-7 px-2"
        } ${isActive ? "bg-surface text-fg ring-1 ring-line" : "text-muted hover:bg-hover hover:text-fg"}`
      }
    >
      <Icon name={icon} className="group-aria-[current=page]:text-accent" />
      <span className={slim ? "sr-only" : ""}>{text}</span>
      {count > 0 ? (
        <span
          className={`tone-pause rounded-chip bg-tone-badge px-1 text-axis font-strong text-tone tabular-nums ${slim ? "absolute -top-0.5 -right-1" : "ml-auto"}`}
        >
          {count}
          <span className="sr-only"> waiting</span>
        </span>
      ) : undefined}
    </NavLink>
  );
}
