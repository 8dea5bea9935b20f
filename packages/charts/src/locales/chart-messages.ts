import type { ErrorCode, Role } from '@clientele/metrics';
import type { ExportAction } from '../exports/exportable.js';
import type { Translations } from './locale.js';

/** What every chart says, whatever it draws. */
export interface ChartMessages {
  readonly loading: string;
  readonly loadingRows: (rows: string) => string;
  readonly loadingShare: (share: string) => string;
  readonly partial: (rows: string) => string;
  readonly broken: (rows: string) => string;
  readonly refreshing: string;
  readonly initial: string;
  readonly retry: string;
  readonly errorCode: (code: string) => string;
  readonly errors: Readonly<Record<ErrorCode, string>>;
  /** A fault of the software, not of the data. */
  readonly unforeseen: string;
  readonly hints: Readonly<Partial<Record<ErrorCode, string>>>;
  readonly toolbar: string;
  readonly table: string;
  /** What the button of the table is called to a screen reader; it holds the word above. */
  readonly showTable: string;
  readonly method: string;
  readonly methodIs: string;
  readonly howCounted: string;
  /** What a screen reader calls the list of colours, and that of remarks. */
  readonly legend: string;
  readonly notes: string;
  readonly export: string;
  readonly exportAs: string;
  readonly exports: Readonly<Record<ExportAction, string>>;
  readonly exported: (file: string) => string;
  readonly copied: string;
  readonly exportFailed: string;
  readonly inferred: (columns: string) => string;
  readonly roles: Readonly<Record<Role, string>>;
  readonly chart: string;
  readonly keys: string;
  /** What `?` shows. */
  readonly keyboard: { readonly title: string; readonly keys: readonly (readonly [keys: readonly string[], meaning: string])[] };
  readonly selected: string;
  readonly view: string;
  readonly counted: {
    readonly rows: string;
    readonly rowsUsed: (used: string, all: string) => string;
    readonly dropped: string;
    readonly reasons: Readonly<Record<string, string>>;
    readonly duplicates: string;
    readonly timeZone: string;
    readonly window: string;
    readonly windowRange: (start: string, end: string) => string;
    readonly asOf: string;
    readonly interval: string;
    readonly wilson: string;
    readonly lowN: string;
    readonly definition: string;
  };
}

