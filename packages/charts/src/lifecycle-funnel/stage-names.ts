import type { Locale, Translations } from '../locales/locale.js';

/** How the standard stages of a customer's life are called, by the stage in lower-case letters without separators. */
export const standardStageNames: Translations<Readonly<Record<string, string>>> = {
  en: {
    visit: 'Visit', signup: 'Sign-up', register: 'Registration', registration: 'Registration', lead: 'Lead', trial: 'Trial',
    activation: 'Activation', activate: 'Activation', basket: 'Basket', cart: 'Cart', addtocart: 'Added to cart', checkout: 'Checkout',
    purchase: 'Purchase', repeat: 'Repurchase', repurchase: 'Repurchase', retention: 'Retention', referral: 'Referral',
    advocate: 'Advocate', acquisition: 'Acquisition', revenue: 'Revenue', subscription: 'Subscription', renewal: 'Renewal',
    understand: 'Understand', classify: 'Classify', customise: 'Customise', customize: 'Customize', communicate: 'Communicate',
    acquire: 'Acquire', retain: 'Retain',
  },
  'zh-CN': {
    visit: '访问', signup: '注册', register: '注册', registration: '注册', lead: '线索', trial: '试用', activation: '激活', activate: '激活',
    basket: '加购', cart: '加购', addtocart: '加购', checkout: '结算', purchase: '购买', repeat: '复购', repurchase: '复购', retention: '留存',
    referral: '转介绍', advocate: '口碑推荐', acquisition: '获客', revenue: '付费', subscription: '订阅', renewal: '续费',
    understand: '客户理解', classify: '客户分类', customise: '定制', customize: '定制', communicate: '客户沟通', acquire: '客户获取', retain: '客户保持',
  },
};

/**
 * Returns the names of *stages* to read, in their order: standard stages in the reader's language, all others as in the
 * data. In English only plain lower-case text is renamed (`signup`, not `Sign Up Page`), and a name that two stages would
 * share is left to neither.
 */
export function stageNames(stages: readonly string[], locale: Locale): string[] {
  const named = stages.map((stage) => standardName(stage, locale) ?? stage);
  return named.map((name, k) => (named.indexOf(name) === named.lastIndexOf(name) ? name : (stages[k] ?? name)));
}

/** Returns the standard stage that *stage* is written for (`sign_up` is `signup`), null where it is none. */
export function standardStage(stage: string): string | null {
  const key = stage.trim().toLowerCase().replaceAll(/[\s_-]+/g, '');
  return Object.hasOwn(standardStageNames.en, key) ? key : null;
}

function standardName(stage: string, locale: Locale): string | null {
  const key = standardStage(stage);
  if (key === null || (locale === 'en' && stage !== stage.toLowerCase())) return null;
  return standardStageNames[locale][key] ?? null;
}
