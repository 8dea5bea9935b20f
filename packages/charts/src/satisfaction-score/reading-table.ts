import type { SceneColumn, SceneTable } from '../scene.js';
import type { Reading, Readings, View } from './readings.js';
import type { ScoreWording } from './score-wording.js';
import { segmentName } from './segments-view.js';

/** A column with what its cell says of a reading. */
interface ReadingColumn extends SceneColumn {
  readonly cell: (reading: Reading) => string;
}

/** Returns the table that says the same as *view*. */
export function tableOfView(view: View, readings: Readings, wording: ScoreWording, caption: string): SceneTable {
  if (view === 'distribution') return distributionTable(readings, wording, caption);
  const { columns, all } = wording.messages;
  const total = readings.total === null ? [] : [readings.total];
  const head: ReadingColumn = view === 'trend'
    ? { key: 'period', label: columns.period, numeric: false, cell: (reading) => (reading.period === null ? all : periodName(reading, readings, wording)) }
    : { key: 'segment', label: columns.segment, numeric: false, cell: (reading) => segmentName(reading, false, wording) };
  const shown = view === 'trend' ? readings.periods : view === 'segments' ? [...(readings.segmentPeriod === null ? total : []), ...readings.segments] : total;
  const told = [head, ...scoreColumns(readings, wording), ...(view === 'trend' ? changeColumns(readings, wording) : [])];
  return {
    caption,
    columns: told.map(({ key, label, numeric }) => ({ key, label, numeric })),
    rows: shown.map((reading) => told.map(({ cell }) => cell(reading))),
  };
}

/** A period, which says where it is not over. */
function periodName({ partial, period }: Reading, { grain }: Readings, { format, messages }: ScoreWording): string {
  const name = format.period(period ?? '', grain);
  return partial ? messages.unfinished(name) : name;
}

function scoreColumns(readings: Readings, wording: ScoreWording): ReadingColumn[] {
  const { format, messages: { columns } } = wording;
  const column = (key: string, label: string, cell: ReadingColumn['cell']): ReadingColumn => ({ key, label, numeric: true, cell });
  const digits = readings.weighted ? 1 : 0;
  const counted = readings.groups.map((group, i) => ({ group, i })).filter(({ i }) => readings.total === null || readings.total.counts[i] !== null);
  return [
    column('n', columns.answers, ({ n, withheld }) => (withheld ? wording.messages.withheld : format.count(n))),
    column('excluded', columns.excluded, ({ excluded }) => format.count(excluded)),
    ...counted.map(({ group, i }) => column(group.name, wording.group(group), ({ counts, suppressed }) => (suppressed && counts[i] === null ? wording.messages.withheld : format.number(counts[i] ?? null, digits)))),
    ...(readings.scale.type === 'nps'
      ? readings.groups.map((group, i) => column(`${group.name}_share`, columns.shareOf(wording.group(group)), ({ shares }) => format.percent(shares[i] ?? null, 1)))
      : []),
    column('score', readings.scale.type === 'nps' ? wording.name : columns.shareOf(wording.name), ({ score, suppressed }) => (suppressed ? wording.messages.withheld : wording.exact(score))),
    column('interval', wording.intervalName, ({ lower, upper }) => wording.exactRange(lower, upper) ?? '—'),
    ...(readings.total?.responseRate == null ? [] : [column('response_rate', columns.responseRate, ({ responseRate }) => format.percent(responseRate, 1)),
      column('response_interval', columns.responseInterval, ({ responseLower, responseUpper }) => format.percentRange(responseLower, responseUpper) ?? '—')]),
    ...(readings.scale.type === 'nps'
      ? []
      : [
          column('mean', columns.mean, ({ mean }) => format.number(mean, 2)),
          column('mean_interval', columns.meanInterval, ({ meanLower, meanUpper }) => (
            meanLower === null || meanUpper === null ? '—' : wording.messages.range(format.number(meanLower, 2), format.number(meanUpper, 2)))),
        ]),
  ];
}

function changeColumns({ periods }: Readings, wording: ScoreWording): ReadingColumn[] {
  if (periods.every(({ change }) => change === null)) return [];
  const { format, messages: { columns, range } } = wording;
  return [
    { key: 'change', label: columns.change, numeric: true, cell: ({ change }) => format.signed(change) },
    {
      key: 'change_interval',
      label: columns.changeInterval,
      numeric: true,
      cell: ({ changeLower, changeUpper }) => (changeLower === null || changeUpper === null ? '—' : range(format.signed(changeLower), format.signed(changeUpper))),
    },
    { key: 'verdict', label: columns.verdict, numeric: false, cell: (reading) => wording.verdict(reading) ?? '—' },
  ];
}

function distributionTable({ distribution, groups }: Readings, wording: ScoreWording, caption: string): SceneTable {
  const { format, messages: { columns } } = wording;
  return {
    caption,
    columns: [
      { key: 'score', label: columns.score, numeric: false },
      { key: 'group', label: columns.group, numeric: false },
      { key: 'n', label: columns.answers, numeric: true },
      { key: 'share', label: columns.share, numeric: true },
    ],
    rows: distribution.map(({ score, group, n, share, withheld }) => {
      const own = groups[group];
      if (withheld) return [format.number(score), own === undefined ? '—' : wording.group(own), wording.messages.withheld, wording.messages.withheld];
      return [format.number(score), own === undefined ? '—' : wording.group(own), format.count(n), format.percent(share, 1)];
    }),
  };
}
