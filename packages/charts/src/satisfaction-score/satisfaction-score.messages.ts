import type { Grain } from '../locales/format.js';
import type { Translations } from '../locales/locale.js';
import type { ScaleType, View } from './readings.js';

/** The groups of answers over all scales, as `<scale>.<group>`. */
export type GroupKey = 'nps.promoters' | 'nps.passives' | 'nps.detractors' | 'csat.satisfied' | 'csat.others' | 'ces.low_effort' | 'ces.others';

/** What a summary is made of; every part but the score and the answers may be missing. */
export interface SummaryWords {
  readonly score: string;
  readonly interval: string | null;
  readonly answers: string;
  /** Shares with the names of their groups: `47% promoters`. */
  readonly groups: readonly string[];
  readonly mean: string | null;
  readonly latest: string | null;
}

/** What the satisfaction score says. */
export interface SatisfactionMessages {
  readonly titles: Readonly<Record<ScaleType, string>>;
  /** The score's short name, as a column or an axis has it. */
  readonly names: Readonly<Record<ScaleType, string>>;
  /** The same within a sentence. */
  readonly namesInText: Readonly<Record<ScaleType, string>>;
  readonly groups: Readonly<Record<GroupKey, string>>;
  /** The same within a sentence. */
  readonly groupsInText: Readonly<Record<GroupKey, string>>;
  readonly groupAndScores: (group: string, scores: string) => string;
  readonly views: Readonly<Record<View, string>>;
  readonly scores: (from: string, to: string) => string;
  readonly range: (lower: string, upper: string) => string;
  readonly interval: (level: string) => string;
  readonly answers: (count: string, one: boolean) => string;
  readonly mean: (mean: string, min: string, max: string) => string;
  readonly summaries: Readonly<Record<ScaleType, (words: SummaryWords) => string>>;
  readonly latest: (period: string, score: string, change: string | null) => string;
  /** `rolling`: the change is from the window before. */
  readonly trend: (score: string, period: string, interval: string | null, change: string | null, rolling: boolean, total: string | null) => string;
  /** `enough`: how many answers a segment needs to be named, null where none is left out for it. */
  readonly segmentSummary: (name: string, highest: string, high: string, lowest: string, low: string, all: string | null, enough: string | null) => string;
  /** A period as a sentence says when: `in Aug 2026`, `in the week of Sep 14, 2026`. */
  readonly when: Readonly<Record<Grain, (period: string) => string>>;
  readonly noAnswers: string;
  readonly noAnswersLeftOut: (excluded: string) => string;
  readonly tooFew: (n: string, min: string) => string;
  readonly tooFewShort: string;
  readonly withheld: string;
  readonly withheldSwatch: string;
  readonly withheldScore: (minCell: string) => string;
  readonly response: (rate: string, range: string) => string;
  readonly noChange: string;
  /** A score in a sentence: `NPS +21`, `72% satisfied`. */
  readonly scored: Readonly<Record<ScaleType, (score: string) => string>>;
  readonly points: Readonly<Record<ScaleType, (points: string, one: boolean) => string>>;
  readonly up: (points: string) => string;
  readonly down: (points: string) => string;
  readonly soFar: string;
  readonly unfinished: (period: string) => string;
  readonly all: string;
  readonly missing: string;
  readonly score: (score: string) => string;
  /** How a mark is told: its name, then `label value` pairs. */
  readonly sentence: (title: string, facts: readonly string[]) => string;
  readonly fact: (label: string, value: string) => string;
  readonly legend: { readonly changed: (rolling: boolean) => string; readonly unchanged: string; readonly interval: (level: string) => string };
  readonly columns: {
    readonly group: string; readonly score: string; readonly share: string; readonly answers: string; readonly excluded: string;
    readonly mean: string; readonly meanInterval: string; readonly change: string; readonly changeInterval: string; readonly verdict: string;
    readonly period: string; readonly segment: string; readonly responseRate: string; readonly responseInterval: string; readonly shareOf: (group: string) => string;
  };
  readonly notes: {
    readonly outOfScale: (rows: string, one: boolean) => string;
    readonly partial: (periods: string, one: boolean) => string;
    readonly lowN: (limit: string) => string;
    readonly lowPeriods: (limit: string) => string;
    readonly lowTotal: (n: string) => string;
    readonly suppressed: (min: string) => string;
    readonly onePeriod: (period: string) => string;
    readonly clipped: string;
    readonly rolling: (periods: string) => string;
    readonly withheld: (minCell: string) => string;
  };
  readonly counted: {
    readonly scale: string;
    readonly definitions: Readonly<Record<ScaleType, string>>;
    readonly scales: (parts: string, min: string, max: string) => string;
    readonly denominator: string;
    readonly answered: (n: string, excluded: string) => string;
    readonly repeat: string;
    readonly rolling: string;
    readonly rollingSays: (periods: string) => string;
    readonly response: string;
    readonly interval: Readonly<Record<'adjusted-wald' | 'wald' | 'wilson', (level: string) => string>>;
    readonly change: string;
    readonly changes: Readonly<Record<'nps' | 'share', (level: string) => string>>;
    readonly meanLabel: string;
    readonly meanInterval: (level: string) => string;
    readonly weights: string;
    readonly unweighted: string;
    readonly weighted: (column: string, effective: string) => string;
    readonly periods: string;
    readonly grains: Readonly<Record<Grain, string>>;
    readonly weeksBegin: (day: string) => string;
  };
}

