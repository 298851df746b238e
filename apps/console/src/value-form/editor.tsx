import { durationToMs, parseDuration } from "@skein/spec/duration";
import { type LiteralType, SimpleType } from "@skein/spec/gen/flyteidl/core/types_pb";
import { formatLiteralType } from "@skein/spec/literal-type";
import { serverNow } from "../flyte/clock.ts";
import { speakDuration } from "../flyte/duration.ts";
import { usePreferences } from "../frame/preferences.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { Input, Select, Textarea } from "../ui/input.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { readDatetime } from "./datetime.ts";
import { type Draft, type Entry, emptyDraft, newItem, optionalInner } from "./draft.ts";

export interface EditorProps {
  /** The id of the first control, for labels and error links. */
  readonly id: string;
  /** Its accessible name, where no label element points to it. */
  readonly label?: string | undefined;
  readonly type: LiteralType;
  readonly draft: Draft;
  readonly invalid: boolean;
  /** The id of what is said about it. */
  readonly describedBy?: string | undefined;
  readonly onChange: (draft: Draft) => void;
}

/** The control for a draft; nests as the type does. */
export function Editor(props: EditorProps) {
  const { type, draft, onChange, id, label, invalid, describedBy } = props;
  const control = { id, "aria-label": label, "aria-invalid": invalid, "aria-describedby": describedBy };
  switch (draft.kind) {
    case "flag":
      return (
        <label className="flex h-8 w-max items-center gap-2">
          <input
            {...control}
            type="checkbox"
            checked={draft.value}
            onChange={({ target }) => onChange({ kind: "flag", value: target.checked })}
            className="size-4 accent-accent-solid"
          />
          <span className="mono">{String(draft.value)}</span>
        </label>
      );
    case "text":
      return <TextEditor {...props} draft={draft} />;
    case "json":
      return (
        <Textarea
          {...control}
          value={draft.text}
          placeholder={`${formatLiteralType(type)} as JSON`}
          onChange={({ target }) => onChange({ kind: "json", text: target.value })}
        />
      );
    case "optional": {
      const inner = optionalInner(type);
      if (!inner) return undefined;
      return (
        <div className="flex flex-col items-start gap-1.5">
          <Segmented
            label={`${label ?? "Value"}: given or not`}
            selected={draft.given ? "given" : "none"}
            onSelect={(next) => onChange({ ...draft, given: next === "given" })}
            options={[
              { id: "given", label: formatLiteralType(inner) },
              { id: "none", label: "none" },
            ]}
          />
          {draft.given ? (
            <div className="w-full">
              <Editor
                {...props}
                type={inner}
                draft={draft.inner}
                onChange={(next) => onChange({ ...draft, inner: next })}
              />
            </div>
          ) : undefined}
        </div>
      );
    }
    case "list":
      return <ListEditor {...props} draft={draft} />;
    case "map":
      return <MapEditor {...props} draft={draft} />;
  }
}

type DraftOf<Kind extends Draft["kind"]> = Extract<Draft, { readonly kind: Kind }>;

function TextEditor(props: EditorProps & { readonly draft: DraftOf<"text"> }) {
  const { type, draft, onChange, id, label, invalid, describedBy } = props;
  const { zone } = usePreferences();
  const control = { id, "aria-label": label, "aria-invalid": invalid, "aria-describedby": describedBy };
  const set = (text: string) => onChange({ kind: "text", text });
  const { type: kind } = type;
  if (kind.case === "enumType") {
    return (
      <Select {...control} value={draft.text} onChange={({ target }) => set(target.value)} className="max-w-80">
        {kind.value.values.includes(draft.text) ? undefined : (
          <option value={draft.text}>{draft.text || "Choose one"}</option>
        )}
        {kind.value.values.map((value) => (
          <option key={value}>{value}</option>
        ))}
      </Select>
    );
  }
  if (kind.case !== "simple") {
    return (
      <Input
        {...control}
        code
        icon="file"
        value={draft.text}
        placeholder="s3://bucket/key"
        onChange={({ target }) => set(target.value)}
      />
    );
  }
  switch (kind.value) {
    case SimpleType.DATETIME: {
      const read = readDatetime(draft.text, serverNow(), zone);
      return (
        <Input
          {...control}
          code
          icon="calendar"
          value={draft.text}
          placeholder="2026-01-31T12:00:00Z, or yesterday 9:00"
          note={read !== undefined && read !== draft.text.trim() ? read : undefined}
          onChange={({ target }) => set(target.value)}
        />
      );
    }
    case SimpleType.DURATION: {
      const duration = parseDuration(draft.text.trim());
      return (
        <Input
          {...control}
          code
          icon="clock"
          value={draft.text}
          placeholder="1h30m"
          note={duration && speakDuration(durationToMs(duration))}
          onChange={({ target }) => set(target.value)}
        />
      );
    }
    case SimpleType.INTEGER:
    case SimpleType.FLOAT:
      return (
        <Input
          {...control}
          code
          inputMode={kind.value === SimpleType.INTEGER ? "numeric" : "decimal"}
          value={draft.text}
          onChange={({ target }) => set(target.value)}
        />
      );
    default:
      return (
        <Textarea
          {...control}
          rows={1}
          value={draft.text}
          onChange={({ target }) => set(target.value)}
          className="min-h-8! resize-none"
        />
      );
  }
}

