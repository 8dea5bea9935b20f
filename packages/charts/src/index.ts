export { ChartElement } from './chart-element.js';
export type { ArrowTableInput, AskOptions, DataHandle, DataInput, DataProvider, Engine, OpenOptions } from './engine.js';
export { ChartErrorEvent, type ChartState, DataEvent, SelectEvent, type StateDetail, StateEvent } from './events/events.js';
export { Format } from './locales/format.js';
export { formatTagFor, type Locale, localeFor } from './locales/locale.js';
export type { LegendItem, Scene, SceneBuilder, SceneColumn, SceneLine, SceneMark, SceneSize, SceneTable, Words } from './scene.js';
export { theme } from './theme/theme.js';
