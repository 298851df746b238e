import { expect, test } from "vitest";
import { S3Problem } from "./s3-problem.ts";
import { childText, parseXml } from "./xml-reader.ts";
import { formatXml } from "./xml-writer.ts";

test.each([
  ["plain", "<a><b>x</b></a>", "x"],
  ["with a declaration and a namespace", '<?xml version="1.0"?>\n<a xmlns="http://s3"> <b>x</b> </a>\n', "x"],
  ["with prefixes", '<s:a xmlns:s="u"><s:b>x</s:b></s:a>', "x"],
  ["with entities", "<a><b>&lt;&amp;&gt;&quot;&apos;&#228;&#xe4;&#x1F600;</b></a>", `<&>"'ää😀`],
  ["with spaces that count", "<a><b> x </b></a>", " x "],
  ["with an empty element", "<a><b/></a>", ""],
  ["with attributes", `<a><b c="1" d='2'>x</b></a>`, "x"],
  ["without that child", "<a></a>", undefined],
])("a document %s", (_, text, expected) => {
  const document = parseXml(text);
  expect(document.name).toBe("a");
  expect(childText(document, "b")).toBe(expected);
});

test.each([
  ["nothing", ""],
  ["text", "hello"],
  ["an open element", "<a>"],
  ["elements that cross", "<a><b></a></b>"],
  ["a stray end", "<a></a></a>"],
  ["two roots", "<a/><b/>"],
  ["text beside elements", "<a>x<b/></a>"],
  ["a doctype", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
  ["an entity of its own", "<a>&x;</a>"],
  ["a bare ampersand", "<a>a & b</a>"],
  ["a character that does not exist", "<a>&#x110000;</a>"],
  ["a comment", "<a><!-- x --></a>"],
  ["CDATA", "<a><![CDATA[x]]></a>"],
  ["an element without end", "<a"],
  ["depth without end", "<a>".repeat(100)],
  ["an attribute without quotes", "<a b=c></a>"],
])("%s is refused", (_, text) => {
  expect(() => parseXml(text)).toThrow(S3Problem);
});

test("long hostile documents are refused in no time", () => {
  for (const text of [`<a ${"b ".repeat(200_000)}`, `<a ${'b="" '.repeat(100_000)}`, "&".repeat(400_000)])
    expect(() => parseXml(text)).toThrow(S3Problem);
});

test("answers are in S3's namespace, errors in none, as botocore wants them", () => {
  expect(formatXml(["ListBucketResult", ""])).toContain('<ListBucketResult xmlns="http://s3.amazonaws.com/doc/');
  expect(formatXml(["Error", [["Code", "NoSuchKey"]]])).toContain("<Error><Code>NoSuchKey</Code></Error>");
});

test("what is written is read again, whatever signs it has", () => {
  const key = `a<b>&"'ä😀 \n\t`;
  const document = parseXml(formatXml(["Delete", [["Object", [["Key", key]]]]]));
  expect(document.children.map((each) => childText(each, "Key"))).toEqual([key]);
});
