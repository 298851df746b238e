import type { ReactNode } from "react";
import { useServerNow } from "../../flyte/clock.ts";
import { formatAbsolute } from "../../flyte/time-format.ts";
import { defaultPreferences, type Preferences, setPreferences, usePreferences } from "../../frame/preferences.ts";
import { themes } from "../../frame/theme-switch.tsx";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Segmented } from "../../ui/segmented.tsx";

const themeIds = ["system", "light", "dark"] as const satisfies readonly Preferences["theme"][];

/** How the console looks and reads, kept in this browser. */
export function Appearance() {
  const { theme, zone, shortcuts } = usePreferences();
  const now = useServerNow();
  return (
    <div className="max-w-160 px-4">
      <Setting title="Theme" detail="System follows the light and dark of this machine.">
        <Segmented
          label="Theme"
          selected={theme}
          onSelect={(next) => setPreferences({ theme: next })}
          options={themeIds.map((id) => ({
            id,
            label: (
              <>
                <Icon name={themes[id].icon} size={14} />
                {themes[id].word}
              </>
            ),
          }))}
        />
      </Setting>
      <Setting title="Time zone" detail={`Times read like ${formatAbsolute(now, zone)}.`}>
        <Segmented
          label="Time zone"
          selected={zone}
          onSelect={(next) => setPreferences({ zone: next })}
          options={[
            { id: "browser", label: "This machine's" },
            { id: "utc", label: "UTC" },
          ]}
        />
      </Setting>
      <Setting
        title="Single-key shortcuts"
        detail="Press ? to see them, and to choose others. Switch them off where they collide with other software."
      >
        <Segmented
          label="Single-key shortcuts"
          selected={shortcuts ? "on" : "off"}
          onSelect={(next) => setPreferences({ shortcuts: next === "on" })}
          options={[
            { id: "on", label: "On" },
            { id: "off", label: "Off" },
          ]}
        />
      </Setting>
      <div className="py-4">
        <Button
          onClick={() => {
            const { project, domain, ...rest } = defaultPreferences;
            setPreferences(rest);
          }}
        >
          Reset to the defaults
        </Button>
      </div>
    </div>
  );
}

interface SettingProps {
  readonly title: string;
  readonly detail: string;
  readonly children: ReactNode;
}

function Setting({ title, detail, children }: SettingProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b border-line py-3">
      <div className="min-w-60 flex-1">
        <p className="font-strong">{title}</p>
        <p className="text-meta text-muted">{detail}</p>
      </div>
      {children}
    </div>
  );
}
