/** The console below /console: what was built, or in development Vite behind the same port. */
import { Console } from "node:console";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Server } from "node:http";
import { join } from "node:path";
import express, { type RequestHandler, Router } from "express";

const oneYearMs = 365 * 24 * 60 * 60 * 1000;

/**
 * The built console in `folder`: hashed assets for ever, every other path is the page (the SPA's router reads it).
 *
 * Where nothing was built it says so, and how to build it.
 */
export function builtConsole(folder: string): RequestHandler {
  const router = Router();
  // Everything below assets/ has its content's hash in its name.
  router.use(
    "/assets",
    express.static(join(folder, "assets"), { immutable: true, maxAge: oneYearMs, index: false, redirect: false }),
    (_, response) => {
      response.status(404).set("cache-control", "no-store").type("text/plain").send("This asset is of another build");
    },
  );
  router.use(express.static(folder, { index: false, redirect: false, maxAge: 0 }));
  router.get("/{*path}", (_, response) => {
    const page = join(folder, "index.html");
    if (existsSync(page)) response.set("cache-control", "no-cache").sendFile(page, { cacheControl: false });
    else response.status(503).type("text/plain").send("The console is not built yet; run npm start, which builds it");
  });
  return router;
}

/** Vite in middleware mode; its socket is attached to the HTTP/1 server, so development has one origin. */
export async function developmentConsole(folder: string, http1: Server): Promise<RequestHandler> {
  const { createLogger, createServer } = await import("vite");
  // stdout is for the line that says we are ready.
  const customLogger = createLogger("info", { console: new Console(process.stderr), allowClearScreen: false });
  const vite = await createServer({
    configFile: join(folder, "vite.config.ts"),
    appType: "custom",
    customLogger,
    server: { middlewareMode: true, hmr: { server: http1 } },
  });
  const router = Router();
  router.use((request, _, next) => {
    // Vite knows its base and wants to see it.
    request.url = request.originalUrl;
    next();
  });
  router.use(vite.middlewares);
  router.use(async (request, response) => {
    const page = await readFile(join(folder, "index.html"), "utf8");
    response.type("text/html").send(await vite.transformIndexHtml(request.originalUrl, page));
  });
  return router;
}
