export { DataSource } from './source/source.js';
