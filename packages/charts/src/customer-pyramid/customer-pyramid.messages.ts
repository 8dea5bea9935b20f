import type { Translations } from '../locales/locale.js';

/** The views of a pyramid. */
export type PyramidView = 'pyramid' | 'moves' | 'concentration' | 'deciles' | 'whale';

/** What a customer pyramid says. Numbers come as texts, already formatted; `asOf` as a part of a sentence from `asOf`. */
export interface PyramidMessages {
  readonly views: Readonly<Record<PyramidView, string>>;
  readonly titles: Readonly<Record<PyramidView, string>>;
  readonly tiers: Readonly<Record<'top' | 'big' | 'medium' | 'small', string>>;
  readonly profitTiers: Readonly<Record<'high' | 'medium' | 'low' | 'none', string>>;
  /** Places of a migration that are no tiers. */
  readonly places: Readonly<Record<'(entered)' | '(left)' | '(below)', string>>;
  readonly moves: Readonly<Record<string, string>>;
  readonly went: (count: string, move: string) => string;
  readonly flowLegend: Readonly<Record<'up' | 'down' | 'stayed' | 'moved', string>>;
  /** Dates are empty where they aren't known. */
  readonly flowAxes: (since: string, until: string) => string;
  readonly countBefore: (customers: string, before: string) => string;
  /** `customers` is null where withheld. */
  readonly flowMark: (text: { from: string; to: string; customers: string | null; share: string | null; move: string }) => string;
  readonly beforeMark: (customers: string, valueShare: string | null) => string;
  readonly ghost: (date: string) => string;
  readonly claim: Readonly<Record<'eightyTwenty' | 'eightyTwentySource' | 'decile', string>>;
  readonly asOf: (date: string) => string;
  readonly customersOf: (text: string, count: number) => string;
  readonly empty: string;
  readonly summaries: {
    readonly shares: (text: { customers: string; first: string; firstValue: string; second: string | null; secondValue: string; asOf: string }) => string;
    readonly profit: (text: { customers: string; first: string; firstValue: string; losing: string; losingShare: string; none: boolean; asOf: string }) => string;
    readonly tiers: (customers: string, tiers: string, asOf: string) => string;
    readonly noTotal: (customers: string, total: string, asOf: string) => string;
    readonly concentration: (text: { customers: string; top20: string; share80: string; gini: string; asOf: string }) => string;
    readonly noCurve: (total: string) => string;
    readonly deciles: (text: { customers: string; ratio: string; asOf: string }) => string;
    readonly noRatio: (text: { customers: string; best: string; asOf: string }) => string;
    readonly whale: (text: { best: string; customers: string; peak: string; losers: string; loss: string; asOf: string }) => string;
    readonly noLoss: (customers: string, asOf: string) => string;
    readonly moves: (text: { before: string | null; since: string; went: string; entered: string | null; asOf: string }) => string;
  };
  readonly heads: {
    readonly tier: string;
    readonly customers: string;
    readonly customerShare: string;
    readonly value: string;
    readonly valueShare: string;
    readonly mean: string;
    readonly meanShort: string;
    readonly min: string;
    readonly max: string;
    readonly decile: string;
    readonly bestShare: string;
    readonly cumulativeValue: string;
    readonly cumulativeShare: string;
    readonly all: string;
    readonly customersBefore: string;
    readonly valueBefore: string;
    readonly valueAfter: string;
    readonly valueShareBefore: string;
    readonly from: string;
    readonly to: string;
    readonly move: string;
    readonly shareOfFrom: string;
  };
  readonly ofCustomers: (share: string) => string;
  readonly ofValue: (share: string) => string;
  readonly meanOf: (mean: string) => string;
  /** Sentences, one after the other. */
  readonly sentences: (sentences: readonly string[]) => string;
  readonly withheld: string;
  readonly noCustomers: string;
  /** `range` holds the lowest and the highest value of one customer. */
  readonly tierMark: (text: { name: string; customers: string; customerShare: string; value: string; valueShare: string | null; mean: string; range: readonly [string, string] | null }) => string;
  readonly withheldMark: (name: string, customers: string, customerShare: string) => string;
  readonly withheldWholly: (name: string) => string;
  readonly emptyMark: (name: string) => string;
  readonly decile: (number: number) => string;
  readonly bestMark: (best: string, customers: string, value: string, absolute: boolean) => string;
  readonly best: (share: string) => string;
  readonly ratio: (ratio: string) => string;
  readonly ratioSays: string;
  readonly ratioMissing: string;
  readonly gini: string;
  readonly giniScale: string;
  readonly equality: string;
  readonly lorenzX: string;
  readonly lorenzY: string;
  readonly top20Says: string;
  readonly share80Says: string;
  readonly whaleX: string;
  readonly whaleY: string;
  readonly whaleYMoney: string;
  readonly peakSays: (customers: string) => string;
  readonly lossSays: (customers: string) => string;
  readonly notes: {
    readonly widths: string;
    /** The same where values have no shares. */
    readonly widthsAlone: string;
    readonly thin: (pixels: string) => string;
    readonly lowN: (tiers: string) => string;
    readonly lowNDeciles: string;
    readonly suppressed: (tiers: string, minN: string) => string;
    readonly withheldWholly: (tiers: string) => string;
    readonly flows: string;
    readonly codes: Readonly<Record<'small_groups_withheld' | 'value_missing' | 'total_not_positive' | 'below_lowest_tier', (count: string) => string>>;
    /** *count* is null where it is withheld. */
    readonly negative: (count: string | null) => string;
    readonly mayExceed: string;
  };
  readonly counted: {
    readonly definition: string;
    readonly ranking: string;
    readonly value: string;
    readonly valueColumn: (column: string) => string;
    readonly refunds: string;
    readonly standsIn: string;
    readonly tiers: string;
    readonly cuts: Readonly<Record<'share' | 'threshold' | 'profit', string>>;
    readonly ties: string;
    readonly tiesRank: string;
    readonly tiesTogether: string;
    readonly lorenz: string;
    readonly gini: string;
    readonly deciles: string;
    readonly ratio: string;
    readonly whale: string;
    readonly moves: string;
    readonly window: string;
    readonly windowSays: (window: string) => string;
  };
}

