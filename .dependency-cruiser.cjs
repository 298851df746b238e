// The one-way street between the rooms: spec ← compiler ← engine ← bff; console → spec, compiler, engine.
// e2e/support/rooms.test.ts shows that a forbidden import is caught: a cruiser that reads nothing passes too.
const room = (name, path, allowed) => ({
  name: `${name}-imports-only-its-own`,
  comment: `${path} may import ${allowed.join(", ") || "no other room"}`,
  severity: "error",
  from: { path: `^${path}/` },
  to: { path: "^(packages|apps|e2e|bench)/", pathNot: `^(${[path, ...allowed].join("|")})/` },
});

const pure = (path) => ({
  name: `${path}-is-pure`,
  comment: "spec, compiler and engine also run in a browser worker: no Node API",
  severity: "error",
  from: { path: `^${path}/src/`, pathNot: "(\\.test\\.ts$|/testing/)" },
  to: { dependencyTypes: ["core"] },
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    room("spec", "packages/spec", []),
    room("compiler", "packages/compiler", ["packages/spec"]),
    room("engine", "packages/engine", ["packages/spec", "packages/compiler"]),
    room("bff", "apps/bff", ["packages/spec", "packages/compiler", "packages/engine"]),
    room("console", "apps/console", ["packages/spec", "packages/compiler", "packages/engine"]),
    pure("packages/spec"),
    pure("packages/compiler"),
    pure("packages/engine"),
    {
      name: "screens-do-not-import-screens",
      severity: "error",
      from: { path: "^apps/console/src/screens/([^/]+)/" },
      to: { path: "^apps/console/src/screens/", pathNot: "^apps/console/src/screens/$1/" },
    },
    {
      name: "ui-knows-no-flyte",
      comment: "ui/ is looks only: no Flyte, no network",
      severity: "error",
      from: { path: "^apps/console/src/ui/" },
      to: { path: "^(apps/console/src/(?!ui/)|packages/)" },
    },
    {
      name: "no-cycles",
      comment: "a cycle of types alone is none when the code runs",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(/gen/|/dist/)" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "browser", "default"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".css"],
    },
  },
};
