/** How the editor looks: colours, sizes and type from the tokens, so that both themes are one. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Extension, Prec } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  MatchDecorator,
  type PluginValue,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

const words = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--code-key)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-number)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: tags.content, color: "var(--code-string)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--faint)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.typeName, tags.labelName, tags.meta], color: "var(--code-word)" },
  { tag: [tags.separator, tags.squareBracket, tags.brace, tags.punctuation], color: "var(--muted)" },
]);

/** References, and the names of what a node runs, inside values. */
function marker(regexp: RegExp, className: string): Extension {
  const decorator = new MatchDecorator({
    regexp,
    decorate(add, from, to, match) {
      const name = match[1];
      // With a group, only that part of the match is meant.
      const start = name === undefined ? from : to - name.length;
      add(start, to, Decoration.mark({ class: className }));
    },
  });
  const plugin = ViewPlugin.fromClass(
    class implements PluginValue {
      decorations;
      constructor(view: EditorView) {
        this.decorations = decorator.createDeco(view);
      }
      update(update: ViewUpdate): void {
        this.decorations = decorator.updateDeco(update, this.decorations);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
  return Prec.highest(plugin); // the innermost mark has the last word on the colour
}

/** Signs of the gutter: shapes of ours, so that they differ without colour. */
const sign = (color: string, shape: string) => {
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='none' stroke='black' stroke-width='1.5' stroke-linecap='round' stroke-linejoin='round'>${shape}</svg>`;
  return {
    content: "none",
    width: "13px",
    height: "13px",
    margin: "3.5px auto 0",
    backgroundColor: color,
    mask: `url("data:image/svg+xml,${encodeURIComponent(svg)}") center / contain no-repeat`,
  };
};

const octagon = "<path d='M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2L1.5 10.8V5.2zM8 4.8v3.6m0 2.5v.1'/>";
const triangle = "<path d='M8 2 14.5 13.5h-13zM8 6.5v3m0 2v.01'/>";
const circle = "<circle cx='8' cy='8' r='6'/><path d='M8 7.5V11m0-6v.01'/>";

const wavy = (color: string) => ({
  backgroundImage: "none",
  textDecoration: `underline wavy ${color} 1.5px`,
  textUnderlineOffset: "4px",
});

const theme = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--surface)", color: "var(--fg)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--font-mono)",
    fontSize: "12.5px",
    lineHeight: "20px",
    fontVariantNumeric: "slashed-zero",
  },
  ".cm-content": { padding: "6px 0 40vh", caretColor: "var(--fg)" },
  ".cm-line": { padding: "0 16px 0 2px" },
  ".cm-cursor": { borderLeftColor: "var(--fg)", borderLeftWidth: "2px" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 22%, transparent)",
  },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--faint)", border: "none", fontSize: "11.5px" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "40px", padding: "0 2px 0 8px" },
  ".cm-gutter-lint": { width: "20px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0" },
  ".cm-lint-marker-error": sign("var(--fail)", octagon),
  ".cm-lint-marker-warning": sign("var(--pause)", triangle),
  ".cm-lint-marker-info": sign("var(--muted)", circle),
  ".cm-foldGutter .cm-gutterElement": { color: "var(--faint)", padding: "0 3px", cursor: "default" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--fg) 4%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--fg)" },
  ".cm-error-line": { backgroundColor: "color-mix(in srgb, var(--fail) 8%, transparent)" },
  ".cm-node-line": { backgroundColor: "color-mix(in srgb, var(--accent) 6%, transparent)" },
  ".cm-reference": { color: "var(--code-number)" },
  ".cm-call": { color: "var(--accent)" },
  ".cm-lintRange-error": wavy("var(--fail)"),
  ".cm-lintRange-warning": wavy("var(--pause)"),
  ".cm-lintRange-info": wavy("var(--muted)"),
  ".cm-lintPoint::after": { display: "none" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--accent-tint)",
    outline: "1px solid var(--line-2)",
  },
  ".cm-searchMatch": { backgroundColor: "var(--mark)" },
  ".cm-searchMatch-selected": { outline: "1px solid var(--accent)" },
  ".cm-selectionMatch": { backgroundColor: "var(--hover)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--hover)", border: "none", color: "var(--muted)", padding: "0 6px" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--fg)", fontFamily: "var(--font-sans)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panel.cm-search": { padding: "6px 12px", fontSize: "12px" },
  ".cm-panel.cm-search input, .cm-textfield": {
    backgroundColor: "var(--surface)",
    border: "1px solid var(--control)",
    borderRadius: "6px",
    color: "var(--fg)",
    fontSize: "12px",
    height: "26px",
    padding: "0 8px",
  },
  ".cm-panel.cm-search input[type=checkbox]": { height: "auto", accentColor: "var(--accent-solid)" },
  ".cm-button": {
    backgroundImage: "none",
    backgroundColor: "var(--surface)",
    border: "1px solid var(--line-2)",
    borderRadius: "6px",
    color: "var(--fg)",
    fontSize: "12px",
    height: "26px",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--overlay)",
    border: "1px solid var(--line-2)",
    borderRadius: "8px",
    boxShadow: "var(--shadow-overlay, 0 8px 28px -6px var(--shade))",
    color: "var(--fg)",
    overflow: "hidden",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--font-mono)",
    fontSize: "12px",
    maxHeight: "236px",
    minWidth: "300px",
    padding: "4px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    display: "flex",
    alignItems: "center",
    gap: "8px",
    borderRadius: "4px",
    padding: "4px 8px",
    lineHeight: "18px",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent-tint)", color: "var(--fg)" },
  ".cm-completionMatchedText": { color: "var(--accent)", textDecoration: "none", fontWeight: "600" },
  ".cm-completionDetail": { marginLeft: "auto", paddingLeft: "16px", color: "var(--muted)", fontStyle: "normal" },
  ".cm-completionInfo": {
    maxWidth: "280px",
    padding: "8px 12px",
    fontFamily: "var(--font-sans)",
    fontSize: "12px",
    lineHeight: "17px",
    color: "var(--muted)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > completion-section": {
    borderBottom: "none",
    padding: "5px 8px 3px",
    color: "var(--faint)",
    fontFamily: "var(--font-sans)",
    fontSize: "11px",
    opacity: "1",
  },
  ".cm-option-icon": { color: "var(--muted)", flex: "none" },
  ".cm-option-fits": { color: "var(--ok)", flex: "none" },
  ".cm-diagnostic": {
    borderLeft: "none",
    padding: "8px 12px",
    fontSize: "12px",
    lineHeight: "17px",
    maxWidth: "460px",
  },
  ".cm-diagnosticText": { whiteSpace: "pre-wrap" },
  ".cm-diagnosticSource": { color: "var(--faint)", fontFamily: "var(--font-mono)", fontSize: "11px" },
  ".cm-diagnosticAction": {
    backgroundColor: "var(--surface)",
    border: "1px solid var(--line-2)",
    borderRadius: "6px",
    color: "var(--fg)",
    font: "500 12px/16px var(--font-sans)",
    padding: "3px 8px",
    margin: "6px 6px 0 0",
    display: "inline-block",
  },
  ".cm-fix-menu": { padding: "4px", fontSize: "12px", lineHeight: "18px", minWidth: "200px" },
  ".cm-fix-menu li": { padding: "4px 8px", borderRadius: "4px" },
  ".cm-fix-menu li[aria-selected=true]": { backgroundColor: "var(--accent-tint)" },
  ".author-card": { maxWidth: "420px", padding: "8px 12px", fontSize: "12px", lineHeight: "17px" },
  ".author-card p": { color: "var(--muted)", marginTop: "2px" },
  ".author-card-head": { display: "flex", gap: "10px", alignItems: "baseline", fontFamily: "var(--font-mono)" },
  ".author-card-aside": { color: "var(--muted)", fontFamily: "var(--font-mono)" },
  ".author-card-row": { display: "flex", gap: "8px", fontFamily: "var(--font-mono)", marginTop: "2px" },
  ".author-card-row i": { width: "26px", color: "var(--faint)", fontStyle: "normal" },
  ".author-card .author-card-key": { color: "var(--faint)", fontSize: "11px", marginTop: "6px" },
});

/** Everything about the look of a YAML text of ours. */
export const look: Extension = [
  theme,
  syntaxHighlighting(words),
  marker(/\$\{[^}\n]*\}?/g, "cm-reference"),
  marker(/(?:^|[\s{])(?:task|map|workflow|launchPlan):\s+([\w.-]+)/g, "cm-call"),
];
