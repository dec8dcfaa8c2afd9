// What `make run` prints when everything serves: who can sign in, and below the long table the address.

import { readFileSync } from "node:fs";

const providers = { entra: "Microsoft Entra ID", fabrikam: "Fabrikam" };

/** The text for the terminal; people in the order of the file, by tenant. */
export function announcement({ origin, people: file, log }) {
  const { tenants, people } = JSON.parse(readFileSync(file, "utf8"));
  const names = new Map(tenants.map(({ id, name }) => [id, name]));
  const rows = people.map((person) => [
    person.name,
    person.persona ?? "",
    names.get(person.tenant) ?? "",
    providers[person.provider] ?? person.provider,
  ]);
  return [
    "",
    ...table(["Who can sign in", "As", "Directory", "With"], rows).map((line) => `  ${line}`),
    "",
    "  No passwords: choose a person on the sign-in page. Fabrikam's people start with an address of theirs: walter.hayes@fabrikam.example.",
    `  The worker's log is ${log}. Ctrl-C stops everything.`,
    "",
    `  Portico is at ${origin}`,
    "",
  ].join("\n");
}

function table(head, rows) {
  const all = [head, head.map((title) => "─".repeat(title.length)), ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd());
}
