/**
 * The end of an exhaustive switch: a case added to a union does not compile until it is handled.
 *
 * @throws Error when a value of no known case arrives at run time all the same
 */
export function assertNever(value: never, what: string): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`);
}
