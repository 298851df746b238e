/**
 * Nobody needs to log in, and clients that ask how are told so (admin-api.md §6.1).
 *
 * flytekit with client credentials, a command or the device flow asks before its first call, flytectl when it kept a
 * token: neither may find these services missing.
 */
import type { ServiceImpl } from "@connectrpc/connect";
import type { AuthMetadataService } from "@skein/spec/gen/flyteidl/service/auth_pb";
import type { IdentityService } from "@skein/spec/gen/flyteidl/service/identity_pb";

export const authMetadata: ServiceImpl<typeof AuthMetadataService> = {
  getOAuth2Metadata: () => ({}),
  getPublicClientConfig: () => ({
    clientId: "flytectl",
    redirectUri: "http://localhost:53593/callback",
    scopes: ["all", "offline"],
    authorizationMetadataKey: "flyte-authorization",
  }),
};

export const identity: ServiceImpl<typeof IdentityService> = { userInfo: () => ({}) };
