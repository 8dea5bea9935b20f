import type { Translations } from '@clientele/charts';

/** The words of a dashboard's frame. */
export interface DashboardMessages {
  readonly dashboard: string;
  readonly enlarge: (title: string | null) => string;
  readonly close: string;
  readonly figures: string;
  readonly failed: string;
  readonly exportTitle: string;
}

/** The frame's words in every language. */
export const dashboardMessages: Translations<DashboardMessages> = {
  en: {
    dashboard: 'Dashboard',
    enlarge: (title) => (title === null ? 'Enlarge' : `Enlarge: ${title}`),
    close: 'Close',
    figures: 'Key figures',
    failed: 'This dashboard can’t be shown',
    exportTitle: 'Dashboard',
  },
  'zh-CN': {
    dashboard: '仪表板',
    enlarge: (title) => (title === null ? '放大' : `放大：${title}`),
    close: '关闭',
    figures: '关键指标',
    failed: '无法显示此仪表板',
    exportTitle: '仪表板',
  },
};
