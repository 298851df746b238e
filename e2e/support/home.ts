import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** The id that a home's containers carry; read beside the running server. */
export function homeIdOf(home: string): string {
  const database = new DatabaseSync(join(home, "skein.db"), { readOnly: true });
  try {
    return String(database.prepare("SELECT value FROM meta WHERE key = 'home'").get()?.value);
  } finally {
    database.close();
  }
}