function ListEditor({
  id,
  label,
  type,
  draft,
  invalid,
  describedBy,
  onChange,
}: EditorProps & { draft: DraftOf<"list"> }) {
  const inner = type.type.case === "collectionType" ? type.type.value : undefined;
  if (!inner) return undefined;
  const { items } = draft;
  const set = (next: typeof items) => onChange({ kind: "list", items: next });
  return (
    <div className="flex flex-col gap-1.5">
      {items.map((item, at) => (
        <div key={item.key} className="flex items-start gap-1.5">
          <span className="mono w-6 flex-none pt-2 text-right text-axis text-faint">{at + 1}</span>
          <div className="min-w-0 flex-1">
            <Editor
              id={at === 0 ? id : `${id}-${item.key}`}
              label={`${label ?? "List"}, item ${at + 1}`}
              type={inner}
              draft={item.draft}
              invalid={invalid}
              describedBy={describedBy}
              onChange={(next) => set(items.map((each) => (each === item ? { ...each, draft: next } : each)))}
            />
          </div>
          <IconButton
            icon="cross"
            label={`Remove item ${at + 1}`}
            className="mt-0.5"
            onClick={() => set(items.filter((each) => each !== item))}
          />
        </div>
      ))}
      <div className="flex items-center gap-2">
        <Button
          {...(items.length === 0 ? { id } : {})}
          size="small"
          icon="plus"
          onClick={() => set([...items, newItem(emptyDraft(inner))])}
        >
          Add an item
        </Button>
        <span className="text-meta text-muted">
          {items.length === 0 ? "an empty list" : items.length === 1 ? "1 item" : `${items.length} items`}
        </span>
      </div>
    </div>
  );
}

function MapEditor({
  id,
  label,
  type,
  draft,
  invalid,
  describedBy,
  onChange,
}: EditorProps & { draft: DraftOf<"map"> }) {
  const inner = type.type.case === "mapValueType" ? type.type.value : undefined;
  if (!inner) return undefined;
  const { entries } = draft;
  const set = (next: readonly Entry[]) => onChange({ kind: "map", entries: next });
  const change = (entry: Entry, next: Partial<Entry>) =>
    set(entries.map((each) => (each === entry ? { ...each, ...next } : each)));
  return (
    <div className="flex flex-col gap-1.5">
      {entries.map((entry, at) => (
        <div key={entry.key} className="flex items-start gap-1.5">
          <Input
            code
            id={at === 0 ? id : undefined}
            aria-label={`${label ?? "Map"}, key ${at + 1}`}
            value={entry.name}
            placeholder="key"
            onChange={({ target }) => change(entry, { name: target.value })}
            className="w-1/3"
          />
          <div className="min-w-0 flex-1">
            <Editor
              id={`${id}-${entry.key}`}
              label={`${label ?? "Map"}, value of ${entry.name || `key ${at + 1}`}`}
              type={inner}
              draft={entry.draft}
              invalid={invalid}
              describedBy={describedBy}
              onChange={(next) => change(entry, { draft: next })}
            />
          </div>
          <IconButton
            icon="cross"
            label={`Remove ${entry.name || `key ${at + 1}`}`}
            className="mt-0.5"
            onClick={() => set(entries.filter((each) => each !== entry))}
          />
        </div>
      ))}
      <div className="flex items-center gap-2">
        <Button
          {...(entries.length === 0 ? { id } : {})}
          size="small"
          icon="plus"
          onClick={() => set([...entries, { name: "", ...newItem(emptyDraft(inner)) }])}
        >
          Add a key
        </Button>
        <span className="text-meta text-muted">
          {entries.length === 0 ? "an empty map" : entries.length === 1 ? "1 key" : `${entries.length} keys`}
        </span>
      </div>
    </div>
  );
}
