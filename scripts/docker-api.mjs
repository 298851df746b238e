// Just enough of Docker's HTTP API for the bootstrap, which must run before any package is installed.
import { existsSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { homedir } from "node:os";
import { join } from "node:path";

/** Where the engine is: DOCKER_HOST, else the first socket that exists, else the usual one. */
export function engineAddress(env = process.env) {
  const host = env.DOCKER_HOST;
  if (!host) {
    const sockets = [
      "/var/run/docker.sock",
      join(env.XDG_RUNTIME_DIR ?? "/run/user/0", "docker.sock"),
      join(homedir(), ".docker/run/docker.sock"),
      join(homedir(), ".colima/default/docker.sock"),
    ];
    return { socketPath: sockets.find((path) => existsSync(path)) ?? sockets[0] };
  }
  const url = new URL(host);
  if (url.protocol === "unix:") return { socketPath: url.pathname };
  if (url.protocol === "tcp:" || url.protocol === "http:")
    return { host: url.hostname, port: Number(url.port || 2375) };
  throw new Error(`DOCKER_HOST=${host}: only unix:// and tcp:// are understood`);
}

/**
 * One request. Resolves to { status, text } whatever the status is; rejects when the engine cannot be reached.
 * `body` is bytes or a stream of them; `onLine` sees each line of a streamed answer, such as the progress of a pull.
 */
export function docker(method, path, { body, type, onLine, timeoutMs = 60_000 } = {}) {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        ...engineAddress(),
        method,
        path,
        headers: body
          ? { "content-type": type, ...(Buffer.isBuffer(body) ? { "content-length": body.length } : {}) }
          : {},
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk) => {
          text += chunk;
          if (onLine) for (const line of chunk.split("\n").filter(Boolean)) onLine(line);
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
        response.on("error", reject);
      },
    );
    request.setTimeout(timeoutMs, () =>
      request.destroy(new Error(`Docker did not answer within ${timeoutMs / 1000} s`)),
    );
    request.on("error", reject);
    if (body === undefined || Buffer.isBuffer(body)) request.end(body);
    else body.pipe(request);
  });
}
