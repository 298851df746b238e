import type { ReactNode } from "react";

/** Every icon, drawn on a 16 grid with a 1.5 stroke; icon.tsx shows them. Phase glyphs differ in shape, not only hue. */
export const iconShapes = {
  archive: (
    <>
      <path d="M2 3h12v3H2zM3 6v7.5h10V6M6.5 9h3" />
    </>
  ),
  arrowRight: (
    <>
      <path d="M3 8h10M9 4l4 4-4 4" />
    </>
  ),
  bell: (
    <>
      <path d="M4 7a4 4 0 0 1 8 0c0 3.5 1.5 4.5 1.5 4.5h-11S4 10.5 4 7M6.7 14h2.6" />
    </>
  ),
  branch: (
    <>
      <path d="M4.5 14V9M4.5 9c0-2.8 7-1.2 7-5M4.5 9V2" />
      <path d="m9.5 5.5 2-2.2 2 2.2M2.6 3.8l1.9-2 1.9 2" />
    </>
  ),
  bulb: (
    <>
      <path d="M6 11.5c0-1.5-2-2.3-2-4.7a4 4 0 0 1 8 0c0 2.4-2 3.2-2 4.7zM6.5 14h3" />
    </>
  ),
  calendar: (
    <>
      <rect x="2" y="3" width="12" height="11" rx="1.5" />
      <path d="M2 6.5h12M5 1.5V4m6-2.5V4" />
    </>
  ),
  check: (
    <>
      <path d="m3.5 8.5 3 3 6-7" />
    </>
  ),
  chevronDown: (
    <>
      <path d="m4 6 4 4 4-4" />
    </>
  ),
  chevronLeft: (
    <>
      <path d="m10 4-4 4 4 4" />
    </>
  ),
  chevronRight: (
    <>
      <path d="m6 4 4 4-4 4" />
    </>
  ),
  chevronUp: (
    <>
      <path d="m4 10 4-4 4 4" />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.5V8l2.3 1.7" />
    </>
  ),
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5" />
    </>
  ),
  cpu: (
    <>
      <rect x="4" y="4" width="8" height="8" rx="1.5" />
      <path d="M6.5 1.5V4m3-2.5V4m-3 8v2.5m3-2.5v2.5M1.5 6.5H4m-2.5 3H4m8-3h2.5m-2.5 3h2.5" />
    </>
  ),
  cross: (
    <>
      <path d="m4 4 8 8m0-8-8 8" />
    </>
  ),
  download: (
    <>
      <path d="M8 2.5v8m-3-3 3 3 3-3M2.5 13.5h11" />
    </>
  ),
  dynamic: (
    <>
      <circle cx="3.5" cy="8" r="1.75" />
      <circle cx="12.5" cy="3.2" r="1.6" />
      <circle cx="12.5" cy="8" r="1.6" />
      <circle cx="12.5" cy="12.8" r="1.6" strokeDasharray="1.5 1.5" />
      <path d="M5.3 8h5.4M4.9 6.9l6-3M4.9 9.2l6 3" />
    </>
  ),
  error: (
    <>
      <path d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2L1.5 10.8V5.2z" />
      <path d="M8 4.8v3.6m0 2.5v.1" />
    </>
  ),
  events: (
    <>
      <path d="M4 2.5v11M8 4h5.5M8 8h5.5M8 12h5.5" />
      <path d="M4 4h.01M4 8h.01M4 12h.01" strokeWidth="3.4" />
    </>
  ),
  executions: (
    <>
      <path d="M5 3.5h9M5 8h9M5 12.5h9" />
      <path d="M2 3.5h.01M2 8h.01M2 12.5h.01" strokeWidth="2.2" />
    </>
  ),
  external: (
    <>
      <path d="M9.5 2.5h4v4M13.5 2.5 7.5 8.5M11.5 9.5v4h-9v-9h4" />
    </>
  ),
  file: (
    <>
      <path d="M4 1.75h5l3.5 3.5v9H4zM9 1.75v3.5h3.5" />
    </>
  ),
  filter: (
    <>
      <path d="M2 4h12M4.5 8h7M6.5 12h3" />
    </>
  ),
  fit: (
    <>
      <path d="M2.5 5.5v-3h3m5 0h3v3m0 5v3h-3m-5 0h-3v-3" />
    </>
  ),
  folder: (
    <>
      <path d="M2 12.5v-9h4l1.5 2H14v7z" />
    </>
  ),
  gate: (
    <>
      <circle cx="6" cy="5" r="2.75" />
      <path d="M1.5 14c.4-3.2 2-4.5 4.5-4.5 1 0 1.8.2 2.5.6M9.8 12.3l1.7 1.7 3-3.5" />
    </>
  ),
  gear: (
    <>
      <circle cx="8" cy="8" r="2.25" />
      <path d="M8 1.5v2m0 9v2M1.5 8h2m9 0h2M3.4 3.4l1.4 1.4m6.4 6.4 1.4 1.4M3.4 12.6l1.4-1.4m6.4-6.4 1.4-1.4" />
    </>
  ),
  graph: (
    <>
      <rect x="5.75" y="1.5" width="4.5" height="3.5" rx="1" />
      <rect x="1.5" y="11" width="4.5" height="3.5" rx="1" />
      <rect x="10" y="11" width="4.5" height="3.5" rx="1" />
      <path d="M8 5v3M3.75 11V9.5A1.5 1.5 0 0 1 5.25 8h5.5a1.5 1.5 0 0 1 1.5 1.5V11" />
    </>
  ),
  history: (
    <>
      <path d="M2.5 5.5A6 6 0 1 1 2 8M2.2 2.5v3.2h3.2M8 5v3.3l2.2 1.4" />
    </>
  ),
  home: (
    <>
      <path d="M2.5 7 8 2.5 13.5 7v6.5h-4V10h-3v3.5h-4z" />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 7.5V11m0-6v.01" />
    </>
  ),
  io: (
    <>
      <path d="M2 5h9m-2.5-3L11.5 5 8.5 8M14 11H5m2.5-3-3 3 3 3" />
    </>
  ),
  keyboard: (
    <>
      <rect x="1.5" y="4" width="13" height="8" rx="1.5" />
      <path d="M4 6.7h.01M6.7 6.7h.01M9.3 6.7h.01M12 6.7h.01M5 9.5h6" />
    </>
  ),
  launchPlan: (
    <>
      <path d="M14 2 7 9m7-7-4.5 12L7 9 2 6.5z" />
    </>
  ),
  logs: (
    <>
      <path d="M2.5 3.5h11M2.5 8h7.5M2.5 12.5h9" />
    </>
  ),
  map: (
    <>
      <rect x="1.75" y="1.75" width="5" height="5" rx="1" />
      <rect x="9.25" y="1.75" width="5" height="5" rx="1" />
      <rect x="1.75" y="9.25" width="5" height="5" rx="1" />
      <rect x="9.25" y="9.25" width="5" height="5" rx="1" strokeDasharray="1.5 1.8" />
    </>
  ),
  matchCase: (
    <>
      <path d="m1.5 12 3-8 3 8m-5-2.8h4" />
      <circle cx="11.7" cy="9.7" r="2.3" />
      <path d="M14 7.2V12" />
    </>
  ),
  matchWord: (
    <>
      <path d="M2 13.5h12M3 10.5V8.2M6.5 6.5v4M6.5 8.5a1.9 1.9 0 1 0-3.5-.6" />
      <path d="M9.5 2.5v8M9.5 8.5a2 2 0 1 0 0-1" />
    </>
  ),
  menu: (
    <>
      <path d="M2.5 4h11M2.5 8h11M2.5 12h11" />
    </>
  ),
  minus: (
    <>
      <path d="M3 8h10" />
    </>
  ),
  moon: (
    <>
      <path d="M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z" />
    </>
  ),
  more: (
    <>
      <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.2" />
    </>
  ),
  panel: (
    <>
      <rect x="2" y="2.5" width="12" height="11" rx="1.5" />
      <path d="M9.5 2.5v11" />
    </>
  ),
  pen: (
    <>
      <path d="m10.5 2.5 3 3-8 8H2.5v-3z" />
    </>
  ),
  phaseAborted: (
    <>
      <rect x="1.75" y="1.75" width="12.5" height="12.5" rx="2.5" fill="currentColor" stroke="none" />
      <path d="M5 8h6" strokeWidth="2" className="stroke-surface" />
    </>
  ),
  phaseCached: (
    <>
      <circle cx="8" cy="8" r="6.75" fill="currentColor" stroke="none" />
      <path d="M8.6 3.9 5.6 8.7h2.5l-.6 3.4 3-4.9H8z" className="fill-surface" stroke="none" />
    </>
  ),
  phaseFailed: (
    <>
      <path d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2L1.5 10.8V5.2z" fill="currentColor" stroke="none" />
      <path d="m5.7 5.7 4.6 4.6m0-4.6-4.6 4.6" className="stroke-surface" />
    </>
  ),
  phaseFailing: (
    <>
      <path d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2L1.5 10.8V5.2z" />
      <path d="m6 6 4 4m0-4-4 4" />
    </>
  ),
  phaseInitialising: (
    <>
      <circle cx="8" cy="8" r="5.75" strokeOpacity=".35" />
      <path d="M8 2.25a5.75 5.75 0 0 1 0 11.5" strokeWidth="2" />
    </>
  ),
  phaseNotStarted: (
    <>
      <circle cx="8" cy="8" r="4.75" strokeOpacity=".8" />
    </>
  ),
  phasePaused: (
    <>
      <path d="M8 .9 15.1 8 8 15.1.9 8z" fill="currentColor" stroke="none" />
      <path d="M6.5 5.7v4.6m3-4.6v4.6" className="stroke-surface" />
    </>
  ),
  phaseQueued: (
    <>
      <circle cx="8" cy="8" r="5.75" strokeDasharray="2.6 2.6" />
    </>
  ),
  phaseRecovered: (
    <>
      <path d="M2.25 6.6A6 6 0 1 1 2.3 9.9" />
      <path d="M1.9 3.2v3.5h3.5" />
      <path d="m5.7 8.2 1.7 1.7 3-3.3" />
    </>
  ),
  phaseRunning: (
    <>
      <circle cx="8" cy="8" r="5.75" strokeOpacity=".25" strokeWidth="2" />
      <path d="M8 2.25a5.75 5.75 0 1 1-5.6 4.4" strokeWidth="2" />
      <circle cx="8" cy="8" r="1.75" fill="currentColor" stroke="none" />
    </>
  ),
  phaseSkipped: (
    <>
      <circle cx="8" cy="8" r="5.75" strokeDasharray="2.2 2.2" />
      <path d="m4.5 11.5 7-7" />
    </>
  ),
  phaseSucceeded: (
    <>
      <circle cx="8" cy="8" r="6.75" fill="currentColor" stroke="none" />
      <path d="m5 8.2 2.1 2.1L11.1 6" className="stroke-surface" />
    </>
  ),
  phaseSucceeding: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="m5.3 8.2 1.9 1.9 3.6-3.9" />
    </>
  ),
  phaseTimedOut: (
    <>
      <path d="M5.2 1.5h5.6l3.7 3.7v5.6l-3.7 3.7H5.2L1.5 10.8V5.2z" fill="currentColor" stroke="none" />
      <path d="M8 4.8V8l2.2 1.6" className="stroke-surface" />
    </>
  ),
  phaseUnknown: (
    <>
      <circle cx="8" cy="8" r="5.9" strokeDasharray=".1 2.55" />
      <path d="M6.3 6.5c0-2.3 3.5-2.2 3.5 0 0 1.3-1.8 1.3-1.8 2.6m0 1.6v.1" />
    </>
  ),
  phaseWaiting: (
    <>
      <path d="M4 2h8M4 14h8M5 2c0 3.5 3 4 3 6s-3 2.5-3 6m6-12c0 3.5-3 4-3 6s3 2.5 3 6" />
    </>
  ),
  pattern: (
    <>
      <path d="M10.5 2.5v6M7.9 4l5.2 3M13.1 4 7.9 7" />
      <path d="M3.5 11.5h2.5v2.5H3.5z" />
    </>
  ),
  pin: (
    <>
      <path d="M10.2 1.8 14.2 5.8M11 2.6 7.2 6.4 3.6 7.2l5.2 5.2.8-3.6L13.4 5M6 10l-4 4" />
    </>
  ),
  play: (
    <>
      <path d="M4.5 2.9v10.2l8.3-5.1z" />
    </>
  ),
  plus: (
    <>
      <path d="M8 3v10M3 8h10" />
    </>
  ),
  recover: (
    <>
      <path d="M2.5 8a5.5 5.5 0 0 1 10-3.2M13.5 8a5.5 5.5 0 0 1-10 3.2" />
      <path d="M13 1.8V5H9.8M3 14.2V11h3.2" />
    </>
  ),
  regex: (
    <>
      <path d="M4 12h.01" strokeWidth="2.4" />
      <path d="M10 3v6M7.4 4.5l5.2 3m0-3-5.2 3" />
    </>
  ),
  rerun: (
    <>
      <path d="M13.5 8a5.5 5.5 0 1 1-1.7-4" />
      <path d="M13.5 1.8v3.2h-3.2" />
    </>
  ),
  screen: (
    <>
      <rect x="2" y="2.5" width="12" height="8.5" rx="1.5" />
      <path d="M6 13.5h4M8 11v2.5" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.5 3.5 3.5" />
    </>
  ),
  share: (
    <>
      <circle cx="4" cy="8" r="2" />
      <circle cx="12" cy="3.8" r="2" />
      <circle cx="12" cy="12.2" r="2" />
      <path d="m5.8 7 4.4-2.3M5.8 9l4.4 2.3" />
    </>
  ),
  split: (
    <>
      <rect x="2" y="2.5" width="12" height="11" rx="1.5" />
      <path d="M2 8h12" />
    </>
  ),
  stop: (
    <>
      <rect x="3" y="3" width="10" height="10" rx="2" />
    </>
  ),
  sun: (
    <>
      <circle cx="8" cy="8" r="3" />
      <path d="M8 1.5v1m0 11v1M1.5 8h1m11 0h1M3.4 3.4l.7.7m7.8 7.8.7.7m0-9.2-.7.7M4.1 11.9l-.7.7" />
    </>
  ),
  tag: (
    <>
      <path d="M2.5 2.5h5.5l5.5 5.5-5.5 5.5L2.5 8z" />
      <path d="M5.3 5.3h.01" strokeWidth="2" />
    </>
  ),
  task: (
    <>
      <path d="M8 1.75 13.5 4.9v6.2L8 14.25 2.5 11.1V4.9z" />
      <path d="M2.7 5 8 8l5.3-3M8 8v6" />
    </>
  ),
  terminal: (
    <>
      <path d="m3 4.5 3.5 3.5L3 11.5M8 12h5" />
    </>
  ),
  timeline: (
    <>
      <path d="M2 3.5h6M5 8h6M9 12.5h5" />
    </>
  ),
  trash: (
    <>
      <path d="M2.5 4.5h11M6 4.5v-2h4v2M4 4.5l.6 9h6.8l.6-9M6.7 7v4M9.3 7v4" />
    </>
  ),
  tree: (
    <>
      <path d="M2.5 3h5M6 8h7.5M6 13h7.5M3.5 5.5V13H6M3.5 8H6" />
    </>
  ),
  upload: (
    <>
      <path d="M8 10.5v-8m-3 3 3-3 3 3M2.5 13.5h11" />
    </>
  ),
  user: (
    <>
      <circle cx="8" cy="5.5" r="3" />
      <path d="M2.5 14c.7-3 3-4 5.5-4s4.8 1 5.5 4" />
    </>
  ),
  warning: (
    <>
      <path d="M8 2 14.5 13.5h-13zM8 6.5v3m0 2v.01" />
    </>
  ),
  workflow: (
    <>
      <rect x="1.75" y="2" width="5" height="4" rx="1" />
      <rect x="9.25" y="10" width="5" height="4" rx="1" />
      <path d="M4.25 6v3.5a2.5 2.5 0 0 0 2.5 2.5h2.5" />
    </>
  ),
  wrap: (
    <>
      <path d="M2.5 3.5h11M2.5 8h9a2 2 0 0 1 0 4H8m1.7-1.7L8 12l1.7 1.7M2.5 12.5H5" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof iconShapes;