const points = (count: string, one: boolean): string => (one ? `${count} point` : `${count} points`);
const percentagePoints = (count: string): string => `${count} 个百分点`;
const list = (...parts: readonly (string | null)[]): string[] => parts.filter((part): part is string => part !== null);
const inBrackets = (text: string | null): string => (text === null ? '' : ` (${text})`);
const inWideBrackets = (text: string | null): string => (text === null ? '' : `（${text}）`);

/** The texts of `SatisfactionMessages` in every language. */
export const satisfactionMessages: Translations<SatisfactionMessages> = {
  en: {
    titles: { nps: 'Net Promoter Score', csat: 'Customer satisfaction', ces: 'Customer effort' },
    names: { nps: 'NPS', csat: 'Satisfied', ces: 'Low effort' },
    namesInText: { nps: 'NPS', csat: 'the share of the satisfied', ces: 'the share of low effort' },
    groups: {
      'nps.promoters': 'Promoters', 'nps.passives': 'Passives', 'nps.detractors': 'Detractors',
      'csat.satisfied': 'Satisfied', 'csat.others': 'Not satisfied', 'ces.low_effort': 'Low effort', 'ces.others': 'More effort',
    },
    groupsInText: {
      'nps.promoters': 'promoters', 'nps.passives': 'passives', 'nps.detractors': 'detractors',
      'csat.satisfied': 'satisfied', 'csat.others': 'not satisfied', 'ces.low_effort': 'low effort', 'ces.others': 'more effort',
    },
    groupAndScores: (group, scores) => `${group} (${scores})`,
    views: { score: 'Score', distribution: 'Distribution', trend: 'Trend', segments: 'Segments' },
    scores: (from, to) => (from === to ? from : `${from}–${to}`),
    range: (lower, upper) => `${lower} to ${upper}`,
    interval: (level) => `${level} interval`,
    answers: (count, one) => (one ? `${count} answer` : `${count} answers`),
    mean: (mean, min, max) => `mean ${mean} on a scale from ${min} to ${max}`,
    summaries: {
      nps: ({ score, interval, answers, groups, latest }) => `${list(`NPS ${score}${inBrackets(interval)} from ${answers}: ${groups.join(', ')}`, latest).join('; ')}.`,
      csat: ({ score, interval, answers, mean, latest }) => `${list(`${score} satisfied${inBrackets(interval)} from ${answers}`, mean, latest).join('; ')}.`,
      ces: ({ score, interval, answers, mean, latest }) => `${list(`${score} low effort${inBrackets(interval)} from ${answers}`, mean, latest).join('; ')}.`,
    },
    latest: (period, score, change) => list(`${period} ${score}`, change).join(', '),
    trend: (score, period, interval, change, rolling, total) => `${list(list(`${score}${inBrackets(interval)} ${period}`, change === null ? null : `${change} from the ${rolling ? 'window' : 'period'} before`).join(', '), total === null ? null : `${total} over all periods`).join('; ')}.`,
    segmentSummary: (name, highest, high, lowest, low, all, enough) =>
      `${enough === null ? capital(name) : `Of segments with ${enough} answers or more, ${name}`} is highest in ${highest} (${high}) and lowest in ${lowest} (${low})${all === null ? '' : `; all answers together ${all}`}.`,
    when: { day: (period) => `on ${period}`, week: (period) => `in the week of ${period}`, month: (period) => `in ${period}`, quarter: (period) => `in ${period}`, year: (period) => `in ${period}` },
    noAnswers: 'No answers',
    noAnswersLeftOut: (excluded) => `No answers: ${excluded} rows have none on the scale.`,
    tooFew: (n, min) => `Too few answers to show a score: ${n}, where at least ${min} are asked for.`,
    tooFewShort: 'Too few to show',
    withheld: 'withheld',
    withheldSwatch: 'Withheld: the box is not to scale',
    withheldScore: (minCell) => `The score is withheld: a group of fewer than ${minCell} answers goes into it.`,
    response: (rate, range) => `${rate} of those asked answered (${range})`,
    noChange: 'no distinguishable change',
    scored: { nps: (score) => `NPS ${score}`, csat: (score) => `${score} satisfied`, ces: (score) => `${score} low effort` },
    points: { nps: points, csat: points, ces: points },
    up: (points) => `up ${points}`,
    down: (points) => `down ${points}`,
    soFar: 'so far', unfinished: (period) => `${period} (in progress)`,
    all: 'All answers',
    missing: '(missing)',
    score: (score) => `Score ${score}`,
    sentence: (title, facts) => `${title}: ${facts.join(', ')}.`,
    fact: (label, value) => `${label} ${value}`,
    legend: { changed: (rolling) => `Distinguishable change from the ${rolling ? 'window' : 'period'} before`, unchanged: 'No distinguishable change', interval: (level) => `${level} interval` },
    columns: {
      group: 'Group', score: 'Score', share: 'Share', answers: 'Answers', excluded: 'Left out', mean: 'Mean', meanInterval: 'Interval of the mean',
      change: 'Change', changeInterval: 'Interval of the change', verdict: 'Verdict', period: 'Period', segment: 'Segment', responseRate: 'Response rate', responseInterval: 'Interval of the response rate', shareOf: (group) => `${group}, share`,
    },
    notes: {
      outOfScale: (rows, one) => `${rows} ${one ? 'score is' : 'scores are'} not on the scale and left out.`,
      partial: (periods, one) => `${periods} ${one ? 'is' : 'are'} not over yet.`,
      lowN: (limit) => `* Fewer than ${limit} answers: read with care.`,
      lowPeriods: (limit) => `Pale columns: fewer than ${limit} answers; read the score with care.`,
      lowTotal: (n) => `Only ${n}: read with care.`,
      suppressed: (min) => `Scores of fewer than ${min} answers are not shown.`,
      onePeriod: (period) => `Segments in ${period}.`,
      clipped: 'Intervals of few answers reach beyond the plot.',
      rolling: (periods) => `Each point counts the answers of ${periods} periods together.`,
      withheld: (minCell) => `Groups of fewer than ${minCell} answers, and whatever would tell them, are withheld.`,
    },
    counted: {
      scale: 'Scale',
      definitions: {
        nps: 'Net Promoter Score: the share of promoters less the share of detractors, in points from −100 to +100 (Reichheld 2003).',
        csat: 'Customer satisfaction (CSAT): the share of satisfied answers (top box).',
        ces: 'Customer effort (CES): the share of answers that say it took little effort, and the mean (Dixon, Freeman & Toman 2010).',
      },
      scales: (parts, min, max) => `Whole numbers from ${min} to ${max}: ${parts}`,
      denominator: 'Denominator',
      answered: (n, excluded) => `${n} answered; ${excluded} left out (no answer, not on the scale, or no weight)`,
      repeat: 'Every row is an answer: a customer who answers twice counts twice.',
      rolling: 'Rolling window',
      rollingSays: (periods) => `The answers of ${periods} periods are counted together; scores are never averaged. A change compares with the window before, which shares no answer.`,
      response: 'Rows with an answer, of those and the rows without a score (Wilson interval).',
      interval: {
        'adjusted-wald': (level) => `${level} adjusted Wald interval (Rocks 2016), shown as far as the scale reaches`,
        wald: (level) => `${level} Wald interval, shown as far as the scale reaches`,
        wilson: (level) => `${level} Wilson score interval (Wilson 1927)`,
      },
      change: 'Change',
      changes: {
        nps: (level) => `Against the calendar period before; distinguishable where the ${level} interval of the difference doesn’t hold 0.`,
        share: (level) => `Against the calendar period before; distinguishable where the ${level} interval of the difference (Newcombe 1998) doesn’t hold 0.`,
      },
      meanLabel: 'Mean',
      meanInterval: (level) => `Arithmetic mean of the scores with its ${level} normal interval`,
      weights: 'Weights',
      unweighted: 'None: every answer weighs the same',
      weighted: (column, effective) => `Column ${column}; effective sample size ${effective}, which takes the place of n in every interval`,
      periods: 'Periods',
      grains: { day: 'Days', week: 'Weeks', month: 'Calendar months', quarter: 'Calendar quarters', year: 'Calendar years' },
      weeksBegin: (day) => `Weeks, which begin on ${day}`,
    },
  },
  'zh-CN': {
    titles: { nps: '净推荐值（NPS）', csat: '客户满意度（CSAT）', ces: '客户费力度（CES）' },
    names: { nps: 'NPS', csat: '满意率', ces: '轻松率' },
    namesInText: { nps: 'NPS ', csat: '满意率', ces: '轻松率' },
    groups: {
      'nps.promoters': '推荐者', 'nps.passives': '被动者', 'nps.detractors': '贬损者',
      'csat.satisfied': '满意', 'csat.others': '未达满意', 'ces.low_effort': '轻松', 'ces.others': '不够轻松',
    },
    groupsInText: {
      'nps.promoters': '推荐者', 'nps.passives': '被动者', 'nps.detractors': '贬损者',
      'csat.satisfied': '满意', 'csat.others': '未达满意', 'ces.low_effort': '轻松', 'ces.others': '不够轻松',
    },
    groupAndScores: (group, scores) => `${group}（${scores} 分）`,
    views: { score: '得分', distribution: '分布', trend: '趋势', segments: '分群' },
    scores: (from, to) => (from === to ? from : `${from}–${to}`),
    range: (lower, upper) => `${lower} 至 ${upper}`,
    interval: (level) => `${level} 置信区间`,
    answers: (count) => `${count} 份回答`,
    mean: (mean, min, max) => `平均 ${mean} 分（${min}–${max} 分制）`,
    summaries: {
      nps: ({ score, interval, answers, groups, latest }) => `${list(`NPS 为 ${score}${inWideBrackets(interval)}，共 ${answers}：${groups.join('，')}`, latest).join('；')}。`,
      csat: ({ score, interval, answers, mean, latest }) => `${list(`${answers}中 ${score} 表示满意${inWideBrackets(interval)}`, mean, latest).join('；')}。`,
      ces: ({ score, interval, answers, mean, latest }) => `${list(`${answers}中 ${score} 认为轻松${inWideBrackets(interval)}`, mean, latest).join('；')}。`,
    },
    latest: (period, score, change) => list(`${period} 为 ${score}`, change).join('，'),
    trend: (score, period, interval, change, rolling, total) => `${list(list(`${period} ${score}${inWideBrackets(interval)}`, change === null ? null : `较上一${rolling ? '窗口' : '周期'}${change}`).join('，'), total === null ? null : `全部周期合计 ${total}`).join('；')}。`,
    segmentSummary: (name, highest, high, lowest, low, all, enough) =>
      `${enough === null ? '' : `回答不少于 ${enough} 份的分群中，`}${name}最高的是 ${highest}（${high}），最低的是 ${lowest}（${low}）${all === null ? '' : `；全部回答为 ${all}`}。`,
    when: { day: (period) => period, week: (period) => `${period}当周`, month: (period) => period, quarter: (period) => period, year: (period) => period },
    noAnswers: '暂无回答',
    noAnswersLeftOut: (excluded) => `暂无有效回答：${excluded} 行没有量表内的评分。`,
    tooFew: (n, min) => `回答太少，不显示得分：仅 ${n} 份，至少需要 ${min} 份。`,
    tooFewShort: '回答太少，不显示',
    withheld: '已隐去',
    withheldSwatch: '已隐去：方框不按比例',
    withheldScore: (minCell) => `得分已隐去：其中有不足 ${minCell} 份回答的分组。`,
    response: (rate, range) => `回复率 ${rate}（${range}）`,
    noChange: '无明显变化',
    scored: { nps: (score) => `NPS 为 ${score}`, csat: (score) => `满意率为 ${score}`, ces: (score) => `轻松率为 ${score}` },
    points: { nps: (count) => `${count} 分`, csat: percentagePoints, ces: percentagePoints },
    up: (points) => `上升 ${points}`,
    down: (points) => `下降 ${points}`,
    soFar: '截至目前', unfinished: (period) => `${period}（进行中）`,
    all: '全部回答',
    missing: '（缺失）',
    score: (score) => `${score} 分`,
    sentence: (title, facts) => `${title}：${facts.join('，')}。`,
    fact: (label, value) => `${label} ${value}`,
    legend: { changed: (rolling) => `较上一${rolling ? '窗口' : '周期'}有明显变化`, unchanged: '无明显变化', interval: (level) => `${level} 置信区间` },
    columns: {
      group: '分组', score: '评分', share: '占比', answers: '回答数', excluded: '未计入', mean: '平均分', meanInterval: '平均分的置信区间',
      change: '变化', changeInterval: '变化的置信区间', verdict: '结论', period: '周期', segment: '分群', responseRate: '回复率', responseInterval: '回复率的置信区间', shareOf: (group) => `${group}占比`,
    },
    notes: {
      outOfScale: (rows) => `${rows} 个评分不在量表范围内，未计入。`,
      partial: (periods) => `${periods}尚未结束。`,
      lowN: (limit) => `* 回答不足 ${limit} 份，请谨慎解读。`,
      lowPeriods: (limit) => `浅色柱：回答不足 ${limit} 份，请谨慎解读得分。`,
      lowTotal: (n) => `仅 ${n}，请谨慎解读。`,
      suppressed: (min) => `回答不足 ${min} 份的得分不显示。`,
      onePeriod: (period) => `${period}的各分群。`,
      clipped: '部分样本较少的置信区间超出图表范围。',
      rolling: (periods) => `每个点合计 ${periods} 个周期的回答。`,
      withheld: (minCell) => `不足 ${minCell} 份回答的分组，以及可推算出它们的数字，均已隐去。`,
    },
    counted: {
      scale: '量表',
      definitions: {
        nps: '净推荐值（NPS）：推荐者占比减去贬损者占比，取值 −100 至 +100（Reichheld 2003）。',
        csat: '客户满意度（CSAT）：给出满意评分的回答占比（Top Box）。',
        ces: '客户费力度（CES）：认为轻松省力的回答占比，以及平均分（Dixon、Freeman 与 Toman 2010）。',
      },
      scales: (parts, min, max) => `${min} 至 ${max} 的整数：${parts}`,
      denominator: '分母',
      answered: (n, excluded) => `有效回答 ${n} 份；未计入 ${excluded} 行（未作答、超出量表或缺少权重）`,
      repeat: '每一行是一份回答：同一客户回答两次即计两次。',
      rolling: '滚动窗口',
      rollingSays: (periods) => `${periods} 个周期的回答合并计数，不对得分取平均；变化与前一个不重叠的窗口相比。`,
      response: '有评分的行数占有评分与无评分行数之和的比例（Wilson 置信区间）。',
      interval: {
        'adjusted-wald': (level) => `${level} 校正 Wald 置信区间（Rocks 2016），仅显示量表范围内的部分`,
        wald: (level) => `${level} Wald 置信区间，仅显示量表范围内的部分`,
        wilson: (level) => `${level} Wilson 置信区间（Wilson 1927）`,
      },
      change: '变化',
      changes: {
        nps: (level) => `与上一个日历周期相比；若差值的 ${level} 置信区间不含 0，则视为明显变化。`,
        share: (level) => `与上一个日历周期相比；若差值的 ${level} 置信区间（Newcombe 1998）不含 0，则视为明显变化。`,
      },
      meanLabel: '平均分',
      meanInterval: (level) => `评分的算术平均值及其 ${level} 正态置信区间`,
      weights: '权重',
      unweighted: '无：每份回答权重相同',
      weighted: (column, effective) => `列 ${column}；有效样本量 ${effective}，所有区间均以此代替样本数`,
      periods: '周期',
      grains: { day: '按日', week: '按周', month: '按自然月', quarter: '按自然季度', year: '按自然年' },
      weeksBegin: (day) => `按周，每周从${day}开始`,
    },
  },
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
