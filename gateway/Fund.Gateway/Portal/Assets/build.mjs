// Compiles the theme and gathers the fonts. Run by the build: node build.mjs <output folder>.
import * as sass from 'sass';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';

const out = process.argv[2];
mkdirSync(`${out}/fonts`, { recursive: true });
const options = { style: 'compressed', charset: false, loadPaths: ['node_modules'], quietDeps: true };
for (const sheet of ['portal', 'fonts']) {
  writeFileSync(`${out}/${sheet}.css`, sass.compile(`scss/${sheet}.scss`, options).css);
}
const files = 'node_modules/@fontsource-variable/source-sans-3/files';
copyFileSync(`${files}/source-sans-3-latin-wght-normal.woff2`, `${out}/fonts/source-sans-3-latin.woff2`);
copyFileSync('mark.svg', `${out}/mark.svg`);
