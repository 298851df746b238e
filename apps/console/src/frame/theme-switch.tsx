import { IconButton } from "../ui/button.tsx";
import type { IconName } from "../ui/icon-shapes.tsx";
import { type Preferences, setPreferences, usePreferences } from "./preferences.ts";

type Theme = Preferences["theme"];

export const themes = {
  system: { word: "System", icon: "screen", next: "light" },
  light: { word: "Light", icon: "sun", next: "dark" },
  dark: { word: "Dark", icon: "moon", next: "system" },
} as const satisfies Record<Theme, { word: string; icon: IconName; next: Theme }>;

/** Goes round: system, light, dark. */
export function ThemeSwitch() {
  const { theme } = usePreferences();
  const { word, icon, next } = themes[theme];
  return (
    <IconButton
      icon={icon}
      label={`Theme: ${word.toLowerCase()}. Switch to ${themes[next].word.toLowerCase()}`}
      onClick={() => setPreferences({ theme: next })}
    />
  );
}
