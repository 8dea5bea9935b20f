import type { Translations } from '../locales/locale.js';

/** What the steps of a funnel say where they are split by segments. Arguments are formatted already. */
export interface SegmentsMessages {
  readonly view: string;
  readonly none: string;
  /** Of which segment most came to a step, and of which fewest. */
  readonly summary: (stage: string, most: string, mostShare: string, least: string, leastShare: string, segments: string, ofEnough: boolean, asOf: string | null) => string;
  readonly alone: (stage: string, segment: string, share: string, asOf: string | null) => string;
  readonly ofEntered: string;
  readonly axis: string;
  readonly title: (segment: string, stage: string) => string;
  readonly left: (drawn: string, all: string) => string;
  readonly withheld: string;
  readonly countedLabel: string;
  readonly counted: string;
}

/** The texts of `SegmentsMessages` in every language. */
export const segmentsMessages: Translations<SegmentsMessages> = {
  en: {
    view: 'Segments',
    none: 'No segment of these data entered the funnel.',
    summary: (stage, most, mostShare, least, leastShare, segments, ofEnough, asOf) =>
      `${stage} was reached by ${mostShare} of ${most} and by ${leastShare} of ${least}, the most and the fewest of ${segments} segments${ofEnough ? ' with 30 customers or more' : ''}${asOf === null ? '' : `, as of ${asOf}`}.`,
    alone: (stage, segment, share, asOf) => `${stage} was reached by ${share} of ${segment}, the only segment${asOf === null ? '' : `, as of ${asOf}`}.`,
    ofEntered: 'Of those who entered',
    axis: 'Bars: share of those of the same segment who entered',
    title: (segment, stage) => `${segment}: ${stage}`,
    left: (drawn, all) => `The ${drawn} largest of ${all} segments are drawn; the table holds all.`,
    withheld: 'withheld',
    countedLabel: 'Segments',
    counted: 'A customer belongs to one segment; shares are of those of the segment who reached the first step.',
  },
  'zh-CN': {
    view: '分群',
    none: '没有任何分群的客户进入此漏斗。',
    summary: (stage, most, mostShare, least, leastShare, segments, ofEnough, asOf) =>
      `${asOf === null ? '' : `截至 ${asOf}，`}到达“${stage}”的比例：${most} 最高，为 ${mostShare}；${least} 最低，为 ${leastShare}（共 ${segments} 个${ofEnough ? '不少于 30 名客户的' : ''}分群）。`,
    alone: (stage, segment, share, asOf) => `${asOf === null ? '' : `截至 ${asOf}，`}唯一的分群 ${segment} 有 ${share} 到达“${stage}”。`,
    ofEntered: '占进入者',
    axis: '条形：占同一分群进入者的比例',
    title: (segment, stage) => `${segment}：${stage}`,
    left: (drawn, all) => `图中为最大的 ${drawn} 个分群，共 ${all} 个；完整数据见表格。`,
    withheld: '已隐去',
    countedLabel: '分群',
    counted: '每名客户只属于一个分群；比例为占同一分群中到达第一步的客户。',
  },
};
