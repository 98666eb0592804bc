// Writes the common passwords, one a line, from zxcvbn's frequency lists (MIT).
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const lists = createRequire(import.meta.url)("zxcvbn/lib/frequency_lists.js");
writeFileSync(process.argv[2], lists.passwords.join("\n") + "\n");
