// The roofline of the most measured device that has one: measured ceilings, every model a dot.
import { EmptyState } from '@/app/_components/empty-state';
import { RooflineFigure } from '@/app/_components/roofline-figure';
import type { Database } from '@/lib/db/client';
import { deviceResults } from '@/lib/db/device-results';
import { listDevices } from '@/lib/db/devices';
import { MANIFEST } from '@/lib/models/manifest';
import { deviceRoofline } from '@/lib/views/roofline-data';

/** So many devices are looked at before the board counts as too young. */
const TRIED = 5;

export async function BoardRoofline({ db }: { readonly db: Database }) {
  const devices = await listDevices(db, TRIED);
  for (const { slug } of devices) {
    const results = await deviceResults(db, slug);
    const roofline = results === null ? null : deviceRoofline(results.results, MANIFEST);
    if (results === null || roofline === null || roofline.points.length === 0) continue;
    return (
      <div className="my-8">
        <p className="mb-3 max-w-[68ch] font-medium">
          The same picture with measured ceilings and real networks:{' '}
          <a className="link" href={`/devices/${slug}`}>
            {results.name}
          </a>
          .
        </p>
        <RooflineFigure roofline={roofline} />
      </div>
    );
  }
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
        It needs a compute kernel, a copy and a network from the same device. The suite “quick” measures them in about a
        minute.
      </EmptyState>
    </div>
  );
}
