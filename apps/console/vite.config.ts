import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  // Wherever the build is started from (npm run dev holds this server in middleware mode).
  root: import.meta.dirname,
  base: "/console/",
  plugins: [react(), tailwind()],
  build: {
    target: "es2024",
    // The content security policy allows no data: scripts or fonts; every asset is a file.
    assetsInlineLimit: 0,
    sourcemap: false,
  },
  worker: { format: "es" },
});
