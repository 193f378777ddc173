// Puts the list into its place on the page, with what the browser's storage holds.
import { localStore, remembers } from '@/lib/runner/browser-store';
import { myRuns } from '@/lib/runner/my-runs';
import { drawInto } from '../_client/preact-root';
import { MyRunList } from './my-run-list';

export function mountMyRuns(place: Element): void {
  drawInto(place, <MyRunList runs={myRuns(localStore)} remembers={remembers()} />);
}
