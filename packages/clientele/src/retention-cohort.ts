import './use-page-engine.js';
import '@clientele/charts/retention-cohort';

export { RetentionCohort } from '@clientele/charts';
