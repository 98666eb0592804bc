// Compiles the theme, mirrors it for right-to-left scripts and gathers the fonts. Run by the build: node build.mjs <output folder>.
import * as sass from 'sass';
import rtlcss from 'rtlcss';
import { feature } from 'topojson-client';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

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

// The land of the world as one path on the grid of WorldMap.razor: 1000 wide, from 84° north to 58° south. Natural Earth, public domain.
const world = JSON.parse(readFileSync('node_modules/world-atlas/land-110m.json', 'utf8'));
const onGrid = ([longitude, latitude]) => [
  Math.round(((longitude + 180) / 360) * 1000),
  Math.round(((84 - Math.max(latitude, -58)) / 360) * 1000),
];
// A coast that crosses the edge goes on beyond it, and once more where it comes in at the other side.
const overTheEdge = (ring) => {
  let turn = 0;
  const whole = ring.map(([x, y], i) => {
    if (i > 0) turn -= Math.round((x - ring[i - 1][0]) / 1000) * 1000;
    return [x + turn, y];
  });
  const again = whole.some(([x]) => x > 1000) ? -1000 : whole.some(([x]) => x < 0) ? 1000 : 0;
  return again === 0 ? [whole] : [whole, whole.map(([x, y]) => [x + again, y])];
};
// From point to point, which is half as long as from the corner.
const drawn = ([start, ...rest]) => {
  let [x, y] = start;
  const steps = rest.map(([toX, toY]) => {
    const step = `${toX - x} ${toY - y}`;
    [x, y] = [toX, toY];
    return step;
  });
  return `M${start.join(' ')}l${steps.join(' ')}z`;
};
const land = feature(world, world.objects.land).features
  .flatMap((part) => (part.geometry.type === 'Polygon' ? [part.geometry.coordinates] : part.geometry.coordinates))
  .flat()
  .filter((ring) => ring.some(([, latitude]) => latitude > -58))
  .map((ring) => ring.map(onGrid).filter((at, i, all) => i === 0 || String(at) !== String(all[i - 1])))
  .filter((ring) => ring.length > 3)
  .flatMap(overTheEdge)
  .map(drawn)
  .join('');
writeFileSync(
  `${out}/world.svg`,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 394"><path fill="#d5dbe1" d="${land}"/></svg>`,
);
