/** Everything the palette offers beside what it asks the server for. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { isSamePlace, type KeptPlace, placePath, usePins, useRecentPlaces } from "../../kept/kept.ts";
import { executionsPath, type Scope, settingsPath } from "../../paths.ts";
import { Icon } from "../../ui/icon.tsx";
import { type Preferences, setPreferences } from "../preferences.ts";
import { projectsQuery } from "../queries.ts";
import { pressShortcut, useShortcuts } from "../shortcuts.ts";
import { themes } from "../theme-switch.tsx";
import type { Entry } from "./entries.ts";

const GO = "Go to";
const KEYS = "On this screen";
const PINNED = "Pinned";
const RECENT = "Where you were";

/** Whether it does something here, rather than leading elsewhere. */
export const isCommand = ({ group }: Entry): boolean => ![GO, PINNED, RECENT, "Nodes"].includes(group);

const scopeText = ({ project, domain }: Scope) => `${project} / ${domain}`;

export function useEntries(scope: Scope | undefined, given: readonly Entry[]): Entry[] {
  const navigate = useNavigate();
  const shortcuts = useShortcuts();
  const { data } = useQuery(projectsQuery());
  const taken = new Set(given.map(({ keys }) => keys));
  const go = (to: string) => () => void navigate(to);

  const byKey = shortcuts
    .filter(({ keys }) => !hidden.has(keys) && !taken.has(keys))
    .map(({ keys, does }): Entry => {
      const leads = keys.startsWith("g ");
      return {
        id: `keys ${keys}`,
        group: leads ? GO : KEYS,
        text: leads ? does.replace(/^Go to (.)/, (_, first: string) => first.toUpperCase()) : does,
        glyph: <Icon name={leads ? "arrowRight" : "keyboard"} className="text-faint" />,
        keys,
        act: () => pressShortcut(keys),
      };
    });
  const settings = (["appearance", "about"] as const).map(
    (section): Entry => ({
      id: `settings ${section}`,
      group: GO,
      text: `Settings: ${section}`,
      glyph: <Icon name="gear" className="text-faint" />,
      act: go(settingsPath(section)),
    }),
  );
  const scopes = (data?.projects ?? []).flatMap(({ id, domains }) =>
    domains
      .filter((domain) => id !== scope?.project || domain !== scope.domain)
      .map(
        (domain): Entry => ({
          id: `scope ${id}/${domain}`,
          group: "Projects",
          text: `${id} / ${domain}`,
          glyph: <Icon name="folder" className="text-faint" />,
          act: go(executionsPath({ project: id, domain })),
        }),
      ),
  );
  const looks = (Object.keys(themes) as Preferences["theme"][]).map(
    // keys of an object literal
    (theme): Entry => ({
      id: `theme ${theme}`,
      group: "Theme",
      text: `Theme: ${themes[theme].word.toLowerCase()}`,
      glyph: <Icon name={themes[theme].icon} className="text-faint" />,
      act: () => setPreferences({ theme }),
    }),
  );
  const kept = (group: string, places: readonly KeptPlace[]) =>
    places.map(
      (place): Entry => ({
        id: `${group} ${placePath(place)}`,
        group,
        text: place.name,
        detail: scope && place.project === scope.project && place.domain === scope.domain ? "" : scopeText(place),
        glyph: <Icon name={place.kind === "workflow" ? "workflow" : "executions"} className="text-faint" />,
        act: go(placePath(place)),
      }),
    );
  const pins = usePins();
  const recent = useRecentPlaces().filter((place) => !pins.some((pin) => isSamePlace(pin, place)));
  const isNode = ({ group }: Entry) => group === "Nodes";
  return [
    ...given.filter((each) => !isNode(each)),
    ...kept(PINNED, pins),
    ...kept(RECENT, recent),
    ...byKey,
    ...settings,
    ...looks,
    ...scopes,
    ...given.filter(isNode),
  ];
}

/** What opens the palette, and moves within lists, is no command. */
const hidden: ReadonlySet<string> = new Set(["Mod+k", "/", "j", "k", "[", "]", "Escape"]);
