import type { ReactNode } from "react";
import { Icon } from "../../../ui/icon.tsx";
import type { IconName } from "../../../ui/icon-shapes.tsx";
import type { OutlineNode, OutlineVariable, OutlineWorkflow } from "../outline/outline.ts";

const icons: Readonly<Record<string, IconName>> = {
  task: "task",
  map: "map",
  workflow: "workflow",
  launchPlan: "launchPlan",
  switch: "branch",
  approve: "gate",
  signal: "gate",
  sleep: "clock",
};

interface FaceCardProps {
  readonly workflow: OutlineWorkflow | undefined;
  readonly node: OutlineNode | undefined;
}

/** What the selected node, or else the workflow, takes and gives. Always of one height: nothing moves. */
export function FaceCard({ workflow, node }: FaceCardProps) {
  const subject = node ?? workflow;
  return (
    <section
      aria-label={node ? `Node ${node.id}` : "Workflow"}
      className="flex h-39 flex-none flex-col border-t border-line bg-surface"
    >
      <header className="flex h-9 flex-none items-center gap-2 border-b border-line px-3">
        <Icon name={node ? (icons[node.kind ?? ""] ?? "task") : "workflow"} className="text-muted" />
        <h2 className="font-semibold whitespace-nowrap">{node?.id ?? workflow?.name ?? ""}</h2>
        <span className="truncate text-meta text-muted">{node ? targetWords(node) : workflow?.description}</span>
      </header>
      <div className="grid min-h-0 flex-1 grid-cols-2 text-meta">
        <Column title="Inputs" className="border-r border-line">
          {subject?.inputs.map((each) => (
            <Line key={each.name} variable={each}>
              {node ? <Bound variable={each} isBound={node.bound.includes(each.name)} /> : defaultWords(each)}
            </Line>
          ))}
        </Column>
        <Column title="Outputs">
          {subject?.outputs.map((each) => (
            <Line key={each.name} variable={each}>
              {node && workflow ? usedWords(workflow, `${node.path}.${each.name}`) : ""}
            </Line>
          ))}
        </Column>
      </div>
    </section>
  );
}

interface ColumnProps {
  readonly title: string;
  readonly className?: string;
  readonly children: ReactNode;
}

function Column({ title, className = "", children }: ColumnProps) {
  const isEmpty = !Array.isArray(children) || children.length === 0;
  return (
    <div className={`min-h-0 overflow-y-auto px-3 py-2 ${className}`}>
      <h3 className="mb-1 text-axis font-strong text-faint">{title}</h3>
      {isEmpty ? <p className="text-faint">None</p> : <ul>{children}</ul>}
    </div>
  );
}

function Line({ variable, children }: { readonly variable: OutlineVariable; readonly children: ReactNode }) {
  return (
    <li className="flex items-center gap-2 leading-5" title={variable.description || undefined}>
      <span className="mono truncate">{variable.name}</span>
      <span className="mono truncate text-faint">{variable.type}</span>
      <span className="ml-auto flex-none pl-2 text-muted">{children}</span>
    </li>
  );
}

function Bound({ variable, isBound }: { readonly variable: OutlineVariable; readonly isBound: boolean }) {
  if (isBound) return <Icon name="check" size={12} label="bound" className="text-wait" />;
  if (variable.isOptional) return defaultWords(variable) || "may be left out";
  return (
    <span className="flex items-center gap-1 text-pause">
      <Icon name="warning" size={12} /> not bound
    </span>
  );
}

function defaultWords({ default: value, isOptional }: OutlineVariable): string {
  if (value === "") return isOptional ? "may be left out" : "";
  return `default ${value.length > 24 ? `${value.slice(0, 23)}…` : value}`;
}

function usedWords({ uses }: OutlineWorkflow, reference: string): string {
  const count = uses.filter((each) => each === reference).length;
  return count === 0 ? "not used" : count === 1 ? "used once" : `used ${count} times`;
}

const waits: Readonly<Record<string, string>> = {
  approve: "waits for an approval",
  signal: "waits for a value",
  sleep: "waits",
};

function targetWords({ kind, target, found, version }: OutlineNode): string {
  if (!kind) return "It does not say what it is";
  if (target === "") return waits[kind] ?? kind;
  if (found === "registered") return `${target}, resolved to ${version}`;
  return found === "text" ? `${target}, of this text` : `${target}, not found`;
}
