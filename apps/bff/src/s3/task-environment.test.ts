import { expect, test } from "vitest";
import { taskEnvironment } from "./task-environment.ts";

const keys = { accessKey: "skein.abc", secret: "s" };

test.each([
  ["skein", "host.docker.internal"],
  ["mine", "host.docker.internal"],
  ["host", "127.0.0.1"],
])("in the network %s this process is %s", (network, host) => {
  const variables = taskEnvironment({ network, port: 30080, s3Port: 30002, keys });
  expect(Object.fromEntries(variables)).toEqual({
    FLYTE_AWS_ENDPOINT: `http://${host}:30002`,
    FLYTE_AWS_ACCESS_KEY_ID: "skein.abc",
    FLYTE_AWS_SECRET_ACCESS_KEY: "s",
    FLYTE_PLATFORM_URL: `${host}:30080`,
    FLYTE_PLATFORM_INSECURE: "true",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
  });
});

test("without a network there is nothing to find, and no key to give", () => {
  expect(taskEnvironment({ network: "none", port: 1, s3Port: 2, keys }).size).toBe(0);
});
