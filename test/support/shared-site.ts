// One new site for all files of a suite that need nothing of their own and mind nothing that others
// publish.
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { startSite } from '@/scripts/site/site';

declare module 'vitest' {
  interface ProvidedContext {
    sharedSiteUrl: string;
  }
}

export default async function shareSite({ provide }: TestProject): Promise<() => Promise<void>> {
  const site = await startSite();
  provide('sharedSiteUrl', site.url);
  return () => site.stop();
}

/** For a suite whose configuration names this file among its global set-ups. */
export const sharedSite = (): { readonly url: string } => ({ url: inject('sharedSiteUrl') });
