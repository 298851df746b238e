/**
 * Queries that are asked thousands of times a second: built by Kysely once, then only their parameters change.
 *
 * Everything else is built where it is asked (`db.build`); that costs more than SQLite takes to answer it.
 */
import {
  type Compilable,
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import type { Tables } from "./tables.ts";

/** Builds queries and runs none. */
export const builder = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** Stands in a query where a parameter will. */
class Place {
  readonly index: number;
  constructor(index: number) {
    this.index = index;
  }
}

/**
 * `build` with its result kept: it is called once, and what it makes of its parameters must not depend on their values.
 */
export function query<Parameters extends readonly (number | string | Uint8Array | null)[], Row>(
  build: (...parameters: Parameters) => Compilable<Row>,
): (...parameters: Parameters) => Compilable<Row> {
  let built: CompiledQuery<Row> | undefined;
  return (...parameters) => {
    // Kysely passes values through to the compiled query as they are, places too.
    built ??= build(...(parameters.map((_, index) => new Place(index)) as unknown as Parameters)).compile();
    const compiled = built;
    return {
      compile: () => ({
        ...compiled,
        parameters: compiled.parameters.map((each) => (each instanceof Place ? parameters[each.index] : each)),
      }),
    };
  };
}
