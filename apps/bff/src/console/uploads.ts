/**
 * Check and Register: files in, what would be (or was) registered out.
 *
 * Both go the same way: read the files into specs, compile them beside what is registered, point every finding at its
 * line. Register then writes all of it in one transaction, or nothing.
 */
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { create } from "@bufbuild/protobuf";
import { placeFinding } from "@skein/compiler/check/place-finding";
import type { Mode } from "@skein/compiler/findings";
import { type Diagnostic, diagnostic, hasErrors } from "@skein/spec/diagnostic";
import { type Identifier, IdentifierSchema, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import {
  type CheckRequest,
  type CheckResponse,
  CheckResponseSchema,
  CompilerMode,
  type RegisterRequest,
  type RegisterResponse,
  RegisterResponseSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { formatIdentifier, identifierKey } from "@skein/spec/identifier";
import { type CodeArchive, readSpecs } from "@skein/spec/specs";
import { compareAll, type EntityOutcome, registerAll } from "../admin/register-all.ts";
import { requireActiveScope } from "../admin/scope.ts";
import { contentKey } from "../admin/upload-location.ts";
import { bucket } from "../blobs/prefixes.ts";
import type { Objects } from "../s3/objects/objects.ts";
import type { Database, Scope } from "../store/database.ts";
import { findLaunchPlan } from "../store/launch-plans.ts";
import { registeredIn } from "./registered.ts";
import { checkedEntity, checkedFile, sourceLinesOf, toDiagnosticMessage } from "./views/checked.ts";

type ReadSpecs = ReturnType<typeof readSpecs>;

export interface Uploads {
  check(request: CheckRequest): CheckResponse;
  register(request: RegisterRequest): Promise<RegisterResponse>;
}

export function openUploads(db: Database, objects: Pick<Objects, "find" | "put">, now: () => number): Uploads {
  const read = ({ project, domain, version, files }: CheckRequest | RegisterRequest) => {
    requireActiveScope(db, { project, domain });
    const codeUri = (code: CodeArchive) => `s3://${bucket}/${keyOfCode({ project, domain }, code)}`;
    const target = { project, domain, codeUri, ...(version === "" ? {} : { version }) };
    const specs = readSpecs(files, target, registeredIn(db));
    return { ...specs, diagnostics: [...specs.diagnostics, ...nothingIn(specs)] };
  };
  return {
    check(request) {
      const specs = read(request);
      const outcomes = compareAll(db, specs.entities, modeOf(request));
      return create(CheckResponseSchema, {
        ...present(db, specs, outcomes),
        registrable: isRegistrable(specs, outcomes),
      });
    },
    async register(request) {
      const specs = read(request);
      if (!isReadable(specs)) {
        const outcomes = compareAll(db, specs.entities, modeOf(request));
        return create(RegisterResponseSchema, { ...present(db, specs, outcomes), registered: false });
      }
      // First, so that no task is there without its code; left behind by a refusal, it is what any upload leaves.
      for (const { code } of specs.files) if (code) await storeCode(objects, request, code);
      const { registered, outcomes } = registerAll(db, specs.entities, modeOf(request), now());
      return create(RegisterResponseSchema, { ...present(db, specs, outcomes), registered });
    },
  };
}

const md5Of = ({ bytes }: CodeArchive): Buffer => createHash("md5").update(bytes).digest();

const keyOfCode = ({ project, domain }: Scope, code: CodeArchive): string =>
  contentKey({ project, domain }, md5Of(code), code.name);

async function storeCode(objects: Pick<Objects, "find" | "put">, scope: Scope, code: CodeArchive): Promise<void> {
  const key = keyOfCode(scope, code);
  if (objects.find(key)) return;
  const etag = md5Of(code).toString("hex");
  await objects.put(key, {}, async (path) => {
    await writeFile(path, code.bytes, { flag: "wx" });
    return etag;
  });
}

/** That there are no entities, where nothing else says why. */
function nothingIn({ files, entities, diagnostics }: ReadSpecs): Diagnostic[] {
  if (entities.length > 0 || hasErrors(diagnostics)) return [];
  const [message, hint] =
    files.length === 0
      ? ["There is nothing to register: no file was given", "Give files that define tasks, workflows or launch plans"]
      : ["There is nothing to register: no file defines anything", "Write tasks:, workflows: or launchPlans:"];
  return [diagnostic({ code: "NothingToRegister", message, hints: [{ text: hint }] })];
}

/** What was asked for; the console is strict unless it is told otherwise. */
const modeOf = ({ mode }: CheckRequest | RegisterRequest): Mode =>
  mode === CompilerMode.FLYTE_1_16 ? "flyte-1.16" : "strict";

/** Whether every file could be read whole: what is half understood is not registered. */
const isReadable = (specs: ReadSpecs): boolean =>
  specs.entities.length > 0 &&
  !hasErrors(specs.diagnostics) &&
  specs.files.every((file) => file.rejected === undefined);

const isRegistrable = (specs: ReadSpecs, outcomes: readonly EntityOutcome[]): boolean =>
  isReadable(specs) && outcomes.every((each) => each.comparison !== undefined && each.comparison.change !== "conflict");

function present(db: Database, specs: ReadSpecs, outcomes: readonly EntityOutcome[]) {
  const lines = sourceLinesOf(specs.files);
  const found: Diagnostic[] = [...specs.diagnostics];
  const entities = specs.entities.map((entity, index) => {
    const outcome = outcomes[index];
    const own = [...(outcome?.diagnostics ?? []), ...conflictOf(outcome)].map((each) => placeFinding(each, entity));
    found.push(...own);
    const launchPlan = entity.kind === "workflow" ? defaultLaunchPlan(db, specs, entity.id) : undefined;
    return checkedEntity(entity, outcome, own, launchPlan);
  });
  return {
    files: specs.files.map(checkedFile),
    entities,
    diagnostics: found.map((each) => toDiagnosticMessage(each, lines)),
  };
}

/** A version that is taken, as a finding: the API has the sentence that the console draws from the differences. */
function conflictOf(outcome: EntityOutcome | undefined): Diagnostic[] {
  if (outcome?.comparison?.change !== "conflict") return [];
  const entity = formatIdentifier(outcome.id);
  return [
    diagnostic({
      code: "VersionConflict",
      entity,
      message: `${entity} is already registered with different content`,
      hints: [{ text: "Give it a new version, or leave the version out: it then follows the content" }],
    }),
  ];
}

/** The default launch plan of a workflow (same name, same version), of this upload or as registered. */
function defaultLaunchPlan(db: Database, specs: ReadSpecs, workflow: Identifier): Identifier | undefined {
  const { project, domain, name, version } = workflow;
  const id = create(IdentifierSchema, { resourceType: ResourceType.LAUNCH_PLAN, project, domain, name, version });
  const key = identifierKey(id);
  const isThere = specs.entities.some((each) => each.kind === "launchPlan" && identifierKey(each.id) === key);
  return isThere || findLaunchPlan(db, id) ? id : undefined;
}
