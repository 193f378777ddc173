// What leaves the browser, what is kept, how it is taken back. Every sentence here is a promise
// that the code must keep: lib/submission/schema (what is sent), lib/db (what is kept),
// lib/edge/cache-policy (how long caches remember).
import type { Metadata } from 'next';
import { PageHeading } from '@/app/_components/page-heading';
import { FINGERPRINT_DAYS } from '@/lib/db/fingerprints';
import { RETENTION } from '@/lib/db/upkeep';
import { CACHE_POLICIES, reachSeconds } from '@/lib/edge/cache-policy';

export const metadata: Metadata = {
  title: 'Privacy',
  description: 'What leaves the browser, what is kept, and how to take a published run back.',
};

export default function PrivacyPage() {
  return (
    <>
      <PageHeading title="Privacy">
        What leaves your browser, what is kept, and how to take it back.
      </PageHeading>
      <div className="paper">
        <h2 id="measuring">While you measure</h2>
        <p>
          A run happens in your browser. The page asks this server for a challenge, a random number
          that makes the run countable once, and when it has measured, it proves its work: the
          server draws numbers, the page sends digests and sums of what it computed from them, and
          the server keeps how long that took. No result is sent before you publish. There are no
          cookies, no analytics and no third parties; fonts and the runtime come from this site. An
          ONNX file that you analyze never leaves your browser.
        </p>

        <h2 id="publishing">When you publish</h2>
        <p>Before anything is sent you see the exact payload, and you decide. It holds:</p>
        <ul>
          <li>
            raw sample times, the workload and backend of each, and the numbers that show whether
            its output was right;
          </li>
          <li>
            what your browser says of the machine: user agent and its details, number of cores,
            rough memory, the names of the graphics adapter, timer step, isolation, and whether it
            ran on battery;
          </li>
          <li>
            a random key, made in your browser and kept in its storage, which proves that the run is
            yours.
          </li>
        </ul>
        <p>
          Everything but the key is public and granted to everyone under CC0-1.0. It names no
          person, but rare hardware can point to its owner. If that would trouble you, do not
          publish.
        </p>

        <h2 id="kept">What the server keeps about you</h2>
        <ul>
          <li>
            A hash of your key, never the key. Runs with the same hash are known to come from the
            same browser; the open data carries a pseudonym made from it.
          </li>
          <li>
            Never your network address. To limit how often one network may ask and publish, a keyed
            hash of its first part (/24 or /48) is counted for a day; the hash is a different one
            each day.
          </li>
          <li>
            With each published measurement, a keyed hash of that first part and one of a wider part
            (/16 or /32). They belong to the workload and the backend: there they tell whether
            results come from different networks, so that these can be said to{' '}
            <a href="/methodology#agreeing" className="link">
              agree
            </a>
            ; between workloads they cannot be compared. They are made with a key of their own that
            never changes: if it did, every network would count anew. They are never published, and
            go when the run is withdrawn. Whoever holds the server&rsquo;s key could find that part
            of the address by trying them all.
          </li>
          <li>
            With each series of samples, some hashes of stretches of it, by which copies are
            recognised. They stay for {FINGERPRINT_DAYS} days after the run is withdrawn, with
            nothing that leads to it, and are then deleted; no time can be read from them.
          </li>
          <li>
            When you report a result: the reason, and the hash of that day, so that a network counts
            once. It is deleted with the run, or {RETENTION.reports} days after a moderator looked
            at it.
          </li>
          <li>
            Challenges that nobody published with, and what was proved for them, are deleted{' '}
            {RETENTION.challenges} days after they expired, and the hash of a key without a run
            after {RETENTION.submitters} days. Backups kept by whoever runs this site may hold a run
            that was withdrawn; it is not put back from them. Logs hold no addresses.
          </li>
        </ul>

        <h2 id="withdrawing">Withdrawing a run</h2>
        <p>
          Your key proves that a run is yours:{' '}
          <a href="/my-runs" className="link">
            My runs
          </a>{' '}
          lists what this browser published, with a button to withdraw each. The run and its
          measurements are then deleted, gone from their page, the board, the badge and the API at
          once; copies held by caches end within {reachSeconds(CACHE_POLICIES.page)} seconds for
          pages and {reachSeconds(CACHE_POLICIES.badge)} seconds for badges. Rows enter the monthly
          files of{' '}
          <a href="/data" className="link">
            open data
          </a>{' '}
          only when they are 30 days old, so a run withdrawn before then is in none; files that
          someone downloaded earlier cannot be recalled.
        </p>

        <h2 id="browser">What stays in your browser</h2>
        <p>
          The key, the list of the runs that you published, your choice of light or dark theme, and
          cached files. Clearing the site&rsquo;s data removes them; without the key nothing proves
          that a run is yours.
        </p>
      </div>
    </>
  );
}
