// @vitest-environment happy-dom
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { type Literal, LiteralMapSchema, LiteralSchema } from "@skein/spec/gen/flyteidl/core/literals_pb";
import {
  MediaPreview_Kind as Kind,
  type PreviewValueRequest,
  type ValuePreview,
  ValuePreviewSchema,
} from "@skein/spec/gen/skein/console/v1/console_pb";
import { toLiteral } from "@skein/spec/literal";
import { parseLiteralType } from "@skein/spec/literal-type";
import type { PlainValue } from "@skein/spec/plain-json";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, test, vi } from "vitest";
import { fakeTransport } from "../../testing/fake-console.ts";
import { replaceTransport } from "../../transport.ts";
import { LiteralMapView, LiteralView } from "../literal-view.tsx";
import { dump } from "./binary-viewer.tsx";
import { findInPlain } from "./find-in-plain.ts";
import { treeOf } from "./folder-tree.ts";
import { readMessagePack } from "./message-pack.ts";
import { valueSnippet } from "./snippet.ts";

/** An answer that does not come. */
const never = () => new Promise<never>(() => undefined);

const bucket = "s3://my-s3-bucket";
const source = {
  execution: { project: "p", domain: "d", name: "e" },
  nodeId: "n0",
  side: "outputs",
} as const;

let asked: PreviewValueRequest[] = [];
let answer: (request: PreviewValueRequest) => ValuePreview | Promise<ValuePreview>;

beforeEach(() => {
  asked = [];
  vi.stubGlobal("IntersectionObserver", undefined); // everything is on screen
  replaceTransport(
    fakeTransport({
      previewValue(request) {
        asked.push(request);
        return answer(request);
      },
    }),
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function literal(type: string, value: PlainValue): Literal {
  const { type: parsed } = parseLiteralType(type);
  const { literal: made } = parsed ? toLiteral(value, parsed) : {};
  if (!made) throw new TypeError(`${String(value)} is no ${type}`);
  return made;
}

/** One output named "out", as the node panel shows it. */
function show(value: Literal, isNode = true) {
  const map = create(LiteralMapSchema, { literals: { out: value } });
  return render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <LiteralMapView map={map} none="Nothing" source={isNode ? source : undefined} />
    </QueryClientProvider>,
  );
}

type Init = Extract<MessageInitShape<typeof ValuePreviewSchema>, { $typeName?: never }>;
type Content = NonNullable<Init["content"]>;

function answerWith(content: Content, more: Init = {}) {
  answer = ({ uri }) => create(ValuePreviewSchema, { uri, sizeBytes: 1234n, format: "CSV", ...more, content });
}

const file = (format = "csv") => literal(`file[${format}]`, `${bucket}/a/out.${format}`);

describe("a table", () => {
  test("shows rows, and what each column holds", async () => {
    answerWith({
      case: "table",
      value: {
        columns: [
          {
            name: "n",
            type: "int",
            stats: { count: 12345n, nulls: 2n, distinct: 1000, min: "0", max: "99", mean: 12.3456 },
          },
          { name: "who", type: "text", stats: { count: 12345n, nulls: 0n, distinct: 2, min: "Ada", max: "Ada" } },
          { name: "", type: "" },
        ],
        rows: [{ cells: [{ text: "7" }, { text: "<b>Ada</b>" }, {}] }],
        totalRows: 12345n,
        notes: ["One line is odd"],
      },
    });
    const { container } = show(file());
    const [n, who, unnamed] = await screen.findAllByRole("columnheader");
    expect(n?.textContent).toBe("nint · 0 – 992 empty · 1,000 or more distinctmean 12.35");
    expect(who?.textContent).toBe("whotext · Adanone empty · 2 distinct");
    expect(unnamed?.textContent).toBe("unnamedno valuesnot counted");
    expect(screen.getAllByRole("cell").map((cell) => cell.textContent)).toEqual(["7", "<b>Ada</b>", "–"]);
    expect(screen.getByRole("cell", { name: "7" }).className).toContain("text-right");
    expect(container.querySelector("b")).toBeNull();
    expect(screen.getByText("first 1 of 12,345 rows")).toBeTruthy();
    expect(screen.getByText("One line is odd.")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Download" }).getAttribute("href")).toBe(
      "/console/values/raw?uri=s3%3A%2F%2Fmy-s3-bucket%2Fa%2Fout.csv&format=csv&download=1",
    );
  });

  test("of many rows and columns the first are drawn, the rest on demand", async () => {
    const columns = Array.from({ length: 100 }, (_, at) => ({ name: `c${at}`, type: "int" }));
    const rows = Array.from({ length: 200 }, () => ({ cells: columns.map(() => ({ text: "1" })) }));
    answerWith({ case: "table", value: { columns, rows } });
    show(file());
    expect(await screen.findAllByRole("columnheader")).toHaveLength(30);
    expect(screen.getAllByRole("row")).toHaveLength(51);
    expect(screen.getByText("first 200 rows")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "150 more rows" }));
    expect(screen.getAllByRole("row")).toHaveLength(201);
    fireEvent.click(screen.getByRole("button", { name: "70 more columns" }));
    expect(screen.getAllByRole("columnheader")).toHaveLength(100);
  });

  test("may be empty", async () => {
    answerWith({ case: "table", value: {} });
    show(file());
    expect(await screen.findByText("The table is empty.")).toBeTruthy();
  });

  test("of a dataset is asked for as one, and says which part it shows", async () => {
    answerWith({ case: "table", value: { columns: [{ name: "a" }], totalRows: 1n } }, { uri: `${bucket}/set/00000` });
    show(literal("dataset", `${bucket}/set`));
    expect(await screen.findByText("00000")).toBeTruthy();
    expect(asked).toMatchObject([{ uri: `${bucket}/set`, format: "parquet", dataset: true }]);
  });
});

