import { queryOptions } from "@tanstack/react-query";
import { consoleApi } from "../transport.ts";

export const examplesQuery = () =>
  queryOptions({
    queryKey: ["examples"],
    queryFn: ({ signal }) => consoleApi.listExamples({}, { signal }),
    staleTime: Number.POSITIVE_INFINITY, // they come with the server
  });
