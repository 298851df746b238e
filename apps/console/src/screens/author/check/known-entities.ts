/**
 * What the server has said about registered entities, for the worker. Checking cannot wait: what is not known yet is
 * noted, asked for in one question, and the text is checked again when the answer is there.
 */
import { create } from "@bufbuild/protobuf";
import {
  type EntityName,
  type Registered,
  type RegisteredLaunchPlan,
  type RegisteredWorkflow,
  workflowFromClosure,
} from "@skein/spec/authoring/registered";
import { type Identifier, IdentifierSchema, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { ParameterMapSchema, VariableMapSchema } from "@skein/spec/gen/flyteidl/core/interface_pb";
import type { TaskTemplate } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import {
  type FoundEntity,
  type LookUpRequest,
  LookUpRequestSchema,
  type LookUpResponse,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import type { RegisteredNames } from "./protocol.ts";

type Kind = "task" | "workflow" | "launchPlan";

/** As many as the server answers at once; further ones are asked for in the next question. */
const MOST_IDS = 500;

const resourceTypes = {
  task: ResourceType.TASK,
  workflow: ResourceType.WORKFLOW,
  launchPlan: ResourceType.LAUNCH_PLAN,
} as const satisfies Record<Kind, ResourceType>;

const noNames: RegisteredNames = { tasks: [], workflows: [], launchPlans: [] };

interface Wanted {
  readonly kind: Kind;
  readonly name: EntityName;
}

interface Question {
  readonly wanted: readonly (readonly [key: string, Wanted])[];
  readonly scope: string;
}

export class KnownEntities implements Registered {
  readonly #answers = new Map<string, FoundEntity | undefined>();
  readonly #workflows = new Map<string, RegisteredWorkflow | undefined>();
  readonly #names = new Map<string, RegisteredNames>();
  readonly #wanted = new Map<string, Wanted>();
  #unreachable = new Set<string>();
  /** Answers that hold until a newer one comes. */
  #old = new Set<string>();
  readonly #open = new Map<number, Question>();
  #questions = 0;

  findTask(name: EntityName): TaskTemplate | undefined {
    const entity = this.#find("task", name)?.entity;
    return entity?.case === "task" ? entity.value : undefined;
  }

  findWorkflow(name: EntityName): RegisteredWorkflow | undefined {
    const key = keyOf("workflow", name);
    const entity = this.#find("workflow", name)?.entity;
    if (entity?.case !== "workflow") return undefined;
    if (!this.#workflows.has(key)) this.#workflows.set(key, workflowFromClosure(entity.value));
    return this.#workflows.get(key);
  }

  findLaunchPlan(name: EntityName): RegisteredLaunchPlan | undefined {
    const entity = this.#find("launchPlan", name)?.entity;
    if (entity?.case !== "launchPlan" || !entity.value.id) return undefined;
    const { id, expectedInputs, expectedOutputs } = entity.value;
    return {
      id,
      expectedInputs: expectedInputs ?? create(ParameterMapSchema),
      expectedOutputs: expectedOutputs ?? create(VariableMapSchema),
    };
  }

  listNames(kind: Kind, project: string, domain: string): readonly string[] {
    const names = this.namesIn(project, domain);
    return { task: names.tasks, workflow: names.workflows, launchPlan: names.launchPlans }[kind];
  }

  namesIn(project: string, domain: string): RegisteredNames {
    return this.#names.get(`${project}:${domain}`) ?? noNames;
  }

  /** Forgets what was wanted by an earlier text. */
  begin(): void {
    this.#wanted.clear();
  }

  /** How the names that the text asked for stand. */
  get standing(): { readonly state: "none" | "asking" | "unreachable"; readonly names: string[] } {
    const open = [...this.#wanted].filter(([key]) => !this.#answers.has(key));
    const names = [...new Set(open.map(([, { name }]) => name.name))];
    if (names.length === 0) return { state: "none", names };
    const isLost = open.every(([key]) => this.#unreachable.has(key));
    return { state: isLost ? "unreachable" : "asking", names };
  }

  /** What to ask now: what is wanted and not asked yet, and the names of the project where they are not known. */
  nextQuestion(
    project: string,
    domain: string,
  ): { readonly question: number; readonly request: LookUpRequest } | undefined {
    const scope = `${project}:${domain}`;
    const asked = new Set([...this.#open.values()].flatMap(({ wanted }) => wanted.map(([key]) => key)));
    const wanted = [...this.#wanted]
      .filter(([key]) => !asked.has(key) && !this.#unreachable.has(key))
      .slice(0, MOST_IDS);
    const wantsNames =
      (!this.#names.has(scope) || this.#old.has(scope)) &&
      ![...this.#open.values()].some((each) => each.scope === scope);
    if (wanted.length === 0 && !wantsNames) return undefined;
    this.#questions += 1;
    this.#open.set(this.#questions, { wanted, scope: wantsNames ? scope : "" });
    const ids = wanted.map(([, { kind, name }]) =>
      create(IdentifierSchema, { ...name, version: name.version ?? "", resourceType: resourceTypes[kind] }),
    );
    const request = create(LookUpRequestSchema, { ids, ...(wantsNames ? { project, domain } : {}) });
    return { question: this.#questions, request };
  }

  /** Takes the answer to a question; undefined when none came. False when nothing was asked. */
  learn(number: number, response: LookUpResponse | undefined): boolean {
    const question = this.#open.get(number);
    if (!question) return false;
    this.#open.delete(number);
    question.wanted.forEach(([key, { kind }], at) => {
      if (!response) {
        this.#unreachable.add(key);
        return;
      }
      const found = response.found[at];
      this.#answers.set(key, found);
      this.#workflows.delete(key);
      this.#old.delete(key);
      const id = found && idOf(found);
      // The newest is asked about again by its exact version.
      if (id) this.#answers.set(keyOf(kind, id), found);
    });
    if (question.scope) {
      const { tasks, workflows, launchPlans } = response?.names ?? noNames;
      this.#names.set(question.scope, { tasks, workflows, launchPlans });
      this.#old.delete(question.scope);
    }
    return true;
  }

  /**
   * Asks for everything again: something was registered, or the server is back. What was known stays known until then,
   * so that nothing flickers.
   */
  forget(): void {
    // What is registered under an exact version never changes.
    const mayDiffer = [...this.#answers].filter(([key, found]) => key.endsWith("\n") || !found?.entity.case);
    this.#old = new Set([...mayDiffer.map(([key]) => key), ...this.#names.keys()]);
    this.#unreachable = new Set();
    this.#open.clear();
  }

  #find(kind: Kind, name: EntityName): FoundEntity | undefined {
    const key = keyOf(kind, name);
    if (!this.#answers.has(key) || this.#old.has(key)) this.#wanted.set(key, { kind, name });
    return this.#answers.get(key);
  }
}

function idOf({ entity }: FoundEntity): Identifier | undefined {
  return entity.case === "workflow" ? entity.value.primary?.template?.id : entity.value?.id;
}

function keyOf(kind: Kind, { project, domain, name, version }: EntityName): string {
  return [kind, project, domain, name, version ?? ""].join("\n");
}