describe("media", () => {
  const media = (kind: Kind, contentType: string, sizeBytes = 100n) =>
    answerWith({ case: "media", value: { kind, contentType } }, { sizeBytes, format: contentType });

  test("an image is drawn, and opens in full size", async () => {
    media(Kind.IMAGE, "image/png");
    show(file("png"));
    const image = await screen.findByRole("img", { name: "out.png" });
    expect(image.getAttribute("src")).toBe("/console/values/raw?uri=s3%3A%2F%2Fmy-s3-bucket%2Fa%2Fout.png&format=png");
    fireEvent.click(screen.getByRole("button", { name: "out.png in full size" }));
    const dialog = screen.getByRole("dialog", { name: "out.png" });
    fireEvent.click(within(dialog).getByRole("button", { name: "Close" }));
    expect(screen.queryByRole("dialog")).toBeNull();
    fireEvent.error(image);
    expect(screen.getByText(/cannot draw this image/)).toBeTruthy();
  });

  test("a large image is loaded when somebody says so", async () => {
    media(Kind.IMAGE, "image/png", 20_000_000n);
    const { container } = show(file("png"));
    fireEvent.click(await screen.findByRole("button", { name: "Show the image (20 MB)" }));
    expect(container.querySelector("img")).toBeTruthy();
  });

  it.each([
    [Kind.AUDIO, "audio/wav"],
    [Kind.VIDEO, "video/mp4"],
  ])("a player is a page apart (%i)", async (kind, type) => {
    media(kind, type);
    show(file("bin"));
    const player = await screen.findByTitle("Player of out.bin");
    expect(player.getAttribute("src")).toContain("/console/values/player?uri=");
    expect(player.getAttribute("sandbox")).toBe("allow-same-origin");
  });

  test("a PDF is shown by the browser, or opened alone where it cannot", async () => {
    media(Kind.PDF, "application/pdf");
    vi.stubGlobal("navigator", { ...navigator, pdfViewerEnabled: false });
    show(file("pdf"));
    expect((await screen.findByRole("link", { name: "Open alone" })).getAttribute("href")).toContain("/raw?uri=");
    expect(screen.queryByTitle("Pages of out.pdf")).toBeNull();
    cleanup();
    vi.stubGlobal("navigator", { ...navigator, pdfViewerEnabled: true });
    show(file("pdf"));
    expect(await screen.findByTitle("Pages of out.pdf")).toBeTruthy();
  });
});

