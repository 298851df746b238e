import { gzipSync } from "node:zlib";
import { toBinary } from "@bufbuild/protobuf";
import { expect } from "@playwright/test";
import { LaunchPlanSchema } from "@skein/spec/gen/flyteidl/admin/launch_plan_pb";
import { TaskSpecSchema } from "@skein/spec/gen/flyteidl/admin/task_pb";
import { WorkflowSpecSchema } from "@skein/spec/gen/flyteidl/admin/workflow_pb";
import { ResourceType } from "@skein/spec/gen/flyteidl/core/identifier_pb";
import { dropFiles, expectNode, graphNode } from "../support/console.ts";
import { addLaunchPlan, addTask, addWorkflow, identifier } from "../support/specs.ts";
import { tarball } from "../support/tarball.ts";
import { test } from "../support/test.ts";

const name = "packed_add";
const codeName = "fast241cdfda72113cbad186564c07a9da05.tar.gz";

/** As `pyflyte package --copy` writes it: binary specs, and the code that their tasks unpack. */
function makePackage(): Buffer {
  const task = addTask(name);
  const target = task.template?.target;
  // The shell knows it as $0; the sum does not ask for it.
  if (target?.case === "container") target.value.args.push("{{ .remote_package_path }}");
  const spec = addLaunchPlan(name);
  return tarball(
    { name: `0_${name}_1.pb`, content: Buffer.from(toBinary(TaskSpecSchema, task)) },
    { name: `1_${name}_2.pb`, content: Buffer.from(toBinary(WorkflowSpecSchema, addWorkflow(name))) },
    {
      name: `2_${name}_3.pb`,
      content: Buffer.from(
        toBinary(LaunchPlanSchema, {
          $typeName: "flyteidl.admin.LaunchPlan",
          id: identifier(ResourceType.LAUNCH_PLAN, name),
          spec,
        }),
      ),
    },
    { name: codeName, content: gzipSync("the code") },
  );
}

test("a package that is dropped on the console registers with its code, and runs", async ({ page, skein: { url } }) => {
  await page.goto(url);
  await dropFiles(page, [{ name: "flyte-package.tgz", content: makePackage() }]);
  await expect(page.getByText("code of tasks")).toBeVisible();
  await page.getByRole("button", { name: /^Register 3/ }).click();
  await expect(page.getByText(/Registered in flytesnacks \/ development/)).toBeVisible();

  await page
    .getByRole("row", { name: new RegExp(name) })
    .getByRole("link", { name: /Launch/ })
    .first()
    .click();
  await page.getByLabel("n", { exact: true }).fill("41");
  await page.getByRole("button", { name: /^Launch/ }).click();
  await expectNode(page, "n0", "Succeeded");
  await graphNode(page, "n0").click();
  await page.getByRole("complementary").getByRole("tab", { name: "Outputs" }).click();
  await expect(page.getByRole("complementary")).toContainText("42");
  // The container was told where the code lies, which is there for whoever reads the bucket.
  await page.getByRole("complementary").getByRole("tab", { name: "Spec" }).click();
  await expect(page.getByRole("complementary")).toContainText(`/${codeName}`);
});
