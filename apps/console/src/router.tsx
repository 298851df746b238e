import { createBrowserRouter, type RouteObject } from "react-router";
import { Frame } from "./frame/frame.tsx";
import { HomeRedirect } from "./frame/home-redirect.tsx";
import { NotFound, RouteError } from "./frame/route-error.tsx";
import { basename } from "./paths.ts";
import { SkeletonRows } from "./ui/faces.tsx";

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
            path: "projects/:project/domains/:domain",
            children: [
              {
                index: true,
                lazy: async () => ({ Component: (await import("./screens/home/screen.tsx")).HomeScreen }),
              },
              {
                path: "executions",
                lazy: async () => ({ Component: (await import("./screens/executions/screen.tsx")).ExecutionsScreen }),
              },
              {
                path: "executions/:name",
                lazy: async () => ({ Component: (await import("./screens/execution/screen.tsx")).ExecutionScreen }),
              },
              {
                path: "workflows",
                lazy: async () => ({ Component: (await import("./screens/workflows/screen.tsx")).WorkflowsScreen }),
              },
              {
                path: "workflows/:name",
                lazy: async () => ({ Component: (await import("./screens/workflow/screen.tsx")).WorkflowScreen }),
              },
              {
                path: "workflows/:name/versions/:version",
                lazy: async () => ({ Component: (await import("./screens/workflow/screen.tsx")).WorkflowScreen }),
              },
              {
                path: "launch",
                lazy: async () => ({ Component: (await import("./screens/launch/screen.tsx")).LaunchScreen }),
              },
            ],
          },
          {
            path: "upload",
            lazy: async () => ({ Component: (await import("./screens/upload/screen.tsx")).UploadScreen }),
          },
          {
            path: "settings/:section?",
            lazy: async () => ({ Component: (await import("./screens/settings/screen.tsx")).SettingsScreen }),
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
