// Counts the visitor's own ONNX file in their browser. The file goes to a worker and nowhere else;
// the policy of this page (proxy.ts) lets it connect to this site alone, and nothing here uploads.
// What stands below the heading is drawn in the browser (mount-analysis.tsx), by Preact: React and
// Next's router would be most of the scripts that the page loads.
import type { Metadata } from 'next';
import { connection } from 'next/server';
import { PageHeading } from '@/app/_components/page-heading';
import { StartWatch } from '@/app/_components/start-watch';
import { Starting } from '@/app/_components/starting';
import { Word } from '@/app/_components/word';
import { DropFrame } from './drop-frame';

export const metadata: Metadata = {
  title: 'Analyze',
  description:
    'Count the FLOPs of any ONNX file, layer by layer, forward and backward. The file never leaves your browser.',
};

export default async function AnalyzePage() {
  // The nonce of the content security policy is made per request.
  await connection();
  return (
    <>
      <PageHeading title="Analyze">
        The <Word id="flop">FLOPs</Word>, <Word id="parameter">parameters</Word> and memory of any
        ONNX file, layer by layer, forward and <Word id="backward">backward</Word>. Exact, or named{' '}
        <Word id="unknown">unknown</Word>.
      </PageHeading>
      <div data-analysis>
        <DropFrame compact={false} />
        <span className="mt-2 inline-block text-grey-4 text-sm">or choose a folder</span>
        <Starting does="counts your file" />
      </div>
      <StartWatch />
    </>
  );
}
