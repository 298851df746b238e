/**
 * How deep types, literals, bindings and conditions may nest.
 *
 * They are trees, so the code that reads them recurses; this bound keeps a hostile document from exhausting the stack.
 * What nests deeper is reported as NestingTooDeep (types: workflow-interface.ts and node-interface.ts) and read as "does not fit".
 * Graphs of nodes and of sub-workflows have no such bound: they are walked with explicit stacks.
 */
export const maxNesting = 512;
