/** The worker's side of the conversation: keeps the last text and what is known, and answers. */
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { LookUpRequestSchema, LookUpResponseSchema } from "@skein/spec/gen/skein/console/v1/console_pb";
import { checkText } from "./check-text.ts";
import { KnownEntities } from "./known-entities.ts";
import type { CheckRequest, FromChecker, ToChecker } from "./protocol.ts";

export class Checker {
  readonly #known = new KnownEntities();
  readonly #post: (message: FromChecker) => void;
  readonly #now: () => number;
  #request: CheckRequest | undefined;

  constructor(post: (message: FromChecker) => void, now: () => number) {
    this.#post = post;
    this.#now = now;
  }

  receive(message: ToChecker): void {
    switch (message.type) {
      case "check":
        this.#request = message.request;
        this.#check();
        return;
      case "found": {
        const { question, bytes } = message;
        const response = bytes && fromBinary(LookUpResponseSchema, bytes);
        if (this.#known.learn(question, response)) this.#check();
        return;
      }
      case "forget":
        this.#known.forget();
        this.#check();
        return;
    }
  }

  #check(): void {
    if (!this.#request) return;
    this.#post({ type: "checked", answer: checkText(this.#request, this.#known, this.#now) });
    const next = this.#known.nextQuestion(this.#request.project, this.#request.domain);
    if (!next) return;
    const bytes = toBinary(LookUpRequestSchema, next.request);
    this.#post({ type: "question", question: next.question, bytes });
  }
}
