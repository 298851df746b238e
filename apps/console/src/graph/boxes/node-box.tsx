import type { VisibleNode } from "../visible.ts";
import { OpenContainer } from "./open-container.tsx";
import { PortPill } from "./port-pill.tsx";
import { TaskBox } from "./task-box.tsx";

export function NodeBox({ visible }: { readonly visible: VisibleNode }) {
  switch (visible.shape) {
    case "port":
      return <PortPill visible={visible} />;
    case "open":
      return <OpenContainer visible={visible} />;
    case "closed":
    case "task":
      return <TaskBox visible={visible} />;
  }
}
