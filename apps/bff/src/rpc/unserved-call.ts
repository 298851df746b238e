/**
 * Calls that Connect answers by a status alone: of a method that nobody serves, by a verb or a content type it does not
 * take. Here they get a sentence, in the form of the protocol they came in.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import { type ConnectRouter, createConnectRouter } from "@connectrpc/connect";

/** @returns whether it answered */
export type AnswerUnserved = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
) => boolean;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `/<package>.<Service>/<Method>` */
const callPath = /^\/((?:\w+\.)+\w+)\/(\w+)$/;

const howToCall = "send POST with content-type: application/json";

/** @param routes registers all services */
export function answerUnserved(routes: (router: ConnectRouter) => void): AnswerUnserved {
  const router = createConnectRouter();
  routes(router);
  const handlers = new Map(router.handlers.map((handler) => [handler.requestPath, handler]));

  function judge(method: string, path: string, contentType: string): Answer | undefined {
    const handler = handlers.get(path);
    if (!handler) {
      const called = method === "POST" ? callPath.exec(path) : null;
      return called ? unimplemented(`${called[1]}.${called[2]} is not served here`, contentType) : undefined;
    }
    if (!handler.allowedMethods.includes(method))
      return refusal(405, `${path} does not take ${method}; ${howToCall}`, {
        allow: handler.allowedMethods.join(", "),
      });
    if (contentType === "" ? method === "GET" : handler.supportedContentType(contentType)) return undefined;
    const given = contentType === "" ? "a call without content-type" : `content-type: ${contentType}`;
    return refusal(415, `${path} does not take ${given}; ${howToCall}`);
  }

  return (request, response) => {
    const [path = ""] = (request.url ?? "").split("?", 1);
    const answer = judge(request.method ?? "", path, request.headers["content-type"] ?? "");
    if (!answer) return false;
    response.statusCode = answer.status;
    for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
    response.end(answer.body);
    return true;
  };
}

const json = { "content-type": "application/json" };

const refusal = (status: number, message: string, headers = {}): Answer => ({
  status,
  headers: { ...json, ...headers },
  body: JSON.stringify({ code: "invalid_argument", message }),
});

function unimplemented(message: string, contentType: string): Answer {
  if (!contentType.startsWith("application/grpc"))
    return { status: 501, headers: json, body: JSON.stringify({ code: "unimplemented", message }) };
  // What gRPC says in trailers may come as headers where no message precedes them.
  const status = { "grpc-status": "12", "grpc-message": encodeURIComponent(message) };
  return { status: 200, headers: { "content-type": contentType, ...status }, body: "" };
}
