import { create } from "@bufbuild/protobuf";
import { type Container, ContainerSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import type { Facts } from "../../runner/runner.ts";

export const containerOf = (facts: Facts): Container =>
  create(ContainerSchema, {
    id: facts.containerId,
    name: facts.containerName,
    image: facts.image,
    imageDigest: facts.imageDigest,
    command: [...facts.command],
    args: [...facts.args],
    env: [...facts.env],
    ...(facts.exitCode === undefined ? {} : { exitCode: facts.exitCode }),
  });
