/** How the editor looks: colours, sizes and type from the tokens, so that both themes are one. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
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
  return ViewPlugin.fromClass(
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
}

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
  ".cm-gutter-lint .cm-gutterElement": { padding: "0", display: "grid", placeItems: "center" },
  ".cm-foldGutter .cm-gutterElement": { color: "var(--faint)", padding: "0 3px", cursor: "default" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--fg) 4%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--fg)" },
  ".cm-error-line": { backgroundColor: "color-mix(in srgb, var(--fail) 8%, transparent)" },
  ".cm-node-line": { boxShadow: "inset 2px 0 var(--accent)" },
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
