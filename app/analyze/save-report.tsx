// Ways to take the result along: JSON, CSV, Markdown, a badge. All are made here, from the report
// on the page.
import { renderBadge } from '@/lib/badge/badge';
import { modelBadge } from '@/lib/badge/model-badge';
import { badgeFactsOf, recordOf } from '@/lib/flops/record';
import { csvText, markdownText } from '@/lib/flops/text';
import type { Analysis } from '@/workers/analyse-messages';

function save(name: string, type: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

export function SaveReport({ analysis }: { analysis: Analysis }) {
  const { file, report, options } = analysis;
  const title = file.name.replace(/\.onnx$/i, '');
  const badge = (): string => renderBadge(modelBadge(badgeFactsOf(title, report)));
  const json = (): string => {
    const facts = {
      file: file.name,
      irVersion: file.irVersion,
      opset: file.opset,
      dimensions: file.freeDimensions,
    };
    const record = recordOf(facts, report, true);
    const { bind = {}, values = {}, assume = {} } = options;
    const given = { bind, values, assume };
    return JSON.stringify({ ...record, ...given }, null, 1);
  };
  return (
    <div className="no-print mt-6 flex flex-wrap gap-3">
      <button
        type="button"
        className="button-quiet"
        onClick={() => save(`${title}.json`, 'application/json', json())}
      >
        Save JSON
      </button>
      <button
        type="button"
        className="button-quiet"
        onClick={() => save(`${title}.csv`, 'text/csv', csvText(report))}
      >
        Save CSV
      </button>
      <button
        type="button"
        className="button-quiet"
        onClick={() => save(`${title}.svg`, 'image/svg+xml', badge())}
      >
        Save badge
      </button>
      {/* app/_behaviours/copy-button.ts */}
      <button type="button" className="button-quiet" data-copy={markdownText(title, report)}>
        <span aria-live="polite">Copy as Markdown</span>
        <span className="sr-only"> the totals and the largest layers</span>
      </button>
    </div>
  );
}
