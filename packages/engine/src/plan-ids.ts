/** The compiler's node that stands for a workflow's inputs. */
export const startNodeId = "start-node";
/** The compiler's node that gathers a workflow's outputs. */
export const endNodeId = "end-node";
