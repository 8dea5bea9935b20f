import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';
import { clockChanges, wallClock, ZONES } from '../../fixtures/time-zones.js';

/** By zone, the instants at which its clocks changed. */
const CHANGES = Object.fromEntries(ZONES.map((timeZone) => [timeZone, clockChanges(wallClock(timeZone))]));
const MACHINE_ZONES = ['UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia', 'Australia/Lord_Howe'];

/** Runs in a process of its own, appended to the bundled calendar. */
const SCRIPT = `
const zones = ['UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Pacific/Apia', 'Asia/Kathmandu', '+08:00'];
const lines = [];
for (const timeZone of zones) {
  for (const grain of GRAINS) {
    const table = new PeriodTable(grain, { timeZone, weekStart: 1 });
    for (let ms = Date.UTC(1960, 0, 1); ms < Date.UTC(2030, 0, 1); ms += 86_400_000 * 9.37) lines.push(table.ordinalOf(Math.round(ms) * 1000));
  }
  lines.push(localDate(1325239200000000, timeZone), startOfDate('2018-11-04', timeZone), parseInstant('2018-11-04T00:30:00', timeZone).start, addDays('2024-03-09', 2));
}
for (const [timeZone, changes] of Object.entries(CHANGES)) {
  for (const grain of GRAINS) {
    for (const weekStart of grain === 'week' ? [1, 2, 3, 4, 5, 6, 7] : [1]) {
      const table = new PeriodTable(grain, { timeZone, weekStart });
      for (const change of changes) {
        for (const hours of [-24, -1, 0, 1, 24]) for (const ms of [change + hours * 3_600_000 - 1, change + hours * 3_600_000]) lines.push(table.ordinalOf(ms * 1000));
        const ordinal = table.ordinalOf(change * 1000);
        lines.push(table.dateOf(ordinal), table.startOf(ordinal));
      }
    }
  }
}
process.stdout.write(JSON.stringify({ machine: new Date(2024, 0, 1).getTimezoneOffset(), lines }));
`;

describe('the calendar', () => {
  let bundle = '';

  beforeAll(async () => {
    const folder = fileURLToPath(new URL('../../../packages/metrics/src/calendar/', import.meta.url));
    const built = (await build({
      configFile: false,
      logLevel: 'silent',
      plugins: [{
        name: 'entry',
        resolveId: (id) => (id === 'virtual:calendar' ? id : null),
        load: (id) => (id === 'virtual:calendar' ? `export * from ${JSON.stringify(`${folder}grain.ts`)}; export * from ${JSON.stringify(`${folder}period-table.ts`)}; export * from ${JSON.stringify(`${folder}local-date.ts`)};` : null),
      }],
      ssr: { noExternal: true },
      build: { ssr: true, write: false, minify: false, rolldownOptions: { input: 'virtual:calendar', output: { codeSplitting: false } } },
    })) as Rolldown.RolldownOutput;
    bundle = built.output[0].code;
  });

  it('gives the same answers whatever the machine’s own time zone is', () => {
    const answers = MACHINE_ZONES.map((TZ) => {
      const out = execFileSync(process.execPath, ['--input-type=module'], { input: `${bundle}\nconst CHANGES = ${JSON.stringify(CHANGES)};${SCRIPT}`, env: { ...process.env, TZ }, encoding: 'utf8', maxBuffer: 1 << 28 });
      return JSON.parse(out) as { machine: number; lines: unknown[] };
    });
    expect(answers.map(({ machine }) => machine)).toEqual([0, 300, -330, -780, -660]);
    for (const { lines } of answers) expect(lines.join()).toBe(answers[0]?.lines.join());
    expect(answers[0]?.lines.length).toBeGreaterThan(80_000);
    // Each change of each zone's clocks with weeks from each day.
    expect(7 * Object.values(CHANGES).flat().length).toBeGreaterThanOrEqual(600);
  });
});
