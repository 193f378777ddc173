// The configuration of a command on this machine: what the environment asks for, or a line for
// everything wrong with it.
import { faultLine, readStartSettings, type StartSettings } from '@/lib/config/settings';

class ConfigurationError extends Error {}

/** @throws ConfigurationError */
export function startSettings(): StartSettings {
  const read = readStartSettings(process.env);
  if (!read.ok) throw new ConfigurationError(read.error.map(faultLine).join('\n'));
  return read.value;
}
