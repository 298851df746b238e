import { type Timestamp, timestampFromMs } from "@bufbuild/protobuf/wkt";

/** A column's time as a field: the field stays unset where the column is NULL. */
export function timeField<Name extends string>(name: Name, at: number | null): { [key in Name]?: Timestamp } {
  // The computed key is exactly `Name`; TypeScript widens it to string.
  return at === null ? {} : ({ [name]: timestampFromMs(at) } as { [key in Name]: Timestamp });
}
