/** Where someone comes from who had no value at the earlier date. */
export const ENTERED = '(entered)';
/** Where someone goes to who has no value at the later date. */
export const LEFT = '(left)';
/** Who lies below the lowest tier, where there is a threshold for it too. */
export const BELOW = '(below)';
