import { START_WATCH_SCRIPT } from '@/lib/edge/start-watch-script';

/** Beside a `Starting`: says so when the scripts of the page do not start. */
export function StartWatch() {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant, whose hash stands in the policy
  return <script dangerouslySetInnerHTML={{ __html: START_WATCH_SCRIPT }} />;
}