/** The texts of `ChartMessages` in every language. */
export const chartMessages: Translations<ChartMessages> = {
  en: {
    loading: 'Loading data',
    loadingRows: (rows) => `${rows} rows read`,
    loadingShare: (share) => `${share} read`,
    partial: (rows) => `Partial result: ${rows} rows so far`,
    broken: (rows) => `Incomplete data: the transfer ended after ${rows} rows`,
    refreshing: 'Updating',
    initial: 'No data yet',
    retry: 'Try again',
    errorCode: (code) => `Error code: ${code}`,
    errors: {
      option: 'The chart was asked for something it can’t do',
      schema: 'The data don’t have the columns this chart needs',
      state: 'The data were counted in a way that doesn’t add up',
      empty: 'The data source sent nothing',
      'not-arrow': 'What arrived are not data that can be read here',
      truncated: 'The data ended before they were complete',
      corrupt: 'The data are damaged',
      unsupported: 'The data use a feature that can’t be read here',
      limit: 'The data are larger than this page allows',
      network: 'The data source could not be reached',
      http: 'The data source refused the request',
      timeout: 'The data source didn’t answer in time',
    },
    unforeseen: 'This chart can’t be shown because of a fault in the page',
    hints: {
      truncated: 'Reload to fetch them again; if it happens each time, look at the server’s log.',
      network: 'Check the connection and whether the address allows requests from this page (CORS).',
      timeout: 'Try again in a moment.',
      empty: 'Check whether the query returns rows.',
    },
    toolbar: 'Chart controls',
    table: 'Table',
    showTable: 'Table with the same numbers',
    method: 'Method',
    methodIs: 'Method: how is this counted?',
    howCounted: 'How is this counted?',
    legend: 'Legend',
    notes: 'Notes',
    export: 'Export',
    exportAs: 'Export, copy or print',
    exports: {
      png: 'Picture (PNG)', svg: 'Drawing (SVG)', csv: 'Table (CSV)', arrow: 'Data (Arrow)', 'copy-picture': 'Copy picture', 'copy-table': 'Copy table', print: 'Print',
    },
    exported: (file) => `Saved ${file}`,
    copied: 'Copied',
    exportFailed: 'That didn’t work.',
    inferred: (columns) => `Columns found by name: ${columns}.`,
    roles: {
      customer: 'customer', time: 'time', value: 'value', order: 'order', stage: 'stage', score: 'score', segment: 'segment', weight: 'weight',
      start: 'start', end: 'end', duration: 'duration', event: 'event', entry: 'entry',
    },
    chart: 'chart',
    keys: 'Arrow keys move between marks, Enter selects, Escape clears, question mark shows all keys.',
    keyboard: {
      title: 'Keyboard',
      keys: [
        [['←', '→', '↑', '↓'], 'to the next mark in the row or column'],
        [['Home', 'End'], 'to the ends of the row; with Ctrl to the first and last mark'],
        [['PageUp', 'PageDown'], 'to the ends of the column'],
        [['Enter', 'Space'], 'choose the mark, or let it go'],
        [['Ctrl + Enter', 'Shift + Enter'], 'add the mark to those chosen'],
        [['Esc'], 'hide the tooltip, let go of all chosen marks'],
        [['Tab'], 'between the controls and the marks; arrow keys move among the controls'],
        [['?'], 'show these keys'],
      ],
    },
    selected: 'selected',
    view: 'View',
    counted: {
      rows: 'Rows',
      rowsUsed: (used, all) => `${used} of ${all} used`,
      dropped: 'Left out',
      reasons: {
        customer_missing: 'no customer', time_missing: 'no time', value_missing: 'no value', stage_missing: 'no stage', score_missing: 'no answer',
        after_as_of: 'after the cut-off', out_of_range: 'date out of range', score_out_of_scale: 'answer outside the scale',
        not_a_step: 'stage is no step', filtered: 'filtered out', weight_missing: 'no weight', refund_only: 'refund',
      },
      duplicates: 'Exact duplicate rows',
      timeZone: 'Time zone',
      window: 'Data from – to',
      windowRange: (start, end) => `${start} – ${end}`,
      asOf: 'Counted as of',
      interval: 'Uncertainty',
      wilson: '95% Wilson score interval (Wilson 1927)',
      lowN: 'Small numbers: fewer than 30 customers or answers behind a figure; read it with care.',
      definition: 'Definition',
    },
  },
  'zh-CN': {
    loading: '正在加载数据',
    loadingRows: (rows) => `已读取 ${rows} 行`,
    loadingShare: (share) => `已读取 ${share}`,
    partial: (rows) => `部分结果：目前 ${rows} 行`,
    broken: (rows) => `数据不完整：传输在 ${rows} 行后中断`,
    refreshing: '正在更新',
    initial: '暂无数据',
    retry: '重试',
    errorCode: (code) => `错误代码：${code}`,
    errors: {
      option: '图表无法完成所请求的计算',
      schema: '数据中缺少此图表所需的列',
      state: '数据被重复或错误地计数',
      empty: '数据源没有返回任何内容',
      'not-arrow': '收到的内容不是可读取的数据',
      truncated: '数据未传输完整即中断',
      corrupt: '数据已损坏',
      unsupported: '数据使用了此处不支持的功能',
      limit: '数据超出了此页面允许的大小',
      network: '无法连接数据源',
      http: '数据源拒绝了请求',
      timeout: '数据源响应超时',
    },
    unforeseen: '页面出现故障，无法显示此图表',
    hints: {
      truncated: '请重新加载；若每次都出现，请查看服务器日志。',
      network: '请检查网络连接，以及该地址是否允许本页面跨域请求（CORS）。',
      timeout: '请稍后重试。',
      empty: '请检查查询是否返回了数据行。',
    },
    toolbar: '图表工具',
    table: '表格',
    showTable: '表格：查看相同的数字',
    method: '口径',
    methodIs: '口径：这是如何计算的？',
    howCounted: '这是如何计算的？',
    legend: '图例',
    notes: '说明',
    export: '导出',
    exportAs: '导出、复制或打印',
    exports: {
      png: '图片（PNG）', svg: '矢量图（SVG）', csv: '表格（CSV）', arrow: '数据（Arrow）', 'copy-picture': '复制图片', 'copy-table': '复制表格', print: '打印',
    },
    exported: (file) => `已保存 ${file}`,
    copied: '已复制',
    exportFailed: '操作未成功。',
    inferred: (columns) => `按名称识别的列：${columns}。`,
    roles: {
      customer: '客户', time: '时间', value: '金额', order: '订单', stage: '阶段', score: '评分', segment: '分群', weight: '权重',
      start: '开始', end: '结束', duration: '时长', event: '流失标记', entry: '进入观察',
    },
    chart: '图表',
    keys: '方向键移动，回车键选择，Esc 键清除，问号键显示全部按键。',
    keyboard: {
      title: '键盘操作',
      keys: [
        [['←', '→', '↑', '↓'], '移到同行或同列的下一个数据点'],
        [['Home', 'End'], '移到行首或行尾；加 Ctrl 移到第一个或最后一个'],
        [['PageUp', 'PageDown'], '移到列首或列尾'],
        [['Enter', '空格'], '选中，再按一次取消'],
        [['Ctrl + Enter', 'Shift + Enter'], '加入已选内容'],
        [['Esc'], '隐藏提示，取消全部选择'],
        [['Tab'], '在工具栏与数据点之间切换；工具栏内用方向键移动'],
        [['?'], '显示这些按键'],
      ],
    },
    selected: '已选择',
    view: '视图',
    counted: {
      rows: '数据行',
      rowsUsed: (used, all) => `共 ${all} 行，使用 ${used} 行`,
      dropped: '未计入',
      reasons: {
        customer_missing: '缺少客户', time_missing: '缺少时间', value_missing: '缺少金额', stage_missing: '缺少阶段', score_missing: '未作答',
        after_as_of: '晚于截止日期', out_of_range: '日期超出范围', score_out_of_scale: '评分超出量表',
        not_a_step: '不属于所选步骤', filtered: '被筛选排除', weight_missing: '缺少权重', refund_only: '退款',
      },
      duplicates: '完全重复的行',
      timeZone: '时区',
      window: '数据起止',
      windowRange: (start, end) => `${start} – ${end}`,
      asOf: '统计截止',
      interval: '不确定性',
      wilson: '95% Wilson 置信区间（Wilson 1927）',
      lowN: '样本较小：部分数字背后不足 30 名客户或答卷，请谨慎解读。',
      definition: '定义',
    },
  },
};
