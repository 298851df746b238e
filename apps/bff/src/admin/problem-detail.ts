/** A flyteidl message that travels with a Problem: upstream's engine and scheduler read it, people do not. */
import type { DescMessage, MessageInitShape } from "@bufbuild/protobuf";
import { Problem } from "@skein/spec/problem";

export interface ProblemDetail {
  readonly desc: DescMessage;
  readonly value: MessageInitShape<DescMessage>;
}

/** A Problem whose answer carries a detail. */
export abstract class DetailedProblem extends Problem {
  readonly detail: ProblemDetail;

  constructor(message: string, detail: ProblemDetail, options?: ErrorOptions) {
    super(message, options);
    this.detail = detail;
  }
}
