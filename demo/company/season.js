const day = 86_400_000;

/** @typedef {'china' | 'europe'} Region Whose calendar of feasts a market follows. */

/** First day of the Chinese year and day of the Mid-Autumn Festival (Hong Kong Observatory's conversion tables). */
const chineseFeasts = [
  { newYear: '2023-01-22', midAutumn: '2023-09-29' },
  { newYear: '2024-02-10', midAutumn: '2024-09-17' },
  { newYear: '2025-01-29', midAutumn: '2025-10-06' },
  { newYear: '2026-02-17', midAutumn: '2026-09-25' },
  { newYear: '2027-02-06', midAutumn: '2027-09-15' },
].map(({ newYear, midAutumn }) => ({ newYear: Date.parse(newYear), midAutumn: Date.parse(midAutumn) }));

/** Sunday to Saturday. */
const weekdays = {
  china: [1.1, 0.98, 0.96, 0.96, 0.97, 1, 1.08],
  europe: [1.22, 1.04, 0.98, 0.95, 0.94, 0.92, 1.02],
};

/** January to December, before feasts. Spring harvests sell tea; Europe is away in summer. */
const months = {
  china: [1, 0.95, 1.04, 1.16, 1.06, 1, 0.92, 0.94, 1.04, 1, 1.05, 1],
  europe: [0.9, 0.9, 0.98, 1.02, 0.96, 0.88, 0.78, 0.76, 0.98, 1.08, 1.2, 1.3],
};

/**
 * How much is bought in each hour of the local day, as shares of the day: China buys over lunch and late at night,
 * Europe after dinner. Both tails cross midnight, so that a month ends on another day in UTC than at home.
 */
const hours = {
  china: [34, 18, 9, 5, 4, 6, 12, 24, 38, 50, 58, 58, 66, 62, 52, 50, 48, 48, 50, 58, 72, 84, 82, 62],
  europe: [14, 7, 4, 3, 3, 5, 12, 26, 40, 50, 56, 58, 62, 56, 50, 50, 52, 56, 64, 78, 92, 88, 60, 34],
};

/**
 * Returns how busy a local day is in *region*: weekday, month and feasts multiplied, about 1 on a common day.
 * @param {Region} region
 * @param {number} date Midnight of the day, as UTC milliseconds.
 */
export function dayWeight(region, date) {
  const calendar = new Date(date);
  const common = (weekdays[region][calendar.getUTCDay()] ?? 1) * (months[region][calendar.getUTCMonth()] ?? 1);
  return common * (region === 'china' ? chineseFactor(date, calendar) : europeanFactor(date, calendar));
}

/**
 * Returns true on a day of discounts: 11.11 and 6.18 in China; the week of Black Friday in Europe.
 * @param {Region} region
 * @param {number} date Midnight of the day, as UTC milliseconds.
 */
export function isSale(region, date) {
  const calendar = new Date(date);
  const month = calendar.getUTCMonth() + 1;
  const dayOfMonth = calendar.getUTCDate();
  if (region === 'europe') return Math.abs(date - blackFriday(calendar.getUTCFullYear())) <= 3 * day;
  return (month === 11 && dayOfMonth >= 9 && dayOfMonth <= 11) || (month === 6 && dayOfMonth >= 16 && dayOfMonth <= 18);
}

/**
 * Returns the share of the day's orders in each of its 24 local hours; sums to 1.
 * @param {Region} region
 */
export function hourShares(region) {
  const total = hours[region].reduce((sum, weight) => sum + weight, 0);
  return hours[region].map((weight) => weight / total);
}

/**
 * @param {number} date
 * @param {Date} calendar
 */
function chineseFactor(date, calendar) {
  const month = calendar.getUTCMonth() + 1;
  const dayOfMonth = calendar.getUTCDate();
  let factor = 1;
  if (month === 11 && dayOfMonth === 11) factor *= 5.5;
  else if (isSale('china', date)) factor *= 2.2;
  else if (month === 11 && dayOfMonth > 11 && dayOfMonth < 19) factor *= 0.7;
  for (const { newYear, midAutumn } of chineseFeasts) {
    const toNewYear = (newYear - date) / day;
    const toMidAutumn = (midAutumn - date) / day;
    if (toNewYear > 7 && toNewYear <= 28) factor *= 1.55;
    if (toNewYear > -8 && toNewYear <= 3) factor *= 0.35;
    if (toMidAutumn > 2 && toMidAutumn <= 18) factor *= 1.4;
  }
  return factor;
}

/**
 * @param {number} date
 * @param {Date} calendar
 */
function europeanFactor(date, calendar) {
  const month = calendar.getUTCMonth() + 1;
  const dayOfMonth = calendar.getUTCDate();
  const toBlackFriday = (blackFriday(calendar.getUTCFullYear()) - date) / day;
  if (toBlackFriday === 0) return 2.8;
  if (toBlackFriday === -3) return 2;
  if (Math.abs(toBlackFriday) <= 3) return 1.5;
  if (month === 12 && dayOfMonth <= 17) return 1.55;
  if (month === 12 && dayOfMonth >= 23 && dayOfMonth <= 26) return 0.35;
  return 1;
}

/**
 * The day after the fourth Thursday of November.
 * @param {number} year
 */
function blackFriday(year) {
  const first = Date.UTC(year, 10, 1);
  const toThursday = (4 - new Date(first).getUTCDay() + 7) % 7;
  return first + (toThursday + 22) * day;
}
