import { useEffect, useRef, useState } from "react";
import { Icon } from "../../ui/icon.tsx";
import { Menu, type MenuItem, type Point } from "../../ui/menu.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { type ValueSource, valueSnippet } from "./snippet.ts";
import { downloadUrl, nameOf, type StoredFile } from "./stored-file.ts";

interface ValueMenuProps {
  readonly name: string;
  /** As it is copied; made when somebody asks for it. */
  readonly text: () => string;
  readonly file: StoredFile | undefined;
  readonly source: ValueSource | undefined;
}

/** What can be taken along of a value. */
export function ValueMenu({ name, text, file, source }: ValueMenuProps) {
  const [at, setAt] = useState<Point>();
  const [copied, setCopied] = useState("");
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (copied === "") return;
    const timer = setTimeout(() => setCopied(""), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copying = (what: string, icon: MenuItem["icon"], make: () => string): MenuItem => ({
    text: `Copy ${what}`,
    icon,
    act: () =>
      navigator.clipboard.writeText(make()).then(
        () => setCopied(`Copied ${what}`),
        () => setCopied(""), // refused by the browser
      ),
  });
  const copies = [
    copying("value", "copy", text),
    ...(file ? [copying("path", "file", () => file.uri)] : []),
    ...(source ? [copying("Python to fetch it", "terminal", () => valueSnippet(source, name, location))] : []),
  ];
  return (
    <>
      <button
        ref={opener}
        type="button"
        aria-label={`Actions on ${name}`}
        aria-haspopup="menu"
        aria-expanded={at !== undefined}
        title={`Actions on ${name}`}
        onClick={() => {
          const { left, bottom } = opener.current?.getBoundingClientRect() ?? { left: 0, bottom: 0 };
          setAt(at ? undefined : { x: left, y: bottom + 4 });
        }}
        className="inline-grid size-6 flex-none place-items-center rounded-control text-muted hover:bg-hover hover:text-fg"
      >
        <Icon name={copied === "" ? "more" : "check"} size={14} />
        <span role="status" className="sr-only">
          {copied}
        </span>
      </button>
      {at ? (
        <Menu
          label={`Actions on ${name}`}
          at={at}
          opener={opener}
          groups={[copies, [downloadOf(name, text, file)]]}
          onClose={() => setAt(undefined)}
        />
      ) : undefined}
    </>
  );
}

function downloadOf(name: string, text: () => string, file: StoredFile | undefined): MenuItem {
  const item = { text: "Download", icon: "download" } as const;
  if (!file) return { ...item, act: () => saveFile(`${name}.txt`, "text/plain", text()) };
  if (!file.uri.startsWith("s3://")) return { ...item, obstacle: "It is not in this server's store", act: () => {} };
  if (file.isFolder) return { ...item, obstacle: "It is a folder; open it and download its files", act: () => {} };
  return {
    ...item,
    act() {
      const link = document.createElement("a");
      link.href = downloadUrl(file);
      link.download = nameOf(file.uri);
      link.click();
    },
  };
}
