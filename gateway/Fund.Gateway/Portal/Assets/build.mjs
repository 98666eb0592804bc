// Compiles the theme, mirrors it for right-to-left scripts and gathers the fonts. Run by the build: node build.mjs <output folder>.
import * as sass from 'sass';
import rtlcss from 'rtlcss';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';

const out = process.argv[2];
mkdirSync(`${out}/fonts`, { recursive: true });
const options = { style: 'compressed', charset: false, loadPaths: ['node_modules'], quietDeps: true };
for (const sheet of ['portal', 'fonts']) {
  const css = sass.compile(`scss/${sheet}.scss`, options).css;
  writeFileSync(`${out}/${sheet}.css`, css);
  if (sheet === 'portal') writeFileSync(`${out}/${sheet}.rtl.css`, rtlcss.process(css));
}
const latin = 'node_modules/@fontsource-variable/source-sans-3/files';
const arabic = 'node_modules/@fontsource/ibm-plex-sans-arabic/files';
for (const [from, to] of [
  [`${latin}/source-sans-3-latin-wght-normal`, 'source-sans-3-latin'],
  [`${latin}/source-sans-3-cyrillic-wght-normal`, 'source-sans-3-cyrillic'],
  [`${arabic}/ibm-plex-sans-arabic-arabic-400-normal`, 'plex-arabic-400'],
  [`${arabic}/ibm-plex-sans-arabic-arabic-600-normal`, 'plex-arabic-600'],
]) {
  copyFileSync(`${from}.woff2`, `${out}/fonts/${to}.woff2`);
}
copyFileSync('mark.svg', `${out}/mark.svg`);
copyFileSync('portal.js', `${out}/portal.js`);
