/** What a browser may do with our pages: only what is ours, from here; nobody may frame them. */
import type { RequestHandler } from "express";

const policy = {
  "default-src": "'none'",
  "script-src": "'self'",
  "worker-src": "'self'",
  // React Flow, CodeMirror and Radix set styles on elements.
  "style-src": "'self' 'unsafe-inline'",
  "img-src": "'self' data: blob:",
  "font-src": "'self'",
  "connect-src": "'self'",
  "manifest-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
  // Decks, which say themselves that they are of no origin.
  "frame-src": "'self'",
  "frame-ancestors": "'none'",
};

// Vite's client is an inline script, its socket another scheme, its workers blobs.
const developmentPolicy = {
  ...policy,
  "script-src": "'self' 'unsafe-inline'",
  "worker-src": "'self' blob:",
  "connect-src": "'self' ws:",
};

export function securityHeaders(isDevelopment: boolean): RequestHandler {
  const headers = {
    "content-security-policy": Object.entries(isDevelopment ? developmentPolicy : policy)
      .map(([name, value]) => `${name} ${value}`)
      .join("; "),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
  };
  return (_, response, next) => {
    response.set(headers);
    next();
  };
}
