/** The languages in which charts speak. */
export type Locale = 'en' | 'zh-CN';

/** Texts in every language: a missing one does not compile. */
export type Translations<Messages> = Readonly<Record<Locale, Messages>>;

/** Returns the language in which to answer a reader of *lang* (BCP 47): Chinese of any kind in `zh-CN`, others in `en`. */
export function localeFor(lang: string): Locale {
  return /^zh(-|$)/i.test(lang) ? 'zh-CN' : 'en';
}

/** Returns the tag for `Intl`: *lang* itself where its language is the one spoken (`en-GB`), else the language spoken. */
export function formatTagFor(lang: string): string {
  const locale = localeFor(lang);
  const spoken = locale === 'en' ? /^en(-|$)/i : /^zh(-|$)/i;
  if (!spoken.test(lang)) return locale;
  try {
    return Intl.getCanonicalLocales(lang)[0] ?? locale;
  } catch {
    return locale;
  }
}
