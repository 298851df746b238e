/**
 * Types and identifiers as upstream prints them: protobuf's text form on one line.
 *
 * Upstream puts this text into its error messages and compares types by it (union members of a list literal, branch
 * outputs, comparison operands), so it serves here as the canonical key of a type as well. Go's printer adds a second
 * space between fields in some builds; one space is used always.
 */
import type { JsonValue } from "@bufbuild/protobuf";
import { type Identifier, ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import {
  BlobType_BlobDimensionality,
  type LiteralType,
  SchemaType_SchemaColumn_SchemaColumnType,
  SimpleType,
} from "@skein/spec/gen/flyteidl/core/types_pb";
import { assertNever } from "@skein/spec/never";
import { maxNesting } from "./nesting.ts";
import { compareUtf8 } from "./utf8-order.ts";

/** A type in protobuf's text form, such as `collection_type:{simple:INTEGER}`; `<nil>` for none. */
export function typeText(type: LiteralType | undefined): string {
  return type ? typeFields(type, 0) : "<nil>";
}

/** An identifier in protobuf's text form, such as `resource_type:TASK project:"p" domain:"d" name:"n" version:"v"`. */
export function identifierText(id: Identifier | undefined): string {
  if (!id) return "<nil>";
  const fields: string[] = [];
  if (id.resourceType !== ResourceType.UNSPECIFIED) {
    fields.push(`resource_type:${ResourceType[id.resourceType] ?? id.resourceType}`);
  }
  for (const name of ["project", "domain", "name", "version", "org"] as const) {
    if (id[name]) fields.push(`${name}:${quote(id[name])}`);
  }
  return fields.join(" ");
}

function typeFields(type: LiteralType, depth: number): string {
  if (depth > maxNesting) return "…";
  const fields: string[] = [];
  const kind = kindText(type, depth);
  if (kind) fields.push(kind);
  if (type.metadata) fields.push(`metadata:{${structText(type.metadata, depth + 1)}}`);
  if (type.annotation) {
    const annotations = type.annotation.annotations;
    fields.push(`annotation:{${annotations ? `annotations:{${structText(annotations, depth + 1)}}` : ""}}`);
  }
  if (type.structure) {
    const parts = type.structure.tag ? [`tag:${quote(type.structure.tag)}`] : [];
    for (const [key, field] of sortedEntries(type.structure.dataclassType)) {
      parts.push(`dataclass_type:{key:${quote(key)} value:{${typeFields(field, depth + 1)}}}`);
    }
    fields.push(`structure:{${parts.join(" ")}}`);
  }
  return fields.join(" ");
}

function kindText({ type }: LiteralType, depth: number): string {
  switch (type.case) {
    case "simple":
      return `simple:${SimpleType[type.value] ?? type.value}`;
    case "schema":
      return `schema:{${type.value.columns
        .map((column) => {
          const columnType =
            column.type === 0 ? [] : [`type:${SchemaType_SchemaColumn_SchemaColumnType[column.type] ?? column.type}`];
          return `columns:{${[...(column.name ? [`name:${quote(column.name)}`] : []), ...columnType].join(" ")}}`;
        })
        .join(" ")}}`;
    case "collectionType":
      return `collection_type:{${typeFields(type.value, depth + 1)}}`;
    case "mapValueType":
      return `map_value_type:{${typeFields(type.value, depth + 1)}}`;
    case "blob": {
      const parts = type.value.format ? [`format:${quote(type.value.format)}`] : [];
      const { dimensionality } = type.value;
      if (dimensionality !== 0) {
        parts.push(`dimensionality:${BlobType_BlobDimensionality[dimensionality] ?? dimensionality}`);
      }
      return `blob:{${parts.join(" ")}}`;
    }
    case "enumType":
      return `enum_type:{${type.value.values.map((value) => `values:${quote(value)}`).join(" ")}}`;
    case "structuredDatasetType": {
      const parts = type.value.columns.map((column) => {
        const name = column.name ? [`name:${quote(column.name)}`] : [];
        const inner = column.literalType ? [`literal_type:{${typeFields(column.literalType, depth + 1)}}`] : [];
        return `columns:{${[...name, ...inner].join(" ")}}`;
      });
      if (type.value.format) parts.push(`format:${quote(type.value.format)}`);
      if (type.value.externalSchemaType) parts.push(`external_schema_type:${quote(type.value.externalSchemaType)}`);
      if (type.value.externalSchemaBytes.length > 0) {
        parts.push(`external_schema_bytes:"${Array.from(type.value.externalSchemaBytes, hexByte).join("")}"`);
      }
      return `structured_dataset_type:{${parts.join(" ")}}`;
    }
    case "unionType":
      return `union_type:{${type.value.variants
        .map((variant) => `variants:{${typeFields(variant, depth + 1)}}`)
        .join(" ")}}`;
    case undefined:
      return "";
    default:
      return assertNever(type, "literal type");
  }
}

function structText(struct: { readonly [key: string]: JsonValue }, depth: number): string {
  return sortedEntries(struct)
    .map(([key, value]) => `fields:{key:${quote(key)} value:{${valueText(value, depth + 1)}}}`)
    .join(" ");
}

function valueText(value: JsonValue, depth: number): string {
  if (depth > maxNesting) return "…";
  if (value === null) return "null_value:NULL_VALUE";
  if (typeof value === "number") return `number_value:${value}`;
  if (typeof value === "string") return `string_value:${quote(value)}`;
  if (typeof value === "boolean") return `bool_value:${value}`;
  if (Array.isArray(value)) {
    return `list_value:{${value.map((each) => `values:{${valueText(each, depth + 1)}}`).join(" ")}}`;
  }
  return `struct_value:{${structText(value, depth + 1)}}`;
}

function sortedEntries<T>(map: { readonly [key: string]: T }): [string, T][] {
  return Object.entries(map).sort(([a], [b]) => compareUtf8(a, b));
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function hexByte(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, "0")}`;
}
