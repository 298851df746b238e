import { type RefObject, useEffect, useEffectEvent, useRef } from "react";
import { Icon } from "../../../ui/icon.tsx";
import { TextEditor } from "./text-editor.ts";

interface TextPaneProps {
  readonly name: string;
  readonly initial: string;
  /** Keys above the cursor: `workflows`, `word_count`, `nodes`. */
  readonly crumbs: string;
  readonly editor: RefObject<TextEditor | undefined>;
  readonly onText: (text: string) => void;
  readonly onCursor: (offset: number) => void;
  readonly onRegister: () => void;
  readonly onSave: () => void;
}

/** The editor and, above it, where the cursor is. */
export function TextPane({ name, initial, crumbs, editor, onText, onCursor, onRegister, onSave }: TextPaneProps) {
  const parent = useRef<HTMLDivElement>(null);
  const tell = {
    text: useEffectEvent(onText),
    cursor: useEffectEvent(onCursor),
    register: useEffectEvent(onRegister),
    save: useEffectEvent(onSave),
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: one editor for as long as the draft is open
  useEffect(() => {
    if (!parent.current) return;
    const does = (act: () => void) => () => {
      act();
      return true;
    };
    const made = new TextEditor({
      parent: parent.current,
      text: initial,
      label: `Text of ${name}`,
      onText: (text) => tell.text(text),
      onCursor: (offset) => tell.cursor(offset),
      keys: [
        { key: "Mod-Enter", run: does(() => tell.register()) },
        { key: "Mod-s", run: does(() => tell.save()), preventDefault: true },
      ],
    });
    editor.current = made;
    // On a phone it would bring up the keyboard over what was opened to be read.
    if (!matchMedia("(pointer: coarse)").matches) made.focus();
    return () => {
      made.destroy();
      editor.current = undefined;
    };
  }, []);
  return (
    <div className="flex min-h-0 min-w-0 flex-col bg-surface">
      <div className="flex h-6.5 flex-none items-center gap-1 overflow-hidden border-b border-line px-4 text-axis whitespace-nowrap text-muted">
        {crumbs === "" ? <span>{name}</span> : undefined}
        {crumbs
          .split("\n")
          .filter(Boolean)
          .map((crumb, at, all) => (
            <span key={at} className="flex items-center gap-1">
              {at > 0 ? <Icon name="chevronRight" size={12} className="text-faint" /> : undefined}
              <span className={at === all.length - 1 ? "text-fg" : ""}>{crumb}</span>
            </span>
          ))}
      </div>
      <div ref={parent} data-keep-focus className="min-h-0 flex-1 overflow-hidden" />
      <p id="author-editor-keys" className="sr-only">
        Control Space completes, F1 says what something is, F12 goes to where it is defined, F8 goes to the next
        problem, Control full stop mends it, Control Enter registers. Escape and then Tab leaves the editor.
      </p>
    </div>
  );
}
