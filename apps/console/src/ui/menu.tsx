import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-shapes.tsx";

export interface MenuItem {
  readonly text: string;
  readonly icon: IconName;
  /** The key that does the same, as it is pressed. */
  readonly keys?: string;
  /** Why it cannot be done now; it stays in the menu, so that nobody looks for it. */
  readonly obstacle?: string | undefined;
  readonly act: () => void;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

interface MenuProps {
  readonly label: string;
  readonly at: Point;
  /** In groups, with a line between them; empty ones are left out. */
  readonly groups: readonly (readonly MenuItem[])[];
  /** What opened it and closes it again by another press. */
  readonly opener?: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}

const MARGIN = 8;

/** A menu at a place of the page. Arrows, Home, End and first letters move; Esc gives the focus back to where it was. */
export function Menu({ label, at, groups, opener, onClose }: MenuProps) {
  const root = useRef<HTMLDivElement>(null);
  const place = usePlace(root, at);
  useEffect(() => {
    const before = document.activeElement;
    itemsOf(root.current)[0]?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  useEffect(() => {
    const onPointer = ({ target }: PointerEvent) => {
      if (!(target instanceof Node) || root.current?.contains(target) || opener?.current?.contains(target)) return;
      onClose();
    };
    addEventListener("pointerdown", onPointer, true);
    addEventListener("blur", onClose);
    return () => {
      removeEventListener("pointerdown", onPointer, true);
      removeEventListener("blur", onClose);
    };
  }, [onClose, opener]);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const items = itemsOf(event.currentTarget);
    const next = nextItem(event.key, items);
    if (next === undefined && event.key !== "Escape" && event.key !== "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    if (next) next.focus();
    else onClose();
  };
  return (
    <div
      ref={root}
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => event.preventDefault()}
      style={{ left: place.x, top: place.y }}
      className="fixed z-40 min-w-52 animate-fade rounded-card border border-line-2 bg-overlay p-1 shadow-overlay"
    >
      {groups
        .filter((group) => group.length > 0)
        .map((group, index) => (
          <fieldset key={group[0]?.text} className={index > 0 ? "mt-1 border-t border-line pt-1" : ""}>
            {group.map((item) => (
              <ItemButton key={item.text} item={item} onClose={onClose} />
            ))}
          </fieldset>
        ))}
    </div>
  );
}

function ItemButton({ item, onClose }: { readonly item: MenuItem; readonly onClose: () => void }) {
  const { text, icon, keys, obstacle, act } = item;
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      aria-disabled={obstacle !== undefined}
      title={obstacle}
      onClick={() => {
        if (obstacle !== undefined) return;
        onClose();
        act();
      }}
      className="flex h-7 w-full items-center gap-2 rounded-chip px-2 text-left text-dense hover:bg-hover focus:bg-hover aria-disabled:text-faint"
    >
      <Icon name={icon} size={14} className="text-faint" />
      <span className="flex-1 whitespace-nowrap">{text}</span>
      {keys ? <kbd className="mono text-axis text-faint">{keys}</kbd> : undefined}
    </button>
  );
}

const itemsOf = (menu: HTMLElement | null): HTMLElement[] => [
  ...(menu?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? []),
];

function nextItem(key: string, items: readonly HTMLElement[]): HTMLElement | undefined {
  const { activeElement } = document;
  const at = activeElement instanceof HTMLElement ? items.indexOf(activeElement) : -1;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[key];
  if (to !== undefined) return items.at(to % items.length);
  if (!/^\p{L}$/u.test(key)) return undefined;
  const after = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return after.find((each) => each.textContent?.toLowerCase().startsWith(key.toLowerCase()));
}

/** Moved back where it would lie beyond an edge of the window. */
function usePlace(root: RefObject<HTMLDivElement | null>, at: Point): Point {
  const [place, setPlace] = useState(at);
  useLayoutEffect(() => {
    const { width, height } = root.current?.getBoundingClientRect() ?? { width: 0, height: 0 };
    setPlace({
      x: Math.max(MARGIN, Math.min(at.x, innerWidth - width - MARGIN)),
      y: Math.max(MARGIN, Math.min(at.y, innerHeight - height - MARGIN)),
    });
  }, [root, at]);
  return place;
}
