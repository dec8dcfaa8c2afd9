// Runs a command, shows what it prints, and keeps it in a file: the runners' own lists of what ran and passed, which
// check.mjs reads afterwards. Ends as the command ends.
//
//   node tests/rules/record.mjs target/reports/native.txt -- cargo test --workspace
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";

const [file, separator, command, ...words] = process.argv.slice(2);
if (!file || separator !== "--" || !command) {
  console.error("usage: record.mjs FILE -- COMMAND [WORD...]");
  process.exit(2);
}

mkdirSync(dirname(file), { recursive: true });
const report = createWriteStream(file);
const child = spawn(command, words, { stdio: ["ignore", "pipe", "inherit"] });
child.stdout.on("data", (chunk) => {
  process.stdout.write(chunk);
  report.write(chunk);
});
child.on("error", (error) => {
  console.error(`${command}: ${error.message}`);
  process.exit(127);
});
child.on("close", (code, signal) => report.end(() => process.exit(code ?? (signal ? 1 : 0))));
