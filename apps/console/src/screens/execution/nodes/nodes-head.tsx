import { SortHead } from "../sort-head.tsx";
import type { Sorting } from "../sorting.ts";
import { COLUMNS } from "./node-row.tsx";
import type { NodeColumn } from "./sort-nodes.ts";

export const HEAD = 28;

interface NodesHeadProps {
  readonly isNarrow: boolean;
  readonly sorting: Sorting<NodeColumn> | undefined;
  readonly onSort: (sorting: Sorting<NodeColumn> | undefined) => void;
}

/** Over cards it is there for screen readers, and nothing in it takes the focus. */
export function NodesHead({ isNarrow, ...sort }: NodesHeadProps) {
  if (isNarrow) {
    return (
      <thead className="sr-only">
        <tr aria-rowindex={1}>
          {["Name", "Status", "Attempts", "Ran", "Compute", "Error"].map((text) => (
            <Head key={text} text={text} />
          ))}
        </tr>
      </thead>
    );
  }
  return (
    <thead className="sticky top-0 z-1 block">
      <tr aria-rowindex={1} className={`${COLUMNS} border-b border-line bg-raised text-axis font-medium text-muted`}>
        <SortHead {...sort} column="name" text="Name" />
        <SortHead {...sort} column="status" text="Status" />
        <SortHead {...sort} column="attempts" text="Attempts" />
        <Head text="Cache" />
        <SortHead {...sort} column="started" text="Started" />
        <SortHead {...sort} column="queued" text="Queued" end />
        <SortHead {...sort} column="ran" text="Ran" end />
        <SortHead {...sort} column="compute" text="Compute" end />
        <Head text="Error" />
      </tr>
    </thead>
  );
}

function Head({ text }: { readonly text: string }) {
  return (
    <th scope="col" className="h-7 px-2 text-left leading-7 font-medium">
      {text}
    </th>
  );
}
