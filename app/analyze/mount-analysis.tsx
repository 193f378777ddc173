// Puts the desk into its place on the page, once it is there.
import { drawInto } from '../_client/preact-root';
import { AnalysisDesk } from './analysis-desk';

export const mountAnalysis = (place: Element): void => drawInto(place, <AnalysisDesk />);
