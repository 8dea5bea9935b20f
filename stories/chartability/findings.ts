import { heuristics, type Heuristic } from './heuristics.js';

/** What shows a finding: a test, by its file and its name or the beginning of it, or what was done by hand. */
export type Evidence = { readonly file: string; readonly name: string } | { readonly looked: string };

/** What a chart was found to be by one heuristic. `no case`: what it asks about is not there. */
export interface Finding {
  readonly result: 'passes' | 'fails' | 'no case';
  readonly how: string;
  readonly evidence: readonly Evidence[];
}

/** Findings by the title of the heuristic. */
export type Findings = Readonly<Record<string, Finding>>;

/** A heuristic of a principle with what was found. */
export interface Judged extends Heuristic {
  readonly principle: string;
  readonly finding: Finding;
}

/** Returns the sheet of a chart, in Chartability's order: what is its *own* before what holds for *every* chart. Throws where a heuristic was not judged. */
export function sheetOf(every: Findings, own: Findings): Judged[] {
  return Object.entries(heuristics).flatMap(([principle, of]) => of.map((heuristic): Judged => {
    const finding = own[heuristic.title] ?? every[heuristic.title];
    if (finding === undefined) throw new Error(`chartability: "${heuristic.title}" was not judged; expected a finding`);
    return { ...heuristic, principle, finding };
  }));
}

/** A finding that the chart does what is asked. */
export function passes(how: string, ...evidence: readonly Evidence[]): Finding {
  return { result: 'passes', how, evidence };
}

/** A finding that it doesn't, and why it stays so. */
export function fails(how: string, ...evidence: readonly Evidence[]): Finding {
  return { result: 'fails', how, evidence };
}

/** A finding that there is nothing to judge. */
export function noCase(how: string): Finding {
  return { result: 'no case', how, evidence: [] };
}

/** The test called *name*, or whose name begins so, in *file* below `test/`. */
export function test(file: string, name: string): Evidence {
  return { file, name };
}

/** What was done by hand. */
export function looked(how: string): Evidence {
  return { looked: how };
}
