/**
 * One sequence of bytes per content, to be hashed: "already registered" against "different structure" is decided by it.
 *
 * The bytes are the message in protobuf's binary form with everything fixed that the form leaves open: fields by number,
 * map entries by key, defaults left out, unknown fields by number in the order they came. The hash itself is the
 * caller's.
 */
import { type DescField, type DescMessage, type MessageShape, ScalarType } from "@bufbuild/protobuf";
import { isReflectMessage, type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { assertNever } from "./never.ts";

/** The bytes of a message: equal for equal contents, different for different ones. It can be decoded as the message. */
export function canonicalBytes<Desc extends DescMessage>(schema: Desc, message: MessageShape<Desc>): Uint8Array {
  const writer = new BinaryWriter();
  writeMessage(writer, reflect(schema, message));
  return writer.finish();
}

function writeMessage(writer: BinaryWriter, message: ReflectMessage): void {
  for (const field of message.sortedFields) {
    if (message.isSet(field)) writeField(writer, message, field);
  }
  const unknown = message.getUnknown() ?? [];
  for (const { no, wireType, data } of unknown.toSorted((left, right) => left.no - right.no)) {
    writer.tag(no, wireType).raw(data);
  }
}

function writeField(writer: BinaryWriter, message: ReflectMessage, field: DescField): void {
  switch (field.fieldKind) {
    case "scalar":
      writeItem(writer, field.number, field.scalar, message.get(field));
      break;
    case "enum":
      writeItem(writer, field.number, ScalarType.INT32, message.get(field));
      break;
    case "message":
      writeItem(writer, field.number, undefined, message.get(field));
      break;
    case "list":
      for (const item of message.get(field)) writeItem(writer, field.number, itemScalar(field), item);
      break;
    case "map": {
      const entries = [...message.get(field)].map(([key, value]) => ({ key, text: String(key), value }));
      for (const { key, value } of entries.sort((left, right) => (left.text < right.text ? -1 : 1))) {
        writer.tag(field.number, WireType.LengthDelimited).fork();
        writeItem(writer, 1, field.mapKey, key);
        writeItem(writer, 2, itemScalar(field), value);
        writer.join();
      }
      break;
    }
  }
}

/** How items of a list or map are written; undefined for messages. */
function itemScalar(field: DescField & { fieldKind: "list" | "map" }): ScalarType | undefined {
  const kind = field.fieldKind === "list" ? field.listKind : field.mapKind;
  return kind === "enum" ? ScalarType.INT32 : field.scalar;
}

/** Reflection gives items as unknown; their type follows from `scalar`, and conversions here change nothing. */
function writeItem(writer: BinaryWriter, number: number, scalar: ScalarType | undefined, item: unknown): void {
  switch (scalar) {
    case undefined:
      writer.tag(number, WireType.LengthDelimited).fork();
      if (isReflectMessage(item)) writeMessage(writer, item);
      writer.join();
      break;
    case ScalarType.STRING:
      writer.tag(number, WireType.LengthDelimited).string(String(item));
      break;
    case ScalarType.BYTES:
      writer.tag(number, WireType.LengthDelimited).bytes(item instanceof Uint8Array ? item : new Uint8Array());
      break;
    case ScalarType.BOOL:
      writer.tag(number, WireType.Varint).bool(item === true);
      break;
    case ScalarType.DOUBLE:
      writer.tag(number, WireType.Bit64).double(Number(item));
      break;
    case ScalarType.FLOAT:
      writer.tag(number, WireType.Bit32).float(Number(item));
      break;
    case ScalarType.INT32:
      writer.tag(number, WireType.Varint).int32(Number(item));
      break;
    case ScalarType.SINT32:
      writer.tag(number, WireType.Varint).sint32(Number(item));
      break;
    case ScalarType.UINT32:
      writer.tag(number, WireType.Varint).uint32(Number(item));
      break;
    case ScalarType.FIXED32:
      writer.tag(number, WireType.Bit32).fixed32(Number(item));
      break;
    case ScalarType.SFIXED32:
      writer.tag(number, WireType.Bit32).sfixed32(Number(item));
      break;
    case ScalarType.INT64:
      writer.tag(number, WireType.Varint).int64(String(item));
      break;
    case ScalarType.SINT64:
      writer.tag(number, WireType.Varint).sint64(String(item));
      break;
    case ScalarType.UINT64:
      writer.tag(number, WireType.Varint).uint64(String(item));
      break;
    case ScalarType.FIXED64:
      writer.tag(number, WireType.Bit64).fixed64(String(item));
      break;
    case ScalarType.SFIXED64:
      writer.tag(number, WireType.Bit64).sfixed64(String(item));
      break;
    default:
      assertNever(scalar, "scalar type");
  }
}
