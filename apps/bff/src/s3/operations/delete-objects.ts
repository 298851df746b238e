/** DeleteObjects: many keys in one request, each with an answer of its own. */

import { readWhole } from "../body/payload.ts";
import { answerXml, type Call } from "../call.ts";
import { S3Problem, toS3Problem } from "../s3-problem.ts";
import { childText, parseXml } from "../xml-reader.ts";
import type { XmlElement } from "../xml-writer.ts";

const MAX_KEYS = 1000;
/** A thousand keys of a thousand bytes, escaped. */
const MAX_BYTES = 4 * 1024 * 1024;

export async function deleteObjects(call: Call): Promise<void> {
  const document = parseXml(await readWhole(call.payload(), MAX_BYTES));
  const keys = document.children.filter(({ name }) => name === "Object").map((each) => childText(each, "Key"));
  if (document.name !== "Delete" || keys.length === 0 || keys.length > MAX_KEYS)
    throw new S3Problem("MalformedXML", `Give a Delete of 1 to ${MAX_KEYS} objects`);
  const isQuiet = childText(document, "Quiet") === "true";
  const results = keys.map((key) => removeOne(call, key ?? "")).filter(([name]) => !isQuiet || name === "Error");
  answerXml(call, ["DeleteResult", results]);
}

function removeOne({ access, objects }: Call, key: string): XmlElement {
  try {
    if (key === "") throw new S3Problem("InvalidArgument", "The key is empty");
    if (!access.mayWrite(key)) throw new S3Problem("AccessDenied", "This access key may not delete here");
    if (!key.endsWith("/")) objects.remove(key);
    return ["Deleted", [["Key", key]]];
  } catch (reason) {
    const { code, message } = toS3Problem(reason);
    return [
      "Error",
      [
        ["Key", key],
        ["Code", code],
        ["Message", message],
      ],
    ];
  }
}
