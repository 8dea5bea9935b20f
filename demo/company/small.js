import { generateCompany } from './company.js';

/** @import { Company } from './company.js' */

/**
 * Returns the same company with 400 customers: for stories and tests, where a picture or an assertion has to be quick.
 * @param {number} [seed] 7 by default.
 * @returns {Company}
 */
export function smallCompany(seed = 7) {
  return generateCompany({ seed, customers: 400 });
}
