import { useLayoutEffect, useRef, useState } from "react";

/** A text of any length in at most three lines; what is cut off is a press away. */
export function Clamped({ text }: { readonly text: string }) {
  const paragraph = useRef<HTMLParagraphElement>(null);
  const [open, setOpen] = useState(false);
  const [isCut, setIsCut] = useState(false);
  useLayoutEffect(() => {
    const { current } = paragraph;
    if (!current || open) return; // open, it does not say any more whether it would be cut
    const measure = () => setIsCut(current.scrollHeight > current.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [open]);
  return (
    <div className="max-w-180">
      <p ref={paragraph} className={`wrap-anywhere whitespace-pre-line ${open ? "" : "line-clamp-3"}`}>
        {text}
      </p>
      {isCut ? (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="min-h-6 font-medium text-accent hover:underline"
        >
          {open ? "less" : "more"}
        </button>
      ) : undefined}
    </div>
  );
}
