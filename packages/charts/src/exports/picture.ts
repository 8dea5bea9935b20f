import { ClienteleError } from '@clientele/metrics';
import type { FigureSvg } from './figure-svg.js';

/** What every browser can hold, pixels on a side. */
const LARGEST = 16_384;

/**
 * Returns *figure* as a PNG of *scale* pixels for each CSS pixel. The drawing has nothing from elsewhere, so that the canvas
 * stays readable; the page's policy has to allow pictures from `blob:`.
 */
export async function pictureOf({ height, text, width }: FigureSvg, scale: number): Promise<Blob> {
  if (Math.max(width, height) * scale > LARGEST) {
    throw new ClienteleError('limit', `export: the picture is too large, got ${Math.ceil(width * scale)} x ${Math.ceil(height * scale)} pixels; expected at most ${LARGEST} on a side`);
  }
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    const image = await loaded(address);
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(width * scale);
    canvas.height = Math.ceil(height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob === null) throw new ClienteleError('state', 'export: the browser made no picture');
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}

function loaded(address: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new ClienteleError('unsupported', 'export: the page allows no pictures from blob:; expected "img-src blob:" in its Content-Security-Policy'));
    image.src = address;
  });
}
