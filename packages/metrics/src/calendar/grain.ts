/** How long a calendar period is. Periods follow local dates: a day may last 23 or 25 hours, a month 28 to 31 days. */
export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** Every grain, from short to long. */
export const GRAINS: readonly Grain[] = ['day', 'week', 'month', 'quarter', 'year'];
