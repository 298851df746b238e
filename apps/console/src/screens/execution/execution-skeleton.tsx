import { SkeletonRows, useAfter } from "../../ui/faces.tsx";

/** The page's own shape before its data: head, tabs, canvas. */
export function ExecutionSkeleton({ name }: { readonly name: string }) {
  const shown = useAfter(150);
  return (
    <div className="flex h-full flex-col bg-surface">
      <title>{`${name} · Skein`}</title>
      <div className={`flex h-18 flex-none items-center px-4 ${shown ? "" : "invisible"}`}>
        <div>
          <div className="flex items-center gap-3">
            <i className="h-6.5 w-24 rounded-chip bg-hover" />
            <h1 className="mono text-title!">{name}</h1>
          </div>
          <i className="mt-2 block h-3 w-80 rounded-chip bg-hover" />
        </div>
      </div>
      <div className="h-9 flex-none border-b border-line" />
      <div className="min-h-0 flex-1 bg-bg">
        <SkeletonRows label={`Loading the execution ${name}`} rows={10} />
      </div>
    </div>
  );
}
