/** A case of a simulation in words, a line a node. */
import type { NodeSketch, WorkflowSketch } from "@skein/compiler/testing/closure";
import type { Case } from "./case.ts";

/** The one line that plays a seed again. */
export function reproduction(seed: number): string {
  return `npm run simulate -- --seeds 1 --from ${seed}`;
}

export function describeCase({ seed, sketch, maxParallelism, taskRetries, harshness, faults }: Case): string {
  const policy = sketch.failAfter ? "fails after the others" : "fails at once";
  return [
    `seed ${seed}: ${policy}, parallelism ${maxParallelism || "unlimited"}, of 100 attempts ${harshness} fail, ${taskRetries} retries by task`,
    ...workflowLines(sketch, "  "),
    ...faults.map(({ after, kind, ...rest }) => `  after event ${after}: ${kind}${fieldsOf(rest)}`),
  ].join("\n");
}

function workflowLines({ nodes, outputs = [], onFailure }: WorkflowSketch, indent: string): string[] {
  return [
    ...nodes.flatMap((node) => nodeLines(node, indent)),
    ...(onFailure === undefined ? [] : nodeLines(onFailure, `${indent}on failure `)),
    ...(outputs.length === 0 ? [] : [`${indent}outputs ${outputs.join()}`]),
  ];
}

function nodeLines({ id, after = [], inside, asks, arms, ...rest }: NodeSketch, indent: string): string[] {
  const deeper = `${" ".repeat(indent.length)}  `;
  return [
    `${indent}${id}${after.length === 0 ? "" : ` after ${after.join()}`}${fieldsOf(rest)}`,
    ...(inside === undefined ? [] : [`${deeper}inside:`, ...workflowLines(inside, `${deeper}  `)]),
    ...(asks === undefined ? [] : [`${deeper}asks for:`, ...workflowLines(asks, `${deeper}  `)]),
    ...(arms ?? []).flatMap((arm) => nodeLines(arm, `${deeper}arm `)),
  ];
}

/** What is neither 0 nor false: `, retries 1, gate sleep`. */
function fieldsOf(fields: object): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== 0 && value !== false)
    .map(([name, value]) => `, ${name} ${typeof value === "object" ? JSON.stringify(value) : value}`)
    .join("");
}
