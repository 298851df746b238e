const media = ["(prefers-color-scheme: dark)", "(forced-colors: active)"];

/** Tells of every change that gives tokens other values. @returns what ends it */
export function themeChanges(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  const queries = media.map((each) => matchMedia(each));
  for (const query of queries) query.addEventListener("change", listener);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener("change", listener);
  };
}
