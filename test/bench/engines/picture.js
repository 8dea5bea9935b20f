import { RIVALS, targetOf } from './report.js';

/** @typedef {import('./report.js').Line} Line */

const WIDTH = 1080;
const LABELS = 250;
const ROW = 26;
const COLOURS = { 'duckdb-wasm': '#7a3b00', duckdb: '#e07b00', clickhouse: '#b3a000', flechette: '#0b6e4f', arquero: '#2f6fdb', d3: '#7b3fb3', plain: '#555555' };
const SHAPES = { 'duckdb-wasm': 'M-5-5h10v10h-10z', duckdb: 'M0-6l6 6-6 6-6-6z', clickhouse: 'M-6 5h12L0-6z', flechette: 'M-6-5h12L0 6z', arquero: 'M-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z', d3: 'M0-5a5 5 0 1 0 .01 0z', plain: 'M-5-1.5h10v3h-10z' };

/**
 * Returns a picture (SVG) of how many times as long as ours each rival takes, on a logarithmic scale: a row for each question
 * and data set, a mark for each rival, a thin line where its target is. Left of the line at 1 we are behind.
 * @param {readonly Line[]} lines @param {string} subtitle
 */
export function pictureOf(lines, subtitle) {
  const names = /** @type {(keyof typeof RIVALS)[]} */ (Object.keys(RIVALS));
  const ratios = lines.flatMap((line) => names.map((name) => line.ratio[name] ?? 1));
  const low = Math.min(0.5, ...ratios);
  const high = Math.max(100, ...ratios) * 1.15;
  /** @param {number} ratio */
  const x = (ratio) => LABELS + ((WIDTH - LABELS - 30) * Math.log(ratio / low)) / Math.log(high / low);
  const top = 152;
  const height = top + lines.length * ROW + 40;
  const ticks = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].filter((tick) => tick >= low && tick <= high);
  const legend = names.filter((name) => lines.some((line) => name in line.ratio)).map((name, i) => (
    `<g transform="translate(${LABELS + (i % 3) * 270} ${82 + 20 * Math.floor(i / 3)})"><path d="${SHAPES[name]}" fill="${COLOURS[name]}"/><text x="12" y="4">${RIVALS[name]}</text></g>`));
  const grid = ticks.map((tick) => `<path d="M${x(tick).toFixed(1)} ${top - 8}V${height - 34}" stroke="${tick === 1 ? '#222' : '#ddd'}"/><text x="${x(tick).toFixed(1)}" y="${height - 16}" text-anchor="middle">${tick}</text>`);
  const rows = lines.map((line, i) => {
    const y = top + (i + 0.5) * ROW;
    const label = `${line.question}, ${line.rows / 1e6} M${line.question === 'satisfaction' ? '' : `, ${line.ids}`}`;
    const marks = names.filter((name) => line.ratio[name] !== undefined).map((name) => {
      const ratio = line.ratio[name] ?? 1;
      const target = targetOf(line, name);
      const reach = target === null ? '' : `<path d="M${x(target).toFixed(1)} ${y - 9}v18" stroke="${COLOURS[name]}" stroke-width="2"/>`;
      return `${reach}<path transform="translate(${x(ratio).toFixed(1)} ${y})" d="${SHAPES[name]}" fill="${COLOURS[name]}"><title>${RIVALS[name]}: ${ratio.toFixed(2)} times ours${target === null ? '' : `, target ${target}`}</title></path>`;
    });
    return `${i % 2 === 0 ? `<rect x="0" y="${y - ROW / 2}" width="${WIDTH}" height="${ROW}" fill="#f6f6f6"/>` : ''}<text x="16" y="${y + 4}">${label}</text>${marks.join('')}`;
  });
  const bands = rows.map((row) => /^<rect[^>]*>/.exec(row)?.[0] ?? '');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="system-ui, sans-serif" font-size="13" fill="#222">
<rect width="${WIDTH}" height="${height}" fill="#fff"/>${bands.join('')}
<text x="16" y="28" font-size="18" font-weight="600">How many times as long as ours each engine takes</text>
<text x="16" y="46">Ours from the bytes of an Arrow stream to the answer; the engines, which have loaded the rows before, for the query alone.</text>
<text x="16" y="64" fill="#555">${subtitle}</text>
${legend.join('')}${grid.join('')}
${rows.map((row) => row.replace(/^<rect[^>]*>/, '')).join('\n')}
</svg>
`;
}
