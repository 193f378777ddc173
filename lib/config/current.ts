// The settings of this process, read from its environment at first use and kept. No other module of
// the site looks into the environment.
import { faultLine, namedOrigin, readSiteSettings, type SiteSettings } from './settings';

let kept: SiteSettings | null = null;

/**
 * The settings of the running site, read at first use. @throws Error with a line for everything
 * that is missing or wrong.
 */
export function settings(): SiteSettings {
  if (kept !== null) return kept;
  const read = readSiteSettings(process.env);
  if (!read.ok)
    throw new Error(`The configuration is not usable.\n${read.error.map(faultLine).join('\n')}`);
  kept = read.value;
  return kept;
}

/**
 * Whether all runs of this instance are generated (`npm start -- --demo`): then every page says so,
 * and nothing is published. Also where nothing else is configured.
 */
export const isDemo = (): boolean => process.env.FLOPMARK_DEMO === '1';

/**
 * Whether votes are counted by key, among people who trust each other: then every page says so.
 * Also where nothing else is configured.
 */
export const isPrivateBoard = (): boolean => process.env.FLOPMARK_BOARD === 'private';

/** Where this instance is reached, also while it is built; null where nothing says so. */
export const originIfNamed = (): string | null => namedOrigin(process.env);
