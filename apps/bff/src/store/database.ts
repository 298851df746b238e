/**
 * The one connection: typed queries are built by Kysely and run at once, in the calling turn.
 *
 * The driver is synchronous and there is one writer, so a transaction is a plain function and no reader ever sees half
 * of one. Every transaction that changes what people watch takes one number of the store's sequence; when it has
 * committed, listeners learn that number and what changed.
 */
import Sqlite, { type Database as Connection, type Statement } from "better-sqlite3";
import type { Compilable, Kysely, Selectable } from "kysely";
import { blameHome, HomeRefused, tryRoom } from "./home-refused.ts";
import { migrate, refuseNewer } from "./migrate.ts";
import { builder } from "./query.ts";
import type { Tables } from "./tables.ts";

/** What one transaction changed, told after it committed. */
export interface Commit {
  readonly sequence: number;
  readonly executionIds: readonly number[];
  /** Where tasks, workflows or launch plans were registered or changed. */
  readonly entityScopes: readonly Scope[];
}

export interface Scope {
  readonly project: string;
  readonly domain: string;
}

/** The change under way: says what it touches and under which number. */
export interface Change {
  /** The store's sequence once this transaction has committed: the `seq` of every row it changes. */
  readonly sequence: number;
  touchExecution(executionId: number): void;
  touchEntities(scope: Scope): void;
}

export class Database {
  readonly build: Kysely<Tables> = builder;
  readonly #connection: Connection;
  readonly #statements = new Map<string, Statement>();
  readonly #listeners = new Set<(commit: Commit) => void>();
  #sequence: number;
  #change: PendingChange | undefined;
  /** What was said when the home refused a write; undefined once it took one. */
  #refusal: string | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
    const stored = this.first(this.build.selectFrom("meta").select("value").where("key", "=", "sequence"));
    this.#sequence = Number(stored?.value ?? 0);
  }

  all<O>(query: Compilable<O>): O[] {
    const { sql, parameters } = query.compile();
    // Kysely's types describe the rows its SQL gives; the driver knows nothing of them.
    return this.#ask(() => this.#prepare(sql).all(...parameters) as O[]);
  }

  first<O>(query: Compilable<O>): O | undefined {
    const { sql, parameters } = query.compile();
    return this.#ask(() => this.#prepare(sql).get(...parameters) as O | undefined); // as above
  }

  run(query: Compilable): { readonly changes: number; readonly lastId: number } {
    const { sql, parameters } = query.compile();
    const result = this.#ask(() => this.#prepare(sql).run(...parameters));
    return { changes: result.changes, lastId: Number(result.lastInsertRowid) };
  }

  /** Adds a row of the columns that are named; the others have their defaults. Returns its id. */
  insertRow<Table extends keyof Tables>(
    table: Table,
    columns: Partial<Selectable<Tables[Table]>>,
    onConflict: "or abort" | "or ignore" = "or abort",
  ): number {
    const names = Object.keys(columns);
    const sql = `insert ${onConflict} into ${table} (${names.join(", ")}) values (${names.map(() => "?").join(", ")})`;
    return Number(this.#ask(() => this.#prepare(sql).run(...Object.values(columns))).lastInsertRowid);
  }

  /** Sets the columns that are named. */
  updateRow<Table extends keyof Tables>(table: Table, id: number, columns: Partial<Selectable<Tables[Table]>>): void {
    const sql = `update ${table} set ${Object.keys(columns).join(" = ?, ")} = ? where id = ?`;
    this.#ask(() => this.#prepare(sql).run(...Object.values(columns), id));
  }

  /**
   * Runs `work` whole or not at all. Inside another transaction it is part of that one.
   *
   * @throws HomeRefused when the disk is full or may not be written
   */
  transaction<T>(work: (change: Change) => T): T {
    if (this.#change) return work(this.#change);
    const change = new PendingChange(this.#sequence + 1);
    this.#change = change;
    let result: T;
    try {
      result = this.#ask(() =>
        this.#connection
          .transaction(() => {
            const value = work(change);
            if (change.isWatched) this.#writeSequence(change.sequence);
            return value;
          })
          .immediate(),
      );
      this.#refusal = undefined;
    } finally {
      this.#change = undefined;
    }
    if (change.isWatched) {
      this.#sequence = change.sequence;
      const commit = change.commit();
      for (const listener of this.#listeners) tell(listener, commit);
    }
    return result;
  }

  /** The number of the last committed change. */
  sequence(): number {
    return this.#sequence;
  }

  /** Calls `listener` after each commit of a change people watch, in order; it must not throw. */
  onCommit(listener: (commit: Commit) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Why the home takes no writes; found out anew by each call once one was refused. */
  refusal(): string | undefined {
    if (this.#refusal === undefined) return undefined;
    try {
      tryRoom(this.#connection.name);
      this.transaction(() => this.#writeSequence(this.#sequence));
    } catch (reason) {
      if (!(reason instanceof HomeRefused)) throw reason;
    }
    return this.#refusal;
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  #writeSequence(sequence: number): void {
    this.run(
      this.build
        .updateTable("meta")
        .set({ value: String(sequence) })
        .where("key", "=", "sequence"),
    );
  }

  #ask<T>(question: () => T): T {
    try {
      return question();
    } catch (reason) {
      const blamed = blameHome(this.#connection.name, reason);
      if (blamed instanceof HomeRefused) this.#refusal = blamed.message;
      throw blamed;
    }
  }

  #prepare(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    // Filters make texts without end; the common ones come back at once.
    if (this.#statements.size >= 500) this.#statements.clear();
    const statement = this.#connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** What a listener gets wrong is a bug of its own: the commit stands, and whoever made it must not believe otherwise. */
function tell(listener: (commit: Commit) => void, commit: Commit): void {
  try {
    listener(commit);
  } catch (reason) {
    queueMicrotask(() => {
      throw reason;
    });
  }
}

class PendingChange implements Change {
  readonly sequence: number;
  readonly #executionIds = new Set<number>();
  readonly #scopes = new Map<string, Scope>();

  constructor(sequence: number) {
    this.sequence = sequence;
  }

  get isWatched(): boolean {
    return this.#executionIds.size > 0 || this.#scopes.size > 0;
  }

  touchExecution(executionId: number): void {
    this.#executionIds.add(executionId);
  }

  touchEntities({ project, domain }: Scope): void {
    this.#scopes.set(`${project}:${domain}`, { project, domain });
  }

  commit(): Commit {
    return {
      sequence: this.sequence,
      executionIds: [...this.#executionIds],
      entityScopes: [...this.#scopes.values()],
    };
  }
}

/**
 * Opens (and where needed makes or migrates) the database in `file`; `:memory:` gives one that nobody keeps.
 *
 * @throws NewerDatabase when a newer Skein wrote it; it is left untouched
 * @throws HomeRefused when it cannot be read or written
 */
export function openDatabase(file: string): Database {
  try {
    return openNow(file);
  } catch (reason) {
    throw blameHome(file, reason);
  }
}

function openNow(file: string): Database {
  refuseNewer(file);
  const connection = new Sqlite(file);
  connection.pragma("journal_mode = WAL");
  connection.pragma("synchronous = NORMAL");
  connection.pragma("foreign_keys = ON");
  // Enough for what a busy execution touches: a page that has to leave before its commit is written twice.
  connection.pragma("cache_size = -32768");
  connection.pragma("busy_timeout = 5000");
  // As in PostgreSQL, which upstream's filters are written for.
  connection.pragma("case_sensitive_like = ON");
  migrate(connection, file);
  return new Database(connection);
}
