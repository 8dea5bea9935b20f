/** @import { Region } from './season.js' */
/** @import { Zone } from './zones.js' */

/** Changes whenever the same seed gives other rows; files of another version are written anew. */
export const generatorVersion = '1';

/** What is said about the company wherever its data goes. Linden & Yao is invented. */
export const company = {
  name: 'Linden & Yao',
  business: 'Tea and ceramics from Jingdezhen and Leipzig, sold directly to customers in China and Europe',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
};

/** What a run takes when nothing else is said: the shop opened on *start*; the data was exported at *end* (Berlin's midnight). */
export const defaults = {
  seed: 20231001,
  customers: 20_000,
  start: '2023-09-30T22:00:00Z',
  end: '2026-09-20T22:00:00Z',
};

/**
 * How often customers buy and when they leave: BG/NBD (Fader, Hardie & Lee 2005), unit one week on the season clock.
 * Buying rates are gamma(r, alpha): 0.07 orders a week on average. After each order but the first a customer leaves with a
 * probability of his own, beta(a, b): 22 % on average.
 */
export const buying = { r: 0.42, alpha: 6, a: 0.8, b: 2.8 };

/**
 * What an order is worth, in euro: Gamma-Gamma (Fader & Hardie 2013). Orders of one customer are gamma(p, nu), nu is
 * gamma(q, gamma): 73.33 on average over customers, p * gamma / (q - 1). Independent of how often he buys.
 */
export const spending = { p: 5, q: 4, gamma: 44 };

/**
 * How experience moves loyalty: correlations between how well an order went (standard normal) and, on the normal scale, the
 * draw that decides about leaving (after repeat orders) or about the time to the second order (after the first). The draws
 * stay exactly uniform, so that `buying` holds over all customers whatever happened to each.
 */
export const loyalty = { staying: 0.55, returning: 0.4 };

/**
 * Chances on the normal scale, for the cumulative normal distribution: a level, and what is added for an order that went one standard
 * deviation better (`experience`), for a sale (`sale`), for a late parcel (`late`), and for a customer one
 * standard deviation choosier (`choosy`).
 */
export const incidents = {
  late: { level: -1.5, experience: -0.65, sale: 0.35 },
  support: { level: -1.75, experience: -0.65, late: 0.7 },
  refund: { level: -2.05, experience: -0.6, late: 0.3, choosy: 0.45 },
};

/**
 * Satisfaction, standardised: what is left of the customer's own mood, how the order went, what went visibly wrong, and chance.
 * `mood` is tied to the chance of leaving by `moodByLeaving`: those who tend to leave are less content from the start.
 */
export const satisfaction = {
  moodByLeaving: -0.45, mood: 0.55, experience: 0.6, late: -0.8, refund: -0.6, support: -0.4, noise: 0.65,
};

/**
 * @typedef {object} Market
 * @property {Region} region
 * @property {Zone} zone
 * @property {number} share Of all customers.
 * @property {number} growth Acquisition a day at the end over that at the start, before seasons.
 * @property {number} parcel Cost of a parcel, in euro.
 * @property {Readonly<Record<string, number>>} channels Where orders are placed.
 * @property {Readonly<Record<string, number>>} acquisition Where customers come from.
 */

/** @type {Readonly<Record<string, Market>>} */
export const markets = {
  CN: {
    region: 'china', zone: 'Asia/Shanghai', share: 0.46, growth: 3.2, parcel: 3.4,
    channels: { 'WeChat shop': 38, Marketplace: 34, App: 22, Website: 6 },
    acquisition: { 'Social media': 40, Marketplace: 26, Referral: 16, Search: 12, Newsletter: 6 },
  },
  DE: {
    region: 'europe', zone: 'Europe/Berlin', share: 0.22, growth: 1.9, parcel: 5.9,
    channels: { Website: 58, App: 18, Marketplace: 16, Store: 8 },
    acquisition: { Search: 38, 'Social media': 22, Referral: 14, Newsletter: 12, Marketplace: 14 },
  },
  FR: {
    region: 'europe', zone: 'Europe/Paris', share: 0.13, growth: 2.4, parcel: 7.2,
    channels: { Website: 62, App: 20, Marketplace: 18 },
    acquisition: { Search: 32, 'Social media': 30, Referral: 14, Newsletter: 10, Marketplace: 14 },
  },
  GB: {
    region: 'europe', zone: 'Europe/London', share: 0.12, growth: 1.5, parcel: 8.6,
    channels: { Website: 60, App: 24, Marketplace: 16 },
    acquisition: { Search: 36, 'Social media': 28, Referral: 12, Newsletter: 10, Marketplace: 14 },
  },
  NL: {
    region: 'europe', zone: 'Europe/Amsterdam', share: 0.07, growth: 2.6, parcel: 6.3,
    channels: { Website: 66, App: 22, Marketplace: 12 },
    acquisition: { Search: 34, 'Social media': 24, Referral: 20, Newsletter: 12, Marketplace: 10 },
  },
};

/**
 * @typedef {object} Category
 * @property {number} weight How often a line is of it.
 * @property {number} cost Cost of goods as a share of the list price.
 * @property {number} salvage Share of the cost recovered when it comes back.
 */

/** @type {Readonly<Record<string, Category>>} */
export const categories = {
  'Loose tea': { weight: 44, cost: 0.43, salvage: 0 },
  Teaware: { weight: 22, cost: 0.49, salvage: 0.7 },
  Tableware: { weight: 14, cost: 0.53, salvage: 0.7 },
  'Gift sets': { weight: 11, cost: 0.57, salvage: 0.5 },
  Accessories: { weight: 7, cost: 0.45, salvage: 0.8 },
  Workshops: { weight: 2, cost: 0.64, salvage: 0.9 },
};

/** Other costs, in euro: answering a question, taking a parcel back; and the payment provider's share. */
export const serviceCosts = { support: 9, returned: 5.5, payment: 0.019 };

/** Chances in the survey programme, and the codes that stand for an answer that was not given. */
export const surveying = {
  invited: 0.42, answered: 0.42, invitedAfterSupport: 0.8,
  /** Left blank: a null, or a code of the survey tool. */
  blank: 0.035, npsDontKnow: 11, csatBlank: 0, coded: 0.012,
};

/** Visitors who leave a trace but never buy, for each customer, and what they get up to. */
export const visitors = { perCustomer: 1.6, anonymous: 0.012, signup: 0.42, basket: 0.34, comesBack: 0.22 };