describe("text", () => {
  test("is shown as it is, wraps or not, and says what is cut off", async () => {
    answerWith(
      { case: "text", value: { text: "<img src=x onerror=alert(1)>\n", truncated: true, encoding: "UTF-8" } },
      { sizeBytes: 3_000_000n },
    );
    const { container } = show(file("txt"));
    const text = await screen.findByRole("region", { name: "Text of out.txt" });
    expect(container.querySelector("img")).toBeNull();
    expect(text.querySelector("pre")?.className).toContain("whitespace-pre-wrap");
    fireEvent.click(screen.getByRole("button", { name: "Wrap lines" }));
    expect(text.querySelector("pre")?.className).not.toContain("whitespace-pre-wrap");
    expect(screen.getByText(/the first 262 kB of 3 MB/)).toBeTruthy();
  });

  test("of megabytes is drawn bit by bit", async () => {
    answerWith({ case: "text", value: { text: "x".repeat(150_000), encoding: "UTF-8" } });
    show(file("txt"));
    const text = await screen.findByRole("region", { name: "Text of out.txt" });
    expect(text.textContent).toHaveLength(20_000);
    fireEvent.click(screen.getByRole("button", { name: "Show more" }));
    expect(text.textContent).toHaveLength(120_000);
  });

  test("may be empty", async () => {
    answerWith({ case: "text", value: {} });
    show(file("txt"));
    expect(await screen.findByText("The file is empty.")).toBeTruthy();
  });
});

describe("other files", () => {
  test("a folder is a tree whose files open in their place", async () => {
    answer = ({ uri }) =>
      create(ValuePreviewSchema, {
        uri,
        content: uri.endsWith("/out.dir")
          ? {
              case: "folder",
              value: {
                entries: [
                  { path: "a.txt", sizeBytes: 1n },
                  { path: "b/c.txt", sizeBytes: 3n },
                ],
                truncated: true,
              },
            }
          : { case: "text", value: { text: "what is in c", encoding: "UTF-8" } },
      });
    show(literal("dir", `${bucket}/a/out.dir`));
    expect(await screen.findByText("the first 2 files")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "b 3 B" }));
    expect(asked).toHaveLength(1);
    fireEvent.click(screen.getByRole("button", { name: "c.txt 3 B" }));
    expect(await screen.findByText("what is in c")).toBeTruthy();
    expect(asked[1]?.uri).toBe(`${bucket}/a/out.dir/b/c.txt`);
  });

  test("JSON is a tree", async () => {
    answerWith({ case: "json", value: '{"id": 9007199254740993}' });
    show(file("json"));
    expect(await screen.findByText("9007199254740993")).toBeTruthy();
  });

  test("bytes are shown as bytes", async () => {
    answerWith({ case: "binary", value: { head: new TextEncoder().encode("Hi\0") } }, { sizeBytes: 4000n });
    show(file("bin"));
    expect((await screen.findByRole("region", { name: "Bytes" })).textContent).toMatch(
      /^00000000 {2}48 69 00 .* Hi\.$/,
    );
    expect(screen.getByText(/the first 3 of 4 kB/)).toBeTruthy();
  });

  test("what a newer server shows is said", async () => {
    answerWith({ case: undefined });
    show(file());
    expect(await screen.findByText(/older than the server/)).toBeTruthy();
  });
});

