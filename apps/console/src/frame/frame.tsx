import { lazy, Suspense, useRef, useState } from "react";
import { Outlet, useLocation, useNavigate, useNavigation } from "react-router";
import { authorPath, executionsPath, inboxPath, projectPath, uploadPath, workflowsPath } from "../paths.ts";
import { SkeletonRows } from "../ui/faces.tsx";
import { DropTarget } from "./drop-target.tsx";
import { HelpDialog } from "./help-dialog.tsx";
import { Toasts } from "./notices/toasts.tsx";
import { type Entry, givenEntries } from "./palette/entries.ts";
import { usePreferences } from "./preferences.ts";
import { Rail } from "./rail.tsx";
import { RunnerBar } from "./runner-chip.tsx";
import { useRememberScope, useScope } from "./scope.ts";
import { useShortcut } from "./shortcuts.ts";
import { StaleBar, useIsStale } from "./stale-bar.tsx";
import { TopBar } from "./top-bar.tsx";
import { useComeback } from "./use-comeback.ts";

// Needed by those who call it, and only then.
const Palette = lazy(async () => ({ default: (await import("./palette/palette.tsx")).Palette }));

const skipLink =
  "absolute top-1 left-1 z-50 -translate-y-16 rounded-control bg-accent-solid px-3 py-1.5 font-medium text-on-accent focus:translate-y-0";

/** What stands around every screen: rail, top bar, the runner's word, the drop target, the shortcuts. */
export function Frame() {
  const scope = useScope();
  useRememberScope();
  useComeback();
  const { rail } = usePreferences();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const isLoading = useNavigation().state === "loading";
  const [help, setHelp] = useState(false);
  // What the screen offered when the palette was opened: it must not move while one chooses.
  const [palette, setPalette] = useState<readonly Entry[]>();
  const openPalette = () => setPalette(givenEntries());
  const drawer = useRef<HTMLDialogElement>(null);
  const isWide = /\/executions\/[^/]+/.test(pathname) || pathname === "/author"; // a run and the editor need the width
  const isStale = useIsStale();
  const slim = rail === "slim" || isWide;

  useShortcut("g o", "Go to the overview", () => scope && void navigate(projectPath(scope)));
  useShortcut("g e", "Go to executions", () => scope && void navigate(executionsPath(scope)));
  useShortcut("g w", "Go to workflows", () => scope && void navigate(workflowsPath(scope)));
  useShortcut("g a", "Go to author", () => void navigate(authorPath(scope)));
  useShortcut("g i", "Go to the inbox", () => void navigate(inboxPath(scope)));
  useShortcut("g u", "Go to upload", () => void navigate(uploadPath(scope)));
  useShortcut("Mod+k", "Search or run a command", openPalette);
  useShortcut("/", "Search or run a command", openPalette, "frame");
  useShortcut("?", "Show the shortcuts", () => setHelp(true));

  return (
    <div
      className={`grid h-dvh grid-rows-[auto_minmax(0,1fr)] grid-cols-[minmax(0,1fr)] ${slim ? "md:grid-cols-[48px_minmax(0,1fr)]" : "md:grid-cols-[208px_minmax(0,1fr)]"}`}
    >
      <a href="#main" className={skipLink}>
        Skip to the page
      </a>
      <div className="row-span-2 min-h-0 max-md:hidden">
        <Rail scope={scope} slim={slim} resizable={!isWide} />
      </div>
      <div>
        <TopBar onMenu={() => drawer.current?.showModal()} onSearch={openPalette} />
        <RunnerBar />
        <StaleBar />
      </div>
      <main
        id="main"
        tabIndex={-1}
        aria-busy={isLoading}
        className={`relative min-h-0 min-w-0 overflow-auto bg-surface transition-opacity delay-150 ${isLoading ? "opacity-60" : ""} ${isStale ? "grayscale-75" : ""}`}
      >
        <Suspense fallback={<SkeletonRows label="Loading the page" />}>
          <Outlet />
        </Suspense>
      </main>
      <dialog
        ref={drawer}
        aria-label="Menu"
        onClick={(event) => event.target === drawer.current && drawer.current.close()}
        onKeyDown={(event) => event.key === "Escape" && drawer.current?.close()}
        className="m-0 h-dvh max-h-none w-60 bg-bg text-fg shadow-overlay backdrop:bg-bg/70 md:hidden"
      >
        <Rail scope={scope} slim={false} onNavigate={() => drawer.current?.close()} />
      </dialog>
      <DropTarget scope={scope} />
      <Toasts />
      {palette ? (
        <Suspense>
          <Palette scope={scope} given={palette} onClose={() => setPalette(undefined)} />
        </Suspense>
      ) : undefined}
      {help ? <HelpDialog onClose={() => setHelp(false)} /> : undefined}
    </div>
  );
}
