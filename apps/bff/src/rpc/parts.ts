/** What the handlers work with. */
import type { ServiceImpl } from "@connectrpc/connect";
import type { AdminService } from "@skein/spec/gen/flyteidl/service/admin_pb";
import type { Launcher } from "../admin/launcher.ts";
import type { Signals } from "../admin/signals.ts";
import type { Log } from "../log.ts";
import type { Links } from "../s3/links.ts";
import type { Objects } from "../s3/objects/objects.ts";
import type { Database } from "../store/database.ts";
import type { ReadLiteralMap } from "./literal-map-reader.ts";

export interface RpcParts {
  readonly db: Database;
  readonly launcher: Launcher;
  readonly signals: Signals;
  readonly readLiteralMap: ReadLiteralMap;
  readonly objects: Pick<Objects, "find">;
  readonly links: Links;
  readonly log: Log;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Of this program, as in package.json. */
  readonly version: string;
}

/** The handlers of some RPCs of AdminService. */
export type AdminHandlers = Partial<ServiceImpl<typeof AdminService>>;
