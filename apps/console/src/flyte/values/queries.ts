import { queryOptions } from "@tanstack/react-query";
import { consoleApi } from "../../transport.ts";
import type { StoredFile } from "./stored-file.ts";

type Asked = Pick<StoredFile, "uri" | "format" | "dataset">;

export const previewQuery = ({ uri, format, dataset }: Asked) =>
  queryOptions({
    queryKey: ["value-preview", uri, format, dataset],
    queryFn: ({ signal }) => consoleApi.previewValue({ uri, format, dataset }, { signal }),
    staleTime: Number.POSITIVE_INFINITY, // what an attempt wrote stays as it is
    structuralSharing: false, // it holds bytes, which are not compared
  });
