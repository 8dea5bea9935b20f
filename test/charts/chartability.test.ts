import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { customerPyramid } from '../../stories/chartability/customer-pyramid.js';
import { heuristics } from '../../stories/chartability/heuristics.js';
import { lifecycleFunnel } from '../../stories/chartability/lifecycle-funnel.js';
import { retentionCohort } from '../../stories/chartability/retention-cohort.js';
import { satisfactionScore } from '../../stories/chartability/satisfaction-score.js';

const sheets = { customerPyramid, lifecycleFunnel, retentionCohort, satisfactionScore };

describe('Chartability', () => {
  it('has 50 heuristics, 14 of them critical', () => {
    const all = Object.values(heuristics).flat();
    expect(new Set(all.map(({ title }) => title)).size).toBe(50);
    expect(all.filter(({ critical }) => critical).length).toBe(14);
  });

  it.each(Object.entries(sheets))('finds of %s that no critical heuristic fails and at most three of the others, each with a reason', (_, sheet) => {
    expect(sheet.length).toBe(50);
    const failed = sheet.filter(({ finding }) => finding.result === 'fails');
    expect(failed.filter(({ critical }) => critical).map(({ title }) => title)).toEqual([]);
    expect(failed.length).toBeLessThanOrEqual(3);
    for (const { finding, title } of sheet) expect(finding.how.length, title).toBeGreaterThan(20);
  });

  it.each(Object.entries(sheets))('rests on tests that are there, for %s', (_, sheet) => {
    for (const { finding: { evidence, result }, title } of sheet) {
      if (result !== 'no case') expect(evidence.length, title).toBeGreaterThan(0);
      for (const shown of evidence) if ('file' in shown) expect(readFileSync(new URL(`../${shown.file}`, import.meta.url), 'utf8'), title).toContain(shown.name);
    }
  });
});