describe("asking", () => {
  test("while it is on its way, its place is kept", async () => {
    answer = never;
    show(file());
    expect(await screen.findByRole("status", { name: "Loading the preview" })).toBeTruthy();
  });

  test("what went wrong is said, and can be tried again", async () => {
    answer = () => {
      throw new ConnectError("Nothing is stored there", Code.NotFound);
    };
    show(file());
    expect(await screen.findByText("It cannot be shown. Nothing is stored there")).toBeTruthy();
    answerWith({ case: "text", value: { text: "there it is", encoding: "UTF-8" } });
    fireEvent.click(screen.getByRole("button", { name: "Retry" }));
    expect(await screen.findByText("there it is")).toBeTruthy();
  });

  test("nothing is asked for what is not seen, or not opened", async () => {
    answerWith({ case: "text", value: { text: "seen", encoding: "UTF-8" } });
    let isSeen: (entries: unknown[]) => void = () => {};
    vi.stubGlobal(
      "IntersectionObserver",
      class {
        constructor(callback: typeof isSeen) {
          isSeen = callback;
        }
        observe() {}
        disconnect() {}
      },
    );
    show(file());
    expect(asked).toHaveLength(0);
    isSeen([{ isIntersecting: true }]);
    expect(await screen.findByText("seen")).toBeTruthy();
    cleanup();
    vi.stubGlobal("IntersectionObserver", undefined);
    asked = [];
    show(file(), false);
    expect(asked).toHaveLength(0);
    fireEvent.click(screen.getByRole("button", { name: "Preview" }));
    expect(await screen.findByText("seen")).toBeTruthy();
  });

  it.each([
    ["https://example.org/a.csv", true],
    ["javascript:alert(1)", false],
    ["gs://bucket/a", false],
    ["", false],
  ])("%j is not asked for; it is a link: %s", (uri, isLink) => {
    show(
      create(LiteralSchema, {
        value: { case: "scalar", value: { value: { case: "blob", value: { uri } } } },
      }),
    );
    expect(screen.queryByRole("button", { name: "Preview" })).toBeNull();
    expect(screen.queryByRole("link") !== null).toBe(isLink);
  });

  test("where values are only named, so are files", () => {
    render(<LiteralView literal={file()} />);
    expect(screen.queryByRole("button", { name: "Preview" })).toBeNull();
    expect(screen.getByText(`${bucket}/a/out.csv`)).toBeTruthy();
  });

  test("files of a list are opened one by one", async () => {
    answerWith({ case: "text", value: { text: "the second", encoding: "UTF-8" } });
    show(literal("list[file]", [`${bucket}/a`, `${bucket}/b`]));
    const buttons = screen.getAllByRole("button", { name: "Preview" });
    expect([buttons.length, asked.length]).toEqual([2, 0]);
    fireEvent.click(buttons[1] as HTMLElement);
    expect(await screen.findByText("the second")).toBeTruthy();
    expect(asked.map(({ uri }) => uri)).toEqual([`${bucket}/b`]);
  });
});

describe("taking along", () => {
  const choose = (name: string) => {
    fireEvent.click(screen.getByRole("button", { name: "Actions on out" }));
    fireEvent.click(screen.getByRole("menuitem", { name }));
  };

  test("value, path and Python are copied", async () => {
    answer = never;
    const writeText = vi.fn(async (_: string) => {});
    vi.stubGlobal("navigator", { ...navigator, clipboard: { writeText } });
    show(file());
    choose("Copy path");
    expect(await screen.findByText("Copied path")).toBeTruthy();
    choose("Copy Python to fetch it");
    choose("Copy value");
    const [path, python, value] = writeText.mock.calls.map(([text]) => text);
    expect(path).toBe(`${bucket}/a/out.csv`);
    expect(python).toContain('value = remote.get("flyte://v1/p/d/e/n0/o/out")');
    expect(value).toContain('"uri"');
  });

  test("what cannot be downloaded as one file says why", () => {
    answer = never;
    show(literal("dir", `${bucket}/a`));
    fireEvent.click(screen.getByRole("button", { name: "Actions on out" }));
    const item = screen.getByRole("menuitem", { name: "Download" });
    expect([item.getAttribute("aria-disabled"), item.title]).toEqual(["true", expect.stringMatching(/folder/)]);
  });

  test("Python of an execution's own values asks the execution", () => {
    const { execution, side } = source;
    const server = { host: "localhost:30080", protocol: "http:" };
    expect(valueSnippet({ execution, side }, "out", server)).toContain('value = execution.outputs["out"]');
    expect(valueSnippet({ execution, side }, "out", server)).toContain("Config.for_sandbox()");
    const inputs = valueSnippet({ ...source, side: "inputs" }, "out", { host: "box.lan", protocol: "https:" });
    expect(inputs).toContain('Config.for_endpoint("box.lan:443", insecure=False)');
    expect(inputs).toContain("/n0/i/out");
  });
});

describe("large values", () => {
  test("a text of a megabyte is never laid out at once", () => {
    render(<LiteralView literal={literal("string", "x".repeat(1_000_000))} />);
    fireEvent.click(screen.getByRole("button", { name: "100,000 more of 1,000,000 characters" }));
    expect(document.body.textContent?.length).toBeLessThan(110_000);
  });

  test("a list of 10,000 opens with its first, and is searched", async () => {
    const items = Array.from({ length: 10_000 }, (_, at) => `item ${at}`);
    render(<LiteralView literal={literal("list[string]", items)} />);
    fireEvent.click(screen.getByRole("button", { name: "10,000 items" }));
    expect(screen.getAllByRole("listitem")).toHaveLength(51);
    fireEvent.change(screen.getByRole("searchbox", { name: "Search in this value" }), {
      target: { value: "ITEM 9999" },
    });
    expect(await screen.findByText("[9999]")).toBeTruthy();
    expect(screen.getByText("1 found")).toBeTruthy();
  });

  test("a search ends, and a small value has none", () => {
    const many = Array.from({ length: 300_000 }, () => "no");
    expect(findInPlain(many, "yes")).toEqual({ found: [], isAll: false });
    expect(findInPlain({ rows: [{ name: "Ada" }] }, "ada").found).toEqual([{ path: "rows[0].name", value: "Ada" }]);
    render(<LiteralView literal={literal("list[int]", [1n, 2n])} />);
    expect(screen.queryByRole("searchbox")).toBeNull();
  });
});

