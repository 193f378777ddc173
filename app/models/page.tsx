// Everything that can be run: nets with their counts, kernels by family. Rendered from the pinned manifest.

import type { Metadata } from 'next';
import Link from 'next/link';
import { PageHeading } from '@/app/_components/page-heading';
import { Quantity } from '@/app/_components/quantity';
import { Section } from '@/app/_components/section';
import { TableHead } from '@/app/_components/table-head';
import { SUPPORT } from '@/lib/models/forms/support';
import { MANIFEST } from '@/lib/models/manifest';
import type { ManifestEntry } from '@/lib/models/workload';
import { kernelFamilies, nets, variantsOf } from './catalogue';
import { FormTable } from './form-table';

export const metadata: Metadata = {
  title: 'Models',
  description: 'Every network and kernel that Flopmark measures: parameters, FLOPs, bytes and where they come from.',
};

function EntryLink({ entry, children }: { readonly entry: ManifestEntry; readonly children: string }) {
  return (
    <Link href={`/models/${entry.id}`} prefetch={false} className="hover:underline">
      {children}
    </Link>
  );
}

function NetTable() {
  return (
    <div className="table-scroll">
      <table className="table">
        <TableHead
          columns={[
            'Net',
            { number: 'Parameters' },
            { number: 'FLOPs' },
            { number: 'Other ops' },
            { number: 'Variants' },
          ]}
        />
        <tbody>
          {nets().map((entry) => (
            <tr key={entry.id}>
              <th scope="row">
                <EntryLink entry={entry}>{entry.title}</EntryLink>
              </th>
              <td className="numeric">
                <Quantity value={entry.params} unit="" prefixed />
              </td>
              <td className="numeric">
                <Quantity value={entry.flops} unit="" prefixed />
              </td>
              <td className="numeric">
                <Quantity value={entry.otherOps} unit="" prefixed />
              </td>
              <td className="numeric">{variantsOf(entry).length}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function KernelTable() {
  return (
    <div className="table-scroll">
      <table className="table">
        <TableHead columns={['Kernel', 'Precision', { number: 'FLOPs' }, 'Measured in']} />
        {kernelFamilies().map(({ name, entries }) => (
          <tbody key={name}>
            <tr>
              <th scope="rowgroup" colSpan={4} className="eyebrow pt-6">
                {name}
              </th>
            </tr>
            {entries.map((entry) => (
              <tr key={entry.id}>
                <th scope="row">
                  <EntryLink entry={entry}>{entry.title}</EntryLink>
                </th>
                <td>{entry.precision}</td>
                <td className="numeric">
                  <Quantity value={entry.flops} unit="" prefixed />
                </td>
                <td>{entry.metric}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

export default function ModelsPage() {
  return (
    <>
      <PageHeading title="Models">
        {MANIFEST.size} workloads, each built in your browser from code and a seed. Nothing is downloaded, and the count
        of FLOPs belongs to exactly these bytes.
      </PageHeading>
      <Section id="nets" title="Networks" aside="FLOPs are 2 × multiply-accumulates of one run">
        <NetTable />
      </Section>
      <Section id="kernels" title="Kernels" aside="one operation at one size">
        <KernelTable />
      </Section>
      <Section
        id="forms"
        title="Forms of a precision"
        aside={`tried with ONNX Runtime ${SUPPORT.ortVersion} in Chromium`}
      >
        <FormTable />
      </Section>
    </>
  );
}
