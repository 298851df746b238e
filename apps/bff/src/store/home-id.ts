/** The id of this home, made once: containers carry it as a label, so that two Skeins can share one Docker engine. */
import { randomBytes } from "node:crypto";
import type { Database } from "./database.ts";

export function homeId(db: Database): string {
  const stored = db.first(db.build.selectFrom("meta").select("value").where("key", "=", "home"));
  if (stored) return stored.value;
  const value = randomBytes(8).toString("hex");
  db.run(db.build.insertInto("meta").values({ key: "home", value }));
  return value;
}
