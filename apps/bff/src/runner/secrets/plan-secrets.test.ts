import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { Secret_MountType, type SecretSchema } from "@skein/spec/gen/flyteidl/core/security_pb";
import { TaskTemplateSchema } from "@skein/spec/gen/flyteidl/core/tasks_pb";
import { expect, test } from "vitest";
import { InvalidSecret, planSecrets } from "./plan-secrets.ts";

const { ANY, ENV_VAR, FILE } = Secret_MountType;
type Init = MessageInitShape<typeof SecretSchema>;
const plan = (...secrets: Init[]) => planSecrets(create(TaskTemplateSchema, { securityContext: { secrets } }));

const asVariable = { FLYTE_SECRETS_ENV_PREFIX: "_FSEC_" };
const asFile = { FLYTE_SECRETS_DEFAULT_DIR: "/etc/flyte/secrets", FLYTE_SECRETS_FILE_PREFIX: "" };

test.each<[string, Init, variables: string[], files: string[], env: Record<string, string>]>([
  [
    "either",
    { mountRequirement: ANY },
    ["_FSEC_USER-INFO_API_KEY"],
    ["user-info/api_key"],
    { ...asVariable, ...asFile },
  ],
  ["a variable", { mountRequirement: ENV_VAR }, ["_FSEC_USER-INFO_API_KEY"], [], asVariable],
  ["a file", { mountRequirement: FILE }, [], ["user-info/api_key"], asFile],
  [
    "a variable of its own name",
    { mountRequirement: ENV_VAR, envVar: "TOKEN" },
    ["_FSEC_USER-INFO_API_KEY", "TOKEN"],
    [],
    asVariable,
  ],
  [
    "a file whose path is in a variable",
    { mountRequirement: FILE, envVar: "TOKEN_PATH" },
    [],
    ["user-info/api_key"],
    { ...asFile, TOKEN_PATH: "/etc/flyte/secrets/user-info/api_key" },
  ],
  [
    "either, with a variable: the path, as upstream",
    { mountRequirement: ANY, envVar: "TOKEN" },
    ["_FSEC_USER-INFO_API_KEY"],
    ["user-info/api_key"],
    { ...asVariable, ...asFile, TOKEN: "/etc/flyte/secrets/user-info/api_key" },
  ],
  [
    "of a version: found with it and without",
    { mountRequirement: ANY, groupVersion: "V2" },
    ["_FSEC_USER-INFO_API_KEY", "_FSEC_USER-INFO_V2_API_KEY"],
    ["user-info/api_key", "user-info/v2/api_key"],
    { ...asVariable, ...asFile },
  ],
])("§5.4 a secret as %s", (_, secret, variables, files, env) => {
  const { secrets, env: told } = plan({ group: "User-Info", key: "api_key", ...secret });
  expect(secrets).toMatchObject([{ group: "User-Info", key: "api_key", variables, files }]);
  expect(Object.fromEntries(told)).toEqual(env);
});

test("a task that asks for none is told nothing", () => {
  expect(plan()).toEqual({ secrets: [], env: new Map() });
});

test.each<[Init, RegExp]>([
  [{ group: "g" }, /group "g", key ""; a secret has a group and a key/],
  [{ key: "k" }, /group "", key "k"/],
  [{ group: "..", key: "k" }, /group ".."/],
  [{ group: "g", key: "../../skein.db" }, /key "..\/..\/skein.db"/],
  [{ group: "g", groupVersion: "a/b", key: "k" }, /version "a\/b"/],
  [{ group: "g", key: "a\0b" }, /group "g"/],
  [{ group: "g", key: "k".repeat(201) }, /each the name of a file/],
  [{ group: "g", key: "k", envVar: "A=B" }, /"A=B" cannot be the name of a variable/],
])("what cannot be a secret is refused: %j", (secret, words) => {
  expect(() => plan(secret)).toThrow(words);
  expect(() => plan(secret)).toThrow(InvalidSecret);
});