/** The texts of `PyramidMessages` in every language. */
export const pyramidMessages: Translations<PyramidMessages> = {
  en: {
    views: { pyramid: 'Pyramid', moves: 'Moves', concentration: 'Concentration', deciles: 'Deciles', whale: 'Whale curve' },
    titles: { pyramid: 'Customer pyramid', moves: 'Moves between tiers', concentration: 'Concentration of value', deciles: 'Value by decile', whale: 'Whale curve of value' },
    tiers: { top: 'Top', big: 'Big', medium: 'Medium', small: 'Small' },
    profitTiers: { high: 'High profit', medium: 'Medium profit', low: 'Low profit', none: 'No profit' },
    places: { '(entered)': 'New', '(left)': 'Left', '(below)': 'Below all tiers' },
    moves: { stayed: 'stayed', up: 'moved up', down: 'moved down', in: 'came in', out: 'left' },
    went: (count, move) => `${count} ${move}`,
    flowLegend: { up: 'moved up', down: 'moved down', stayed: 'stayed', moved: 'came in or left' },
    flowAxes: (since, until) => `Rows: tier ${since === '' ? 'before' : `on ${since}`}. Columns: tier ${until === '' ? 'now' : `on ${until}`}.`,
    countBefore: (customers, before) => `${customers}, before ${before}`,
    flowMark: ({ from, to, customers, share, move }) => {
      if (customers === null) return `${from} to ${to}: withheld.`;
      const way = move === 'in' ? `came in to ${to}` : move === 'out' ? `left from ${from}` : move === 'stayed' ? `stayed in ${from}` : `moved ${move} from ${from} to ${to}`;
      return `${customers} ${way}${share === null ? '' : `, ${share} of ${move === 'in' ? 'those who came in' : from}`}.`;
    },
    beforeMark: (customers, valueShare) => `Before: ${customers}${valueShare === null ? '' : `, ${valueShare} of value`}.`,
    ghost: (date) => `Outline: customers and value on ${date}, to the same scale`,
    claim: {
      eightyTwenty: '80/20 claim', eightyTwentySource: 'Juran 1951',
      decile: 'Shaded: “5 to 10 times”, often claimed of the most and the least important 10%; its source is not known.',
    },
    asOf: (date) => `, as of ${date}`,
    customersOf: (text, count) => (count === 1 ? `${text} customer` : `${text} customers`),
    empty: 'No customers in these data.',
    summaries: {
      shares: ({ customers, first, firstValue, second, secondValue, asOf }) =>
        `The top ${first} of ${customers} bring ${firstValue} of value${second === null ? '' : `; ${second} bring ${secondValue}`}${asOf}.`,
      profit: ({ customers, first, firstValue, losing, losingShare, none, asOf }) =>
        `The most profitable ${first} of ${customers} bring ${firstValue} of value; ${none ? 'none is without profit' : `${losing} (${losingShare}) bring no profit`}${asOf}.`,
      tiers: (customers, tiers, asOf) => `${customers} in ${tiers} tiers${asOf}.`,
      noTotal: (customers, total, asOf) => `${customers} bring ${total} in all, of which shares are undefined${asOf}.`,
      concentration: ({ customers, top20, share80, gini, asOf }) =>
        `The top 20% of ${customers} bring ${top20} of value, and 80% of value comes from ${share80} of them; Gini ${gini}${asOf}.`,
      noCurve: (total) => `All values together are ${total}: shares of a total that is not above 0 are undefined, and so is their curve.`,
      deciles: ({ customers, ratio, asOf }) => `Of ${customers}, the best tenth brings ${ratio} times as much value as the last tenth${asOf}.`,
      noRatio: ({ customers, best, asOf }) => `Of ${customers}, the best tenth brings ${best} and the last tenth nothing or a loss, so that there is no ratio between them${asOf}.`,
      whale: ({ best, customers, peak, losers, loss, asOf }) =>
        `The best ${best} of ${customers} bring ${peak}; the ${losers} with a loss take ${loss} of it back${asOf}.`,
      noLoss: (customers, asOf) => `None of ${customers} brings a loss${asOf}.`,
      moves: ({ before, since, went, entered, asOf }) =>
        `${before === null ? `Of the customers on ${since}` : `Of ${before} customers on ${since}`}, ${went === '' ? 'how many moved is withheld' : went}${entered === null ? '' : `; ${entered} came in`}${asOf}.`,
    },
    heads: {
      tier: 'Tier', customers: 'Customers', customerShare: 'Share of customers', value: 'Value', valueShare: 'Share of value', mean: 'Mean per customer',
      meanShort: 'Mean', min: 'Lowest', max: 'Highest', decile: 'Decile', bestShare: 'Best customers', cumulativeValue: 'Cumulative value',
      cumulativeShare: 'Cumulative share of value', all: 'All', customersBefore: 'Customers before', valueBefore: 'Value before', valueAfter: 'Value after',
      valueShareBefore: 'Share of value before', from: 'From', to: 'To', move: 'Move', shareOfFrom: 'Share of origin',
    },
    ofCustomers: (share) => `${share} of customers`,
    ofValue: (share) => `${share} of value`,
    meanOf: (mean) => `mean ${mean}`,
    sentences: (sentences) => sentences.join(' '),
    withheld: 'withheld',
    noCustomers: 'no customers',
    tierMark: ({ name, customers, customerShare, value, valueShare, mean, range }) =>
      `${name}: ${customers}, ${customerShare} of all, bring ${value}${valueShare === null ? '' : `, ${valueShare} of value`}; ${mean} each on average${range === null ? '' : `, from ${range[0]} to ${range[1]}`}.`,
    withheldMark: (name, customers, customerShare) => `${name}: ${customers}, ${customerShare} of all; too few to tell their value.`,
    withheldWholly: (name) => `${name}: withheld.`,
    emptyMark: (name) => `${name}: no customers.`,
    decile: (number) => (number === 1 ? '1 (best)' : number === 10 ? '10 (last)' : String(number)),
    bestMark: (best, customers, value, absolute) => `The best ${best}, ${customers}, bring ${value}${absolute ? '' : ' of value'}.`,
    best: (share) => `Best ${share}`,
    ratio: (ratio) => `${ratio}×`,
    ratioSays: 'as much value from the best tenth of customers as from the last tenth',
    ratioMissing: 'No ratio: the last tenth of customers brings nothing or a loss.',
    gini: 'Gini',
    giniScale: '0: all bring the same; 1: one customer brings all',
    equality: 'If all brought the same',
    lorenzX: 'Share of customers, lowest value first',
    lorenzY: 'Share of value',
    top20Says: 'of value from the top 20% of customers',
    share80Says: 'of customers bring 80% of value',
    whaleX: 'Share of customers, highest value first',
    whaleY: 'Cumulative share of value',
    whaleYMoney: 'Cumulative value',
    peakSays: (customers) => `from ${customers} above\u00A00`,
    lossSays: (customers) => `from ${customers} with a loss`,
    notes: {
      widths: 'A step is as wide as the tier’s share of customers, to the same scale as the bars of value.',
      widthsAlone: 'A step is as wide as the tier’s share of customers; the bars of value have a scale of their own.',
      thin: (pixels) => `Shares of customers narrower than ${pixels} px are drawn ${pixels} px wide.`,
      lowN: (tiers) => `Fewer than 30 customers in ${tiers}: read these figures with care.`,
      lowNDeciles: 'Fewer than 30 customers in a decile: read these figures with care.',
      suppressed: (tiers, minN) => `Values of fewer than ${minN} customers are withheld: ${tiers}.`,
      withheldWholly: (tiers) => `Withheld: ${tiers}.`,
      flows: 'Each row adds up to 100%; the stronger a cell, the greater its share of the row.',
      negative: (count) => (count === null ? 'Some customers have a negative value.' : `Customers with a negative value: ${count}.`),
      mayExceed: 'Cumulative shares and the Gini coefficient may exceed 1.',
      codes: {
        small_groups_withheld: (count) => `Groups of fewer than ${count} customers, whatever would tell them, and the values of single customers are withheld.`,
        value_missing: (count) => `${count} rows have no value and count as 0.`,
        total_not_positive: () => 'All values together are not above 0, so shares of them are undefined.',
        below_lowest_tier: (count) => `Customers below the lowest tier, in no row: ${count}.`,
      },
    },
    counted: {
      definition: 'Definition',
      ranking: 'Values are added up by customer, and customers ranked by the sum, highest first (Curry & Curry 2000).',
      value: 'Value',
      valueColumn: (column) => `Sum of “${column}”.`,
      refunds: 'Refunds (negative amounts) are netted; a missing value counts as 0.',
      standsIn: 'Where the values are revenue without its cost, revenue stands in for profit.',
      tiers: 'Tiers',
      cuts: {
        share: 'Of n customers, a tier down to cumulative share p ends at rank floor(n × p + 1/2).',
        threshold: 'A tier holds whoever is worth at least its minimum and in no higher tier.',
        profit: 'Of the n customers above 0, a tier down to cumulative share p ends at rank floor(n × p + 1/2); “No profit” is 0 or below.',
      },
      ties: 'Equal values',
      tiesRank: 'Ranked by customer id, ascending.',
      tiesTogether: 'Together in the higher tier.',
      lorenz: 'Lorenz curve: customers from the lowest value up, and the share of value they bring together (Lorenz 1905).',
      gini: 'Gini coefficient: twice the area between the curve and equal shares, uncorrected (Gini 1912).',
      deciles: 'Customers by rank in ten groups; decile d ends at rank floor(n × d/10 + 1/2).',
      ratio: 'Ratio: value of the best floor(n/10 + 1/2) customers to that of as many last ones; undefined where those bring 0 or less.',
      whale: 'Whale curve: value of customers added up from the best down; it falls where customers bring a loss (Kaplan & Narayanan 2001).',
      moves: 'Tiers are cut at both dates by the same rule; “New” had no value at the earlier date, “Left” has none at the later.',
      window: 'Window',
      windowSays: (window) => `Only values of the last ${window} before each date count (d: days, w: weeks).`,
    },
  },
  'zh-CN': {
    views: { pyramid: '金字塔', moves: '层级流动', concentration: '集中度', deciles: '十等分', whale: '鲸鱼曲线' },
    titles: { pyramid: '客户金字塔', moves: '客户层级流动', concentration: '客户价值集中度', deciles: '客户价值十等分', whale: '客户价值鲸鱼曲线' },
    tiers: { top: '顶级客户', big: '大客户', medium: '中客户', small: '小客户' },
    profitTiers: { high: '高利润客户', medium: '中利润客户', low: '低利润客户', none: '无利润客户' },
    places: { '(entered)': '新进', '(left)': '流失', '(below)': '未达最低层级' },
    moves: { stayed: '留在原层', up: '上升', down: '下降', in: '新进', out: '流失' },
    went: (count, move) => `${count} 名${move}`,
    flowLegend: { up: '上升', down: '下降', stayed: '留在原层', moved: '新进或流失' },
    flowAxes: (since, until) => `行：${since === '' ? '此前' : since}所在层级；列：${until === '' ? '目前' : until}所在层级。`,
    countBefore: (customers, before) => `${customers}，此前 ${before}`,
    flowMark: ({ from, to, customers, share, move }) => {
      if (customers === null) return `${from} → ${to}：已隐去。`;
      const way = move === 'in' ? `新进入${to}` : move === 'out' ? `从${from}流失` : move === 'stayed' ? `留在${from}` : `从${from}${move === 'up' ? '升至' : '降至'}${to}`;
      return `${customers}${way}${share === null ? '' : `，占${move === 'in' ? '新进客户' : from}的 ${share}`}。`;
    },
    beforeMark: (customers, valueShare) => `此前：${customers}${valueShare === null ? '' : `，占总价值的 ${valueShare}`}。`,
    ghost: (date) => `轮廓：${date}的客户数与价值，同一比例尺`,
    claim: {
      eightyTwenty: '二八法则', eightyTwentySource: 'Juran 1951',
      decile: '阴影：常见说法“5 至 10 倍”，指最重要与最不重要的 10% 客户之比，出处不详。',
    },
    asOf: (date) => `（截至${date}）`,
    customersOf: (text) => `${text} 名客户`,
    empty: '数据中没有客户。',
    summaries: {
      shares: ({ customers, first, firstValue, second, secondValue, asOf }) =>
        `在 ${customers}中，价值最高的 ${first} 贡献了 ${firstValue} 的价值${second === null ? '' : `，前 ${second} 贡献了 ${secondValue}`}${asOf}。`,
      profit: ({ customers, first, firstValue, losing, losingShare, none, asOf }) =>
        `在 ${customers}中，利润最高的 ${first} 贡献了 ${firstValue} 的价值；${none ? '没有无利润客户' : `${losing}（${losingShare}）未带来利润`}${asOf}。`,
      tiers: (customers, tiers, asOf) => `${customers}分为 ${tiers} 个层级${asOf}。`,
      noTotal: (customers, total, asOf) => `${customers}的价值合计为 ${total}，无法计算占比${asOf}。`,
      concentration: ({ customers, top20, share80, gini, asOf }) =>
        `在 ${customers}中，前 20% 贡献了 ${top20} 的价值，80% 的价值来自 ${share80} 的客户；基尼系数 ${gini}${asOf}。`,
      noCurve: (total) => `价值合计为 ${total}，不大于 0，无法计算占比，因此没有曲线。`,
      deciles: ({ customers, ratio, asOf }) => `在 ${customers}中，最高十分之一带来的价值是最低十分之一的 ${ratio} 倍${asOf}。`,
      noRatio: ({ customers, best, asOf }) => `在 ${customers}中，最高十分之一带来 ${best}，最低十分之一没有带来价值或造成亏损，因此无法计算倍数${asOf}。`,
      whale: ({ best, customers, peak, losers, loss, asOf }) => `在 ${customers}中，前 ${best} 名共带来 ${peak}；亏损的 ${losers}抵消了其中的 ${loss}${asOf}。`,
      noLoss: (customers, asOf) => `${customers}中没有亏损客户${asOf}。`,
      moves: ({ before, since, went, entered, asOf }) =>
        `${since}的${before === null ? '' : ` ${before} 名`}客户中，${went === '' ? '流动人数已隐去' : went.replaceAll(/和(?=\d)/gu, '和 ')}${entered === null ? '' : `；另有 ${entered} 名新进`}${asOf}。`,
    },
    heads: {
      tier: '层级', customers: '客户数', customerShare: '客户占比', value: '价值', valueShare: '价值占比', mean: '客均价值', meanShort: '客均价值',
      min: '最低', max: '最高', decile: '十分位', bestShare: '前列客户', cumulativeValue: '累计价值', cumulativeShare: '累计价值占比', all: '合计',
      customersBefore: '此前客户数', valueBefore: '此前价值', valueAfter: '此后价值', valueShareBefore: '此前价值占比', from: '从', to: '到', move: '流动', shareOfFrom: '占来源比例',
    },
    ofCustomers: (share) => `客户占 ${share}`,
    ofValue: (share) => `价值占 ${share}`,
    meanOf: (mean) => `客均 ${mean}`,
    sentences: (sentences) => sentences.join(''),
    withheld: '已隐去',
    noCustomers: '无客户',
    tierMark: ({ name, customers, customerShare, value, valueShare, mean, range }) =>
      `${name}：${customers}，占客户总数的 ${customerShare}，带来 ${value}${valueShare === null ? '' : `，占总价值的 ${valueShare}`}；客均 ${mean}${range === null ? '' : `，最低 ${range[0]}，最高 ${range[1]}`}。`,
    withheldMark: (name, customers, customerShare) => `${name}：${customers}，占客户总数的 ${customerShare}；人数过少，价值已隐去。`,
    withheldWholly: (name) => `${name}：已隐去。`,
    emptyMark: (name) => `${name}：无客户。`,
    decile: (number) => (number === 1 ? '1（最高）' : number === 10 ? '10（最低）' : String(number)),
    bestMark: (best, customers, value, absolute) => `前 ${best}（${customers}）${absolute ? `共带来 ${value}` : `贡献了 ${value} 的价值`}。`,
    best: (share) => `前 ${share}`,
    ratio: (ratio) => `${ratio} 倍`,
    ratioSays: '最高十分之一客户的价值与最低十分之一之比',
    ratioMissing: '无法计算倍数：最低十分之一客户没有带来价值或造成亏损。',
    gini: '基尼系数',
    giniScale: '0：人人相同；1：集于一人',
    equality: '假如人人相同',
    lorenzX: '客户占比（价值由低到高）',
    lorenzY: '价值占比',
    top20Says: '的价值来自前 20% 的客户',
    share80Says: '的客户贡献了 80% 的价值',
    whaleX: '客户占比（价值由高到低）',
    whaleY: '累计价值占比',
    whaleYMoney: '累计价值',
    peakSays: (customers) => `来自正价值的 ${customers}`,
    lossSays: (customers) => `来自 ${customers}的亏损`,
    notes: {
      widths: '台阶宽度表示该层客户占比，与价值条形采用同一比例尺。',
      widthsAlone: '台阶宽度表示该层客户占比；价值条形另有比例尺。',
      thin: (pixels) => `宽度不足 ${pixels} 像素的客户占比按 ${pixels} 像素绘制。`,
      lowN: (tiers) => `${tiers}不足 30 名客户，请谨慎解读。`,
      lowNDeciles: '每个十分位不足 30 名客户，请谨慎解读。',
      suppressed: (tiers, minN) => `不足 ${minN} 名客户的价值已隐去：${tiers}。`,
      withheldWholly: (tiers) => `已隐去：${tiers}。`,
      flows: '每行合计 100%；颜色越深，占该行的比例越大。',
      negative: (count) => (count === null ? '部分客户的价值为负。' : `有 ${count} 名客户的价值为负。`),
      mayExceed: '累计占比和基尼系数可能超过 1。',
      codes: {
        small_groups_withheld: (count) => `不足 ${count} 名客户的群体、可推算出它们的数字以及单个客户的价值均已隐去。`,
        value_missing: (count) => `${count} 行缺少金额，按 0 计。`,
        total_not_positive: () => '价值合计不大于 0，无法计算占比。',
        below_lowest_tier: (count) => `有 ${count} 名客户低于最低层级，未列入任何一层。`,
      },
    },
    counted: {
      definition: '定义',
      ranking: '按客户汇总价值，由高到低排名（Curry & Curry 2000）。',
      value: '价值',
      valueColumn: (column) => `“${column}”之和。`,
      refunds: '退款（负金额）已冲减；缺少金额按 0 计。',
      standsIn: '若数值为未扣除成本的收入，则以收入代替利润。',
      tiers: '层级',
      cuts: {
        share: '在 n 名客户中，累计占比为 p 的层级截至第 floor(n × p + 1/2) 名。',
        threshold: '价值不低于该层最低值且不属于更高层级的客户归入该层。',
        profit: '在 n 名价值大于 0 的客户中，累计占比为 p 的层级截至第 floor(n × p + 1/2) 名；价值不大于 0 的为“无利润客户”。',
      },
      ties: '价值相同时',
      tiesRank: '按客户编号升序排列。',
      tiesTogether: '一并归入较高层级。',
      lorenz: '洛伦兹曲线：客户按价值由低到高累计所占的价值比例（Lorenz 1905）。',
      gini: '基尼系数：曲线与均等线之间面积的两倍，未作小样本校正（Gini 1912）。',
      deciles: '客户按排名分为十组；第 d 组截至第 floor(n × d/10 + 1/2) 名。',
      ratio: '倍数：前 floor(n/10 + 1/2) 名客户与最后同样多名客户的价值之比；后者不大于 0 时无定义。',
      whale: '鲸鱼曲线：从价值最高的客户起逐名累计；客户亏损时曲线下降（Kaplan & Narayanan 2001）。',
      moves: '两个日期按同一规则划分层级；“新进”指较早日期没有价值的客户，“流失”指较晚日期没有价值的客户。',
      window: '时间窗口',
      windowSays: (window) => `只计各日期之前 ${window.replace(/d$/u, ' 天').replace(/w$/u, ' 周')}内的价值。`,
    },
  },
};
