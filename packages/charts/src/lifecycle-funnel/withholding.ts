import type { Result } from '@clientele/metrics';
import type { Format } from '../locales/format.js';
import type { Translations } from '../locales/locale.js';
import type { Words } from '../scene.js';

/** What a funnel says where small groups are withheld. Arguments are formatted already. */
export interface WithheldMessages {
  readonly word: string;
  readonly swatch: string;
  /** The same of boxes at the ends of columns. */
  readonly columns: string;
  /** The same of what is left of columns of which the whole may be told. */
  readonly states: string;
  /** How many did something. */
  readonly finding: (did: string) => string;
  readonly entry: (first: string) => string;
  /** Those who came to a stage and not to the next, of whom nobody may know how many are lost. */
  readonly goneAfter: (stage: string) => string;
  readonly goneShare: (share: string) => string;
  readonly groups: (minCell: string) => string;
  readonly shares: (minN: string) => string;
}

/** The texts of `WithheldMessages` in every language. */
export const withheldMessages: Translations<WithheldMessages> = {
  en: {
    word: 'withheld',
    swatch: 'Withheld: a box at the axis is not to scale',
    columns: 'Withheld: boxes are not to scale',
    states: 'Withheld: to scale only where the number of active customers is told',
    finding: (did) => `how many ${did} is withheld`,
    entry: (first) => `How many customers reached the first step, ${first}, is withheld`,
    goneAfter: (stage) => `Did not go on after ${stage}: lost or still open`,
    goneShare: (share) => `${share} did not go on`,
    groups: (minCell) => `Groups of fewer than ${minCell} customers, and whatever would tell them, are withheld.`,
    shares: (minN) => `Percentages and times of fewer than ${minN} customers are withheld.`,
  },
  'zh-CN': {
    word: '已隐去',
    swatch: '已隐去：自轴线起的方框不按比例',
    columns: '已隐去：方框不按比例',
    states: '已隐去：仅在给出活跃客户总数时按比例',
    finding: (did) => `${did}的人数已隐去`,
    entry: (first) => `到达第一步${first}的客户数已隐去`,
    goneAfter: (stage) => `“${stage}”之后未继续：已流失或仍在进行`,
    goneShare: (share) => `${share} 未继续`,
    groups: (minCell) => `不足 ${minCell} 名客户的群体以及可推算出它们的数字已隐去。`,
    shares: (minN) => `不足 ${minN} 名客户的百分比与用时已隐去。`,
  },
};

/** Writes numbers that may be withheld: withheld is neither 0 nor unknown, and nothing is worked out from what is told to say it anyway. */
export class Withholding {
  readonly messages: WithheldMessages;
  private readonly format: Format;
  private readonly minN: number;
  private readonly minCell: number;
  private readonly result: Result;

  constructor(result: Result, { format, locale }: Pick<Words, 'format' | 'locale'>) {
    const { minCell, minN } = result.options;
    this.messages = withheldMessages[locale];
    this.format = format;
    this.result = result;
    this.minN = typeof minN === 'number' ? minN : 0;
    this.minCell = typeof minCell === 'number' ? minCell : 0;
  }

  /** Whether a count that is null is withheld: without `minCell` no count is. */
  get counts(): boolean {
    return this.minCell > 1;
  }

  /** Whether so many are too few for a share of them to be told. */
  isFew(count: number | null): boolean {
    return count !== null && count > 0 && count < this.minN;
  }

  /** Returns a count, or that it is withheld. */
  count(count: number | null): string {
    return count === null && this.counts ? this.messages.word : this.format.count(count);
  }

  /** Returns a change of a count, or that it is withheld. */
  signed(count: number | null): string {
    return count === null && this.counts ? this.messages.word : this.format.signed(count, 0);
  }

  /** Returns *text*, or that it is withheld where its number is null in a row that is *suppressed*. */
  told(text: string, number: number | null, suppressed: boolean): string {
    return number === null && suppressed ? this.messages.word : text;
  }

  /** Returns what *count* is of *whole*, or that it is withheld. */
  shareOf(count: number | null, whole: number | null): string {
    if ((count === null || whole === null) && this.counts) return this.messages.word;
    if (this.isFew(whole)) return this.messages.word;
    return this.format.percent(count === null || whole === null || whole === 0 ? null : count / whole);
  }

  /** Remarks: what is withheld and why. *suppressed* says whether rows are. */
  notes(suppressed: boolean): string[] {
    const groups = this.result.diagnostics.notes.some(({ code }) => code === 'cells_withheld');
    return [
      ...(groups ? [this.messages.groups(this.format.count(this.minCell))] : []),
      ...(suppressed && this.minN > 0 ? [this.messages.shares(this.format.count(this.minN))] : []),
    ];
  }
}
