/** What Kubernetes allows as labels, which upstream's admin asks of labels everywhere. */

const name = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const mostLabels = 16;
const longestName = 63;
const longestPrefix = 253;

/** What is wrong with a set of labels: the label's key (none when it is the number of them) and a sentence. */
export function findLabelProblems(labels: Readonly<Record<string, string>>): { key?: string; message: string }[] {
  const entries = Object.entries(labels);
  const problems: { key?: string; message: string }[] = [];
  if (entries.length > mostLabels) problems.push({ message: `labels map cannot exceed ${mostLabels} entries` });
  for (const [key, value] of entries) {
    if (!isQualifiedName(key)) {
      const rule = "up to 63 letters, digits, '-', '_' or '.', with an optional DNS prefix and '/'";
      problems.push({ key, message: `invalid label key [${key}]: must be ${rule}` });
    }
    if (value !== "" && !(value.length <= longestName && name.test(value))) {
      const rule = "empty or up to 63 letters, digits, '-', '_' or '.'";
      problems.push({ key, message: `invalid label value [${value}]: must be ${rule}` });
    }
  }
  return problems;
}

function isQualifiedName(key: string): boolean {
  const parts = key.split("/");
  const last = parts.pop() ?? "";
  if (last.length > longestName || !name.test(last) || parts.length > 1) return false;
  const [prefix] = parts;
  return prefix === undefined || (prefix.length <= longestPrefix && subdomain.test(prefix));
}
