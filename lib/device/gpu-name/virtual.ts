// Display adapters of hypervisors and remote desktops: some GPU of the host draws, nobody here can know which.
import type { Identity } from './name';
import type { Reading } from './reading';

const ADAPTERS: readonly (readonly [RegExp, string, string])[] = [
  [/\bsvga ?3d\b/i, 'VMware', 'SVGA 3D'],
  [/^parallels\b/i, 'Parallels', 'Display Adapter'],
  [/^apple paravirtual device\b/i, 'Apple', 'Paravirtual device'],
  [/\bvirtualbox\b|^chromium$/i, 'Oracle', 'VirtualBox Graphics Adapter'],
  [/\bqxl\b/i, 'Red Hat', 'QXL'],
  [/\bvirtio\b|\bvirgl\b/i, 'Red Hat', 'VirtIO GPU'],
  [/\bhyper-v\b/i, 'Microsoft', 'Hyper-V Video'],
  [/\bremotefx\b/i, 'Microsoft', 'RemoteFX Graphics Device'],
  [/\bremote display adapter\b/i, 'Microsoft', 'Remote Display Adapter'],
  [/\bcitrix\b/i, 'Citrix', 'Display Adapter'],
  [/\bgfxstream\b/i, 'Google', 'gfxstream'],
  [/^android emulator\b/i, 'Google', 'Android Emulator'],
];

export function virtualAdapter({ words }: Reading): Identity | null {
  const found = ADAPTERS.find(([pattern]) => pattern.test(words));
  return found === undefined ? null : { vendor: found[1], model: found[2], virtual: true };
}
