/** Which columns are shown, in which order, how wide, and which stay at the left while the rest scrolls under them. */
import { type ColumnId, columns, isColumnId, standardColumns } from "./columns.tsx";

export interface ColumnLayout {
  readonly ids: readonly ColumnId[];
  /** In pixels, of those that are not as wide as usual. */
  readonly widths: Readonly<Partial<Record<ColumnId, number>>>;
  readonly pinned: ReadonlySet<ColumnId>;
}

export const standardLayout: ColumnLayout = { ids: standardColumns, widths: {}, pinned: new Set() };

const NARROWEST = 56;
const WIDEST = 900;

export const clampWidth = (width: number): number => Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));

/** `cols` of the address: "status,name!,workflow:340", a mark for a pin and a width after a colon; undefined when it names none we know. */
export function parseLayout(text: string | null): ColumnLayout | undefined {
  const ids: ColumnId[] = [];
  const widths: Partial<Record<ColumnId, number>> = {};
  const pinned = new Set<ColumnId>();
  for (const part of (text ?? "").split(",")) {
    const { id = "", pin, width } = /^(?<id>\w+)(?<pin>!)?(?::(?<width>\d{1,4}))?$/.exec(part)?.groups ?? {};
    if (!isColumnId(id) || ids.includes(id)) continue;
    ids.push(id);
    if (pin !== undefined) pinned.add(id);
    if (width !== undefined) widths[id] = clampWidth(Number(width));
  }
  if (ids.length === 0) return undefined;
  return { ids: ids.includes("name") ? ids : ["name", ...ids], widths, pinned };
}

export function formatLayout({ ids, widths, pinned }: ColumnLayout): string {
  return ids
    .map((id) => `${id}${pinned.has(id) ? "!" : ""}${widths[id] === undefined ? "" : `:${widths[id]}`}`)
    .join(",");
}

/** As a view keeps it: empty for what is as usual. */
export function layoutText(layout: ColumnLayout): string {
  const text = formatLayout(layout);
  return text === formatLayout(standardLayout) ? "" : text;
}

/** The columns are those that are shown at first, in that order, and none is pinned: some may give way. */
export const isStandard = ({ ids, pinned }: ColumnLayout): boolean =>
  ids.join() === standardColumns.join() && pinned.size === 0;

/** How wide a column is drawn. */
export const widthOf = (id: ColumnId, { widths }: Pick<ColumnLayout, "widths">): number =>
  widths[id] ?? columns.get(id)?.width ?? NARROWEST;

/** What is left over goes to it, so it may be narrower than usual when there is nothing. */
const SQUEEZED_WORKFLOW = 180;

/** The column of the boxes, and the one of the peek's buttons. */
const BOX_WIDTH = 36;
const PEEK_WIDTH = 48;

/** As wide as the table has to be; in less room it scrolls sideways rather than squeeze what is in it. */
export function narrowest(layout: ColumnLayout, areChosen: boolean): number {
  return layout.ids
    .filter((id) => areChosen || columns.get(id)?.yields === undefined)
    .reduce((sum, id) => sum + squeezed(id, layout), BOX_WIDTH + PEEK_WIDTH);
}

const squeezed = (id: ColumnId, layout: ColumnLayout): number =>
  id === "workflow" ? (layout.widths.workflow ?? SQUEEZED_WORKFLOW) : widthOf(id, layout);

/** Where each pinned column stops at the left, in pixels: after the boxes and those pinned before it. */
export function pinnedLefts(layout: ColumnLayout): ReadonlyMap<ColumnId, number> {
  const lefts = new Map<ColumnId, number>();
  let left = BOX_WIDTH;
  for (const id of layout.ids) {
    if (!layout.pinned.has(id)) continue;
    lefts.set(id, left);
    left += squeezed(id, layout);
  }
  return lefts;
}