describe("MessagePack", () => {
  const bytes = (...each: number[]) => new Uint8Array(each);
  it.each([
    [bytes(0x83, 0xa1, 0x61, 0x01, 0xa1, 0x62, 0x92, 0xc0, 0xc3, 0xa1, 0x63, 0xff), { a: 1n, b: [null, true], c: -1n }],
    [bytes(0xcb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0), 1.5],
    [bytes(0xca, 0x3f, 0xc0, 0, 0), 1.5],
    [bytes(0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), 18446744073709551615n],
    [bytes(0xd3, 0x80, 0, 0, 0, 0, 0, 0, 0), -9223372036854775808n],
    [bytes(0xcc, 0xff), 255n],
    [bytes(0xcd, 1, 0), 256n],
    [bytes(0xce, 0, 1, 0, 0), 65536n],
    [bytes(0xd0, 0x80), -128n],
    [bytes(0xd1, 0x80, 0), -32768n],
    [bytes(0xd2, 0x80, 0, 0, 0), -2147483648n],
    [bytes(0xd9, 2, 0xc3, 0xbc), "ü"],
    [bytes(0xc4, 2, 1, 2), { base64: "AQI=" }],
    [bytes(0x81, 0x05, 0xa1, 0x61), { "5": "a" }],
    [bytes(0xdc, 0, 1, 0xc2), [false]],
    [bytes(0xde, 0, 1, 0xa1, 0x61, 0xc0), { a: null }],
  ] as const)("%o is read", (given, value) => {
    expect(readMessagePack(given)).toEqual(value);
  });

  it.each([
    ["nothing", bytes()],
    ["half a text", bytes(0xa5, 0x61)],
    ["a list that claims billions", bytes(0xdd, 0xff, 0xff, 0xff, 0xff)],
    ["more than one value", bytes(0x01, 0x02)],
    ["an extension", bytes(0xd4, 0x01, 0x02)],
    ["a byte that is never used", bytes(0xc1)],
    ["lists in lists without end", new Uint8Array(100_000).fill(0x91)],
  ])("%s is none", (_, given) => {
    expect(readMessagePack(given)).toBeUndefined();
  });

  test("a dataclass is shown as what it is, also in a list; other bytes stay bytes", () => {
    const binary = (tag: string): Literal =>
      create(LiteralSchema, {
        value: {
          case: "scalar",
          value: { value: { case: "binary", value: { value: bytes(0x81, 0xa1, 0x61, 0x07), tag } } },
        },
      });
    const { container, rerender } = render(<LiteralView literal={binary("msgpack")} />);
    expect(container.textContent).toBe("1 fielda7");
    const literals = [binary("msgpack")];
    rerender(
      <LiteralView
        literal={create(LiteralSchema, { value: { case: "collection", value: { literals } } })}
        key="list"
      />,
    );
    expect(container.textContent).toBe("1 item01 fielda7");
    rerender(<LiteralView literal={binary("other")} key="other" />);
    expect(container.textContent).toContain("base64");
  });
});

test("paths become a tree", () => {
  const entries = ["a/b/c", "a/d", "e"].map((path) => ({ path, sizeBytes: 2n }));
  const tree = treeOf(entries.map((each) => ({ ...each, $typeName: "skein.console.v1.FolderEntry" as const })));
  expect(tree.map(({ path, sizeBytes, members }) => [path, sizeBytes, members?.map((each) => each.path)])).toEqual([
    ["a", 4n, ["a/b", "a/d"]],
    ["e", 2n, undefined],
  ]);
});

test("bytes are written sixteen a line", () => {
  expect(dump(new Uint8Array(17)).split("\n")).toHaveLength(2);
});
