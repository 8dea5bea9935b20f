/** What a metric says of itself. */
export interface MetricDoc {
  readonly name: string;
  /** Markdown. */
  readonly text: string;
}

/** Returns the doc comments of the metrics in *source*. */
export function docsIn(source: string): MetricDoc[] {
  return [...source.matchAll(/\/\*\*\n((?: \*.*\n)+?) \*\/\nexport const (\w+): Metric</g)].map(([, comment = '', name = '']) => ({
    name,
    // Emphasis by single stars is Markdown already; a reference to the method's catalogue stays as it is.
    text: comment.replaceAll(/^ \* ?/gm, ''),
  }));
}
