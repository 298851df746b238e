/**
 * The graph of an execution: its workflow's, and below each dynamic node what it runs, drawn like a sub-workflow.
 *
 * Of a node that asked more than once, by attempts, the newest counts, as its rows do.
 */
import { clone, create } from "@bufbuild/protobuf";
import type { Node } from "@skein/spec/gen/flyteidl/core/workflow_pb";
import {
  type DynamicWorkflow,
  DynamicWorkflowSchema,
  type GraphEdge,
  GraphEdgeSchema,
  type GraphNode,
  GraphNode_Kind,
  GraphNodeSchema,
  GraphSchema,
  type InnerGraph,
  InnerGraphSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Database } from "../../store/database.ts";
import {
  type DynamicWorkflowAt,
  dynamicWorkflowsOf,
  findDynamicWorkflow,
  readDynamicClosure,
} from "../../store/dynamic-workflows.ts";
import type { ExecutionRow, NodeExecutionRow } from "../../store/tables.ts";
import { getWorkflowRowById } from "../find.ts";
import { byPath, type Drawings, type Drawn, drawClosure, drawWorkflow } from "./closure.ts";
import { nodeResources } from "./node-resources.ts";

/** As many nodes as a canvas can summarise: what dynamic nodes run beyond that is not drawn. */
const MAX_NODES = 50_000;

/** The drawing of an execution as it stands. */
export function drawExecution(db: Database, drawings: Drawings, row: ExecutionRow): Drawn {
  const dynamic = dynamicWorkflowsOf(db, row.id);
  const workflow = () => drawWorkflow(drawings, getWorkflowRowById(db, row.workflow_id));
  if (dynamic.length === 0) return workflow();
  const names = dynamic.map(({ path, digest }) => `${path}=${digest}`).join(" ");
  return drawings(`execution ${row.id} ${names}`, () => withDynamic(db, workflow(), dynamic));
}

function withDynamic(db: Database, workflow: Drawn, dynamic: readonly DynamicWorkflowAt[]): Drawn {
  const nodes = new Map<string, GraphNode>(workflow.nodes);
  const edges: GraphEdge[] = [...workflow.graph.edges];
  const templates = new Map<string, Node>(workflow.templates);
  const inner = new Map(workflow.inner);
  // What is around is there first; a node of an earlier attempt that is no more has no place.
  for (const { path, digest } of dynamic.toSorted((a, b) => a.path.length - b.path.length)) {
    const node = nodes.get(path);
    const bytes = node && readDynamicClosure(db, digest);
    if (!node || !bytes || nodes.size >= MAX_NODES) continue;
    const drawn = drawClosure(bytes);
    nodes.set(path, asDynamic(node));
    inner.set(path, drawn.closure);
    for (const each of drawn.graph.nodes) {
      const below = moved(each, path);
      nodes.set(below.path, below);
    }
    for (const [each, template] of drawn.templates) templates.set(`${path}/${each}`, template);
    for (const { from, to, bindings } of drawn.graph.edges) {
      edges.push(create(GraphEdgeSchema, { from: `${path}/${from}`, to: `${path}/${to}`, bindings }));
    }
  }
  const graph = create(GraphSchema, { nodes: [...nodes.values()], edges });
  return { closure: workflow.closure, graph, templates, nodes: byPath(graph), inner };
}

function asDynamic(node: GraphNode): GraphNode {
  const dynamic = clone(GraphNodeSchema, node);
  dynamic.kind = GraphNode_Kind.DYNAMIC;
  return dynamic;
}

function moved(node: GraphNode, below: string): GraphNode {
  const own = clone(GraphNodeSchema, node);
  own.path = `${below}/${node.path}`;
  own.parent = node.parent === "" ? below : `${below}/${node.parent}`;
  return own;
}

/** Of these rows, what the dynamic ones run, each with all below it. */
export function innerGraphs(drawn: () => Drawn, rows: readonly NodeExecutionRow[]): InnerGraph[] {
  const paths = new Set(rows.filter((row) => row.is_dynamic === 1).map(({ path }) => path));
  if (paths.size === 0) return [];
  const { graph, inner } = drawn();
  const resources = nodeResources(drawn());
  // What stands below one of the others comes with it.
  const outer = [...paths].filter((path) => inner.has(path) && !isBelowAny(path, paths));
  return outer.map((path) => {
    const isHere = (each: string) => each === path || each.startsWith(`${path}/`);
    const nodes = graph.nodes.filter((each) => isHere(each.path));
    const edges = graph.edges.filter(({ from }) => from.startsWith(`${path}/`));
    return create(InnerGraphSchema, {
      path,
      graph: { nodes, edges },
      resources: resources.filter((each) => isHere(each.path)),
    });
  });
}

function isBelowAny(path: string, paths: ReadonlySet<string>): boolean {
  for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
    if (paths.has(path.slice(0, at))) return true;
  }
  return false;
}

/** What the node panel says of a dynamic node. */
export function dynamicWorkflowView(
  db: Database,
  { inner }: Drawn,
  row: NodeExecutionRow | undefined,
): { readonly dynamicWorkflow?: DynamicWorkflow } {
  const template = row && inner.get(row.path)?.primary?.template;
  const found = row && findDynamicWorkflow(db, row);
  if (!template || !found) return {};
  const { id, nodes } = template;
  const nodeCount = nodes.filter((node) => node.target.case !== undefined).length;
  const futuresUri = found.futures_uri;
  return { dynamicWorkflow: create(DynamicWorkflowSchema, { ...(id && { id }), futuresUri, nodeCount }) };
}
