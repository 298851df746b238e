import { useParams } from "react-router";
import { Page } from "../../frame/page.tsx";
import { NotFound } from "../../frame/route-error.tsx";
import { settingsPath } from "../../paths.ts";
import { LinkButton } from "../../ui/button.tsx";
import { About } from "./about.tsx";
import { Appearance } from "./appearance.tsx";

export function SettingsScreen() {
  const { section = "appearance" } = useParams();
  if (section !== "appearance" && section !== "about") return <NotFound />;
  return (
    <Page title="Settings" documentTitle={section === "about" ? "About" : "Appearance"}>
      <nav aria-label="Settings" className="flex gap-1 border-b border-line px-4 pb-2.5">
        <LinkButton
          variant="ghost"
          to={settingsPath("appearance")}
          aria-current={section === "appearance" ? "page" : undefined}
          className="aria-[current=page]:bg-accent-tint aria-[current=page]:text-fg"
        >
          Appearance
        </LinkButton>
        <LinkButton
          variant="ghost"
          to={settingsPath("about")}
          aria-current={section === "about" ? "page" : undefined}
          className="aria-[current=page]:bg-accent-tint aria-[current=page]:text-fg"
        >
          About
        </LinkButton>
      </nav>
      {section === "about" ? <About /> : <Appearance />}
    </Page>
  );
}
