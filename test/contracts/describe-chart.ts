import { describeAccessibility } from './chart-accessibility.js';
import type { ChartCase } from './chart-case.js';
import { describeContrast } from './chart-contrast.js';
import { describeData } from './chart-data.js';
import { describeEmbedding } from './chart-embedding.js';
import { describeExports } from './chart-exports.js';
import { describeHostStyles } from './chart-host-styles.js';
import { describeKeyboard } from './chart-keyboard.js';
import { describeLayout } from './chart-layout.js';
import { describeMistakes } from './chart-mistakes.js';
import { describeNames } from './chart-names.js';
import { describeStates } from './chart-states.js';
import { describeTextures } from './chart-textures.js';
import { describeToolbar } from './chart-toolbar.js';
import { describeWords } from './chart-words.js';

/** What every chart must pass, whatever it draws. Runs in a browser, with real data and the real engine. */
export function describeChart(chartCase: ChartCase): void {
  describe(`<${chartCase.tag}>, like every chart,`, () => {
    describe('has states: it', () => describeStates(chartCase));
    describe('takes data: it', () => describeData(chartCase));
    describe('obeys the keyboard: it', () => describeKeyboard(chartCase));
    describe('has controls: it', () => describeToolbar(chartCase));
    describe('speaks: it', () => describeWords(chartCase));
    describe('can be taken along: it', () => describeExports(chartCase));
    describe('survives mistakes: it', () => describeMistakes(chartCase));
    describe('can be embedded: it', () => describeEmbedding(chartCase));
    describe('keeps its looks: it', () => describeHostStyles(chartCase));
    describe('is laid out: it', () => describeLayout(chartCase));
    describe('does without colours: it', () => describeTextures(chartCase));
    describe('distrusts names: it', () => describeNames(chartCase));
    describe('can be seen: it', () => describeContrast(chartCase));
    describe('is accessible: it', () => describeAccessibility(chartCase));
  });
}
