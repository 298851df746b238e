/**
 * How deep types, literals, bindings and conditions may nest.
 *
 * They are trees, so the code that reads them recurses; this bound keeps a hostile document from exhausting the stack.
 * A type or literal that nests deeper fits nothing; a binding that does is reported as NestingTooDeep.
 * Graphs of nodes and of sub-workflows have no such bound: they are walked with explicit stacks.
 */
export const maxNesting = 512;
