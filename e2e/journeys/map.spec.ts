import { expect } from "@playwright/test";
import { launch, outcome } from "../support/api.ts";
import { executionUrl } from "../support/console.ts";
import { test } from "../support/test.ts";

const text = `
tasks:
  weigh:
    image: busybox:1.36
    inputs: { crate: string, unit: string }
    outputs: { weight: int }
    script: |
      echo "weighing $(cat $INPUTS/crate)"
      if [ "$(cat $INPUTS/crate)" = plums ]; then echo "the scale is broken"; exit 3; fi
      echo 7 > $OUTPUTS/weight
workflows:
  weighing:
    nodes:
      weighed:
        map: weigh
        over: { crate: [apples, pears, plums, figs, dates, limes] }
        with: { unit: kg }
        concurrency: 3
        minSuccesses: 4
    outputs: { all: "\${weighed.weight}" }
`;

test("of a map, the element that failed is found by its phase or its input, and its log tells why", async ({
  page,
  skein: { url },
}) => {
  const name = await launch(url, text, "weighing");
  await outcome(url, name);
  await page.goto(`${executionUrl(url, name)}?node=weighed`);
  const panel = page.getByRole("complementary", { name: "Node weighed" });
  await panel.getByRole("tab", { name: /^Elements/ }).click();
  const elements = panel.getByRole("list", { name: "Elements" });
  await expect(elements.getByRole("button")).toHaveCount(6);

  await panel.getByRole("button", { name: /1\s*failed/ }).click();
  await expect(elements.getByRole("button")).toHaveCount(1);
  await elements.getByRole("button").click();
  const element = panel.getByRole("region", { name: "Element 2" });
  await expect(element).toContainText("plums");
  await element.getByRole("group", { name: "What of the element" }).getByRole("button", { name: "Logs" }).click();
  await expect(element.getByRole("log")).toContainText("the scale is broken");

  // The place is in the address.
  await page.reload();
  await expect(element.getByRole("log")).toContainText("the scale is broken");

  // By what it reads, and what it wrote.
  await panel.getByRole("button", { name: "All elements" }).click();
  await panel.getByRole("button", { name: /1\s*failed/ }).click();
  await panel.getByRole("searchbox", { name: "Find elements by their inputs" }).fill("Figs");
  await expect(elements.getByRole("button")).toHaveCount(1);
  await elements.getByRole("button").click();
  await expect(panel.getByRole("region", { name: "Element 3" })).toContainText("7");
});
