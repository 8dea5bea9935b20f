import './use-engine.js';
import '@clientele/charts/retention-cohort';

export { RetentionCohort } from '@clientele/charts';
