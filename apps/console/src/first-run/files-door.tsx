import { useNavigate } from "react-router";
import { fillBasket } from "../basket/basket.ts";
import { PickFiles } from "../basket/pick-files.tsx";
import { type Scope, uploadPath } from "../paths.ts";
import { Card } from "../ui/card.tsx";
import { Icon } from "../ui/icon.tsx";

export function FilesDoor({ scope }: { readonly scope: Scope }) {
  const navigate = useNavigate();
  return (
    <Card title="Drop a workflow">
      <div className="m-3 flex flex-col items-center gap-3 rounded-card border border-dashed border-control px-4 py-8 text-center">
        <Icon name="upload" size={20} className="text-accent" />
        <p className="max-w-70 text-muted">
          Drop files anywhere on this page: YAML, JSON, <span className="mono">.pb</span> or packed as{" "}
          <span className="mono">.tgz</span> or <span className="mono">.zip</span>. They are checked and drawn before
          anything is registered.
        </p>
        <PickFiles
          variant="primary"
          onPick={({ files, refused }) => {
            fillBasket(files, refused);
            void navigate(uploadPath(scope));
          }}
        />
      </div>
    </Card>
  );
}
