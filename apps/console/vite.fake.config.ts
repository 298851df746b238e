import { mergeConfig } from "vite";
import base from "./vite.config.ts";

// The console over seeded data instead of a server; only ever served, never built.
export default mergeConfig(base, {
  plugins: [
    {
      name: "skein-fake-entry",
      apply: "serve",
      transformIndexHtml: {
        order: "pre",
        handler: (html: string) => html.replace("/src/main.tsx", "/src/testing/main-fake.tsx"),
      },
    },
  ],
});
