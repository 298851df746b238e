import { useState } from "react";
import { useNavigate } from "react-router";
import type { Draft } from "../../drafts/draft.ts";
import type { Preferences } from "../../frame/preferences.ts";
import { authorPath, type Scope } from "../../paths.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Select } from "../../ui/input.tsx";
import { useIsNarrow } from "../../ui/media.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { DeleteDialog } from "./gallery/delete-dialog.tsx";
import { RenameDialog } from "./gallery/rename-dialog.tsx";
import type { View } from "./view.ts";

interface WorkbenchActionsProps {
  readonly scope: Scope;
  readonly draft: Draft;
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly rules: Preferences["rules"];
  readonly onRules: (rules: Preferences["rules"]) => void;
  /** What keeps it from being registered; empty when nothing does. */
  readonly why: string;
  readonly hasWorkflow: boolean;
  readonly isRegistering: boolean;
  readonly onRegister: () => void;
  readonly onLaunch: () => void;
  /** Keeps the text before something is done with the draft as a whole. */
  readonly onKeep: () => void;
}

const views = [
  { id: "text", label: "Text" },
  { id: "both", label: "Both" },
  { id: "graph", label: "Graph" },
] as const;

export function WorkbenchActions(props: WorkbenchActionsProps) {
  const { scope, draft, view, onView, rules, onRules, why, hasWorkflow, isRegistering, onRegister, onLaunch } = props;
  const navigate = useNavigate();
  const isNarrow = useIsNarrow();
  const [dialog, setDialog] = useState<"rename" | "delete">();
  const whyNoLaunch = why || (hasWorkflow ? "" : "Write a workflow");
  const open = (which: "rename" | "delete") => {
    props.onKeep();
    setDialog(which);
  };
  return (
    <>
      <Segmented<View>
        label="What is seen"
        selected={view}
        onSelect={onView}
        options={isNarrow ? views.filter(({ id }) => id !== "both") : views}
      />
      <Select
        dense
        aria-label="Rules"
        title="Strict: Flyte's rules, and what Flyte lets pass though it goes wrong later is an error"
        value={rules}
        onChange={({ target }) => onRules(target.value === "strict" ? "strict" : "flyte-1.16")}
      >
        <option value="strict">Strict rules</option>
        <option value="flyte-1.16">Flyte 1.16 rules</option>
      </Select>
      <IconButton icon="pen" label="Rename the draft" onClick={() => open("rename")} />
      <IconButton icon="trash" label="Delete the draft" onClick={() => open("delete")} />
      <Button
        icon="play"
        disabled={whyNoLaunch !== "" || isRegistering}
        title={whyNoLaunch && `${whyNoLaunch} to launch it`}
        onClick={onLaunch}
      >
        Launch
      </Button>
      <Button
        variant="primary"
        disabled={why !== "" || isRegistering}
        aria-busy={isRegistering}
        title={why ? `${why} to register it` : "All of it or nothing (Ctrl Enter)"}
        onClick={onRegister}
      >
        {isRegistering ? "Registering…" : "Register"}
      </Button>
      {dialog === "rename" ? (
        <RenameDialog
          scope={scope}
          name={draft.name}
          onClose={() => setDialog(undefined)}
          onRenamed={(name) => void navigate(authorPath(scope, { draft: name }), { replace: true })}
        />
      ) : undefined}
      {dialog === "delete" ? (
        <DeleteDialog
          scope={scope}
          name={draft.name}
          onClose={() => setDialog(undefined)}
          onDeleted={() => void navigate(authorPath(scope), { replace: true })}
        />
      ) : undefined}
    </>
  );
}
