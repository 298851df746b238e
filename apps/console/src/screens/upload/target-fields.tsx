import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Preferences } from "../../frame/preferences.ts";
import { projectsQuery } from "../../frame/queries.ts";
import type { Scope } from "../../paths.ts";
import { Field } from "../../ui/field.tsx";
import { Input, Select } from "../../ui/input.tsx";

interface TargetFieldsProps {
  readonly scope: Scope;
  readonly version: string;
  /** What an empty version came to, once checked. */
  readonly versionNote: string;
  readonly onScope: (scope: Scope) => void;
  readonly onVersion: (version: string) => void;
  readonly rules: Preferences["rules"];
  readonly onRules: (rules: Preferences["rules"]) => void;
}

/** Where to register, as which version, and by which rules. */
export function TargetFields(props: TargetFieldsProps) {
  const { scope, version, versionNote, onScope, onVersion, rules, onRules } = props;
  const { data } = useQuery(projectsQuery());
  const projects = data?.projects ?? [];
  const ids = new Set([scope.project, ...projects.map(({ id }) => id)]);
  const domainsOf = (project: string) => projects.find(({ id }) => id === project)?.domains ?? [];
  const domains = new Set([...domainsOf(scope.project), scope.domain]);
  return (
    <div className="grid grid-cols-[1fr_1fr_1.4fr_1fr] gap-3.5 max-sm:grid-cols-2">
      <Field label="Project">
        <Select
          dense
          value={scope.project}
          onChange={({ target }) => {
            const known = domainsOf(target.value);
            const domain = known.includes(scope.domain) ? scope.domain : (known[0] ?? scope.domain);
            onScope({ project: target.value, domain });
          }}
        >
          {[...ids].map((id) => (
            <option key={id}>{id}</option>
          ))}
        </Select>
      </Field>
      <Field label="Domain">
        <Select dense value={scope.domain} onChange={({ target }) => onScope({ ...scope, domain: target.value })}>
          {[...domains].map((domain) => (
            <option key={domain}>{domain}</option>
          ))}
        </Select>
      </Field>
      <Field label="Version">
        <VersionInput version={version} note={versionNote} onVersion={onVersion} />
      </Field>
      <Field label="Rules">
        <Select
          dense
          value={rules}
          title="Strict refuses what Flyte 1.16 lets pass though it goes wrong later"
          onChange={({ target }) => onRules(target.value === "strict" ? "strict" : "flyte-1.16")}
        >
          <option value="strict">Strict</option>
          <option value="flyte-1.16">Flyte 1.16</option>
        </Select>
      </Field>
    </div>
  );
}

interface VersionInputProps {
  readonly version: string;
  readonly note: string;
  readonly onVersion: (version: string) => void;
}

/** The files are checked again a moment after the last key. */
function VersionInput({ version, note, onVersion }: VersionInputProps) {
  const [typed, setTyped] = useState(version);
  useEffect(() => {
    if (typed.trim() === version) return;
    const timer = setTimeout(() => onVersion(typed.trim()), 400);
    return () => clearTimeout(timer);
  }, [typed, version, onVersion]);
  return (
    <Input
      dense
      code
      value={typed}
      placeholder={note ? "" : "the files' own, else a hash"}
      note={typed === "" ? note : undefined}
      onChange={({ target }) => setTyped(target.value)}
    />
  );
}
