// Puts the desk into its place on the page, once it is there.
import { createRoot } from 'react-dom/client';
import { AnalysisDesk } from './analysis-desk';

export function mountAnalysis(place: Element): void {
  createRoot(place).render(<AnalysisDesk />);
}
