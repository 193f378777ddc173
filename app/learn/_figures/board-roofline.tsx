// The roofline of the most measured device that has one: measured ceilings, every model a dot.
import { EmptyState } from '@/app/_components/empty-state';
import { RooflineFigure } from '@/app/_components/roofline-figure';
import type { Database } from '@/lib/db/client';
import { deviceResults } from '@/lib/db/device-results';
import { listDevices } from '@/lib/db/devices';
import { keepingReads } from '@/lib/db/kept-reads';
import { MANIFEST } from '@/lib/models/manifest';
import { deviceRoofline } from '@/lib/views/roofline-data';
import { BOARD_KEPT_MS } from '../_parts/facts';

/** So many devices are looked at before the board counts as too young. */
const TRIED = 5;

const measuredRoofline = keepingReads(BOARD_KEPT_MS, async (db) => {
  const devices = await listDevices(db, TRIED);
  for (const { slug } of devices) {
    const results = await deviceResults(db, slug);
    const roofline = results === null ? null : deviceRoofline(results.results, MANIFEST);
    if (results !== null && roofline !== null && roofline.points.length > 0)
      return { slug, name: results.name, roofline };
  }
  return null;
});

export async function BoardRoofline({ db }: { readonly db: Database }) {
  const measured = await measuredRoofline(db);
  if (measured !== null)
    return (
      <div className="my-8">
        <p className="mb-3 max-w-[68ch] font-medium">
          The same picture with measured ceilings and real networks:{' '}
          <a className="link" href={`/devices/${measured.slug}`}>
            {measured.name}
          </a>
          .
        </p>
        <RooflineFigure roofline={measured.roofline} />
      </div>
    );
  return (
    <div className="my-8">
      <EmptyState
        title="No device of this board has a roofline yet"
        action={
          <a href="/run" className="button-quiet">
            Run on this device
          </a>
        }
      >
        It needs a compute kernel, a copy and a network from the same device. The suite “quick”
        measures them in about a minute.
      </EmptyState>
    </div>
  );
}
