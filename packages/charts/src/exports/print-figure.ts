import type { FigureSvg } from './figure-svg.js';

const ALONE = `
  .clientele-print { display: none; }
  @media print {
    body > :not(.clientele-print) { display: none !important; }
    .clientele-print { display: block; max-inline-size: 100%; block-size: auto; }
  }
`;

/** Prints *figure* and nothing else of the page, which is afterwards as it was. */
export async function printFigure({ text }: FigureSvg, title: string): Promise<void> {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(ALONE);
  const image = new Image();
  image.className = 'clientele-print';
  image.alt = title;
  image.src = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  document.body.append(image);
  try {
    await image.decode();
    window.print();
  } finally {
    image.remove();
    URL.revokeObjectURL(image.src);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  }
}
