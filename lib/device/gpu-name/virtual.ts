// Display adapters of hypervisors and remote desktops: some GPU of the host draws, nobody here can
// know which.
import type { Identity } from './name';
import type { Reading } from './reading';

/**
 * Pattern, vendor, and the model: its own name, or the words that the pattern's first group caught.
 */
const ADAPTERS: readonly (readonly [RegExp, string, string | null])[] = [
  [/\bsvga ?(?:3d|ii)\b/i, 'VMware', 'SVGA 3D'],
  [/^parallels\b/i, 'Parallels', 'Display Adapter'],
  [/^apple paravirtual (?:device|graphics)\b/i, 'Apple', 'Paravirtual device'],
  [/\bvirtualbox\b|^chromium$/i, 'Oracle', 'VirtualBox Graphics Adapter'],
  [/\bqxl\b/i, 'Red Hat', 'QXL'],
  [/\bvirtio\b|\bvirgl\b|^venus$/i, 'Red Hat', 'VirtIO GPU'],
  [/^(?:qemu|bochs)\b/i, 'QEMU', 'Standard VGA'],
  [/\bhyper-v\b/i, 'Microsoft', 'Hyper-V Video'],
  [/\bremotefx\b/i, 'Microsoft', 'RemoteFX Graphics Device'],
  [/\b(?:microsoft )?remote display adapter\b/i, 'Microsoft', 'Remote Display Adapter'],
  [/\b(RDPU?DD(?: Chained DD)?)\b/i, 'Microsoft', null],
  [
    /^(?:microsoft )?(RDP (?:Encoder Mirror Driver|Reflector Display Driver))\b/i,
    'Microsoft',
    null,
  ],
  [/^microsoft (indirect display (?:driver|adapter|device))\b/i, 'Microsoft', null],
  [/\bcitrix\b/i, 'Citrix', 'Display Adapter'],
  [/^parsec\b/i, 'Parsec', 'Virtual Display Adapter'],
  [/^teamviewer\b/i, 'TeamViewer', 'Display Adapter'],
  [/^anydesk\b/i, 'AnyDesk', 'Display Adapter'],
  [/^logmein\b/i, 'LogMeIn', 'Mirror Driver'],
  [/^radmin\b/i, 'Radmin', 'Mirror Driver'],
  [/^dameware\b/i, 'DameWare', 'Mirror Driver'],
  [/^mv video hook driver|\bultravnc\b/i, 'UltraVNC', 'Mirror Driver'],
  [/^mirage driver\b/i, 'DemoForge', 'Mirage Driver'],
  [/^spacedesk\b/i, 'spacedesk', 'Graphics Adapter'],
  [/^displaylink\b/i, 'DisplayLink', 'Display Adapter'],
  [/^todesk\b/i, 'ToDesk', 'Virtual Display Adapter'],
  [/^oray|^sunlogin/i, 'Oray', 'Virtual Display Adapter'],
  [/^gameviewer\b/i, 'NetEase', 'GameViewer Virtual Display Adapter'],
  [/^(?:aws|amazon) /i, 'Amazon', 'Virtual Display Device'],
  [/\bgfxstream\b/i, 'Google', 'gfxstream'],
  [/^android emulator\b/i, 'Google', 'Android Emulator'],
];

/** The adapter of a virtual machine that a string names; null for hardware. */
export function virtualAdapter({ words }: Reading): Identity | null {
  for (const [pattern, vendor, model] of ADAPTERS) {
    const found = pattern.exec(words);
    if (found !== null) return { vendor, model: model ?? spelledAs(found[1] ?? ''), virtual: true };
  }
  return null;
}

/** "rdpdd chained dd" → "RDPDD Chained DD". */
function spelledAs(words: string): string {
  return words
    .split(' ')
    .map((word) =>
      /^(?:rdp.*|dd)$/i.test(word)
        ? word.toUpperCase()
        : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase(),
    )
    .join(' ');
}

/**
 * Words that only adapters without hardware have; asked last, where no vendor's room knows the
 * name.
 */
const UNNAMED =
  /\b(?:virtual|remote|indirect|mirror|idd\w*|paravirtual\w*)\b.*\b(?:display|adapter|driver|device|graphics|monitor|gpu|video)\b|\bidd\w*driver\b/i;

/** Whether a string says that it is virtual without saying whose. */
export const isVirtualAdapter = ({ words }: Reading): boolean => UNNAMED.test(words);
