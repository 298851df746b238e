import { createBrowserRouter, type RouteObject } from "react-router";
import { Frame } from "./frame/frame.tsx";
import { HomeRedirect } from "./frame/home-redirect.tsx";
import { KnownScope } from "./frame/known-scope.tsx";
import { legacyRedirects } from "./frame/legacy-redirects.tsx";
import { NotFound, RouteError } from "./frame/route-error.tsx";
import { loadGraph } from "./lazy-graph.tsx";
import { basename } from "./paths.ts";
import { SkeletonRows } from "./ui/faces.tsx";

const screens = {
  home: () => import("./screens/home/screen.tsx"),
  executions: () => import("./screens/executions/screen.tsx"),
  execution: () => import("./screens/execution/screen.tsx"),
  /** Not a screen, but what most look at in one. */
  graph: loadGraph,
  compare: () => import("./screens/compare/screen.tsx"),
  workflows: () => import("./screens/workflows/screen.tsx"),
  workflow: () => import("./screens/workflow/screen.tsx"),
  launch: () => import("./screens/launch/screen.tsx"),
  author: () => import("./screens/author/screen.tsx"),
  upload: () => import("./screens/upload/screen.tsx"),
  inbox: () => import("./screens/inbox/screen.tsx"),
  settings: () => import("./screens/settings/screen.tsx"),
};

/**
 * Fetches the screens' code before it is asked for: a change of page is then instant, and works while the server
 * restarts. One after the other, when nothing else is to be done.
 */
export async function prefetchScreens(): Promise<void> {
  for (const screen of Object.values(screens)) {
    await idle();
    await screen().catch(() => undefined); // the visit itself will say what is wrong
  }
}

/** Safari has no idle callbacks. */
const idle = () =>
  new Promise<unknown>((resolve) =>
    "requestIdleCallback" in globalThis ? requestIdleCallback(resolve, { timeout: 2000 }) : setTimeout(resolve, 200),
  );

/** Every screen is a chunk of its own: the shell carries no graph, editor or layout code. */
export const routes: RouteObject[] = [
  {
    element: <Frame />,
    errorElement: <RouteError />,
    hydrateFallbackElement: <SkeletonRows label="Loading the console" />,
    children: [
      {
        errorElement: <RouteError />,
        children: [
          { index: true, element: <HomeRedirect /> },
          {
            element: <KnownScope />,
            children: [
              {
                path: "projects/:project/domains/:domain",
                children: [
                  {
                    index: true,
                    lazy: async () => ({ Component: (await screens.home()).HomeScreen }),
                  },
                  {
                    path: "executions",
                    lazy: async () => ({ Component: (await screens.executions()).ExecutionsScreen }),
                  },
                  {
                    path: "executions/:name",
                    lazy: async () => {
                      screens.graph().catch(() => undefined); // on its way while the rest is read
                      return { Component: (await screens.execution()).ExecutionScreen };
                    },
                  },
                  {
                    path: "executions/:name/compare",
                    lazy: async () => ({ Component: (await screens.compare()).CompareScreen }),
                  },
                  {
                    path: "workflows",
                    lazy: async () => ({ Component: (await screens.workflows()).WorkflowsScreen }),
                  },
                  {
                    path: "workflows/:name",
                    lazy: async () => ({ Component: (await screens.workflow()).WorkflowScreen }),
                  },
                  {
                    path: "workflows/:name/versions/:version",
                    lazy: async () => ({ Component: (await screens.workflow()).WorkflowScreen }),
                  },
                  ...legacyRedirects,
                  {
                    path: "launch",
                    lazy: async () => ({ Component: (await screens.launch()).LaunchScreen }),
                  },
                ],
              },
              {
                path: "upload",
                lazy: async () => ({ Component: (await screens.upload()).UploadScreen }),
              },
            ],
          },
          {
            path: "author",
            lazy: async () => ({ Component: (await screens.author()).AuthorScreen }),
          },
          {
            path: "inbox",
            lazy: async () => ({ Component: (await screens.inbox()).InboxScreen }),
          },
          {
            path: "settings/:section?",
            lazy: async () => ({ Component: (await screens.settings()).SettingsScreen }),
          },
          { path: "*", element: <NotFound /> },
        ],
      },
    ],
  },
];

export function createRouter() {
  return createBrowserRouter(routes, { basename });
}
