/** axe-core on what a test has rendered. */

import axe from "axe-core";

/** The serious findings as readable lines; contrast needs a real browser and is checked there. */
export async function seriousFindings(element: Element): Promise<string[]> {
  const { violations } = await axe.run(element, { iframes: false, rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}
