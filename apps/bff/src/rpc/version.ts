import type { AdminHandlers, RpcParts } from "./parts.ts";

export const versionRpc = ({ version }: RpcParts): AdminHandlers => ({
  getVersion: () => ({
    // Clients want "unknown" or a leading v.
    controlPlaneVersion: { Version: `v${version}`, Build: "", BuildTime: "" },
  }),
});
