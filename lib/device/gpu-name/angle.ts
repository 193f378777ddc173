// Takes ANGLE's wrapping off. Its three grammars, from ANGLE's Display::generateRendererString and the backends:
//   ANGLE (RENDERER Direct3D11 vs_5_0 ps_5_0)                     until 2021, Direct3D only
//   ANGLE (VENDOR, RENDERER[ (0xPCI)][ Direct3D…], VERSION)       since; Metal, Vulkan, GL and GLES name themselves inside
//   ANGLE (RENDERER) on Vulkan 1.1.179                            ANGLE as Android's own GL driver (Samsung)
import { splitFields } from './brackets';

export interface Unwrapped {
  readonly text: string;
  readonly vendorHint: string | null;
}

const CORPORATE = /^(?:inc|ltd|llc|corp|corporation|co)\b/i;
const VERSION_FIELD = /^(?:OpenGL|Direct3D|D3D(?:9|11)|Vulkan \d+(?:\.\d+)*$|Unspecified Version)/;

export function unwrapAngle(text: string): Unwrapped {
  let vendorHint: string | null = null;
  let rest = text;
  // ANGLE over Android's ANGLE nests once; more is nobody's driver.
  for (let depth = 0; depth < 3 && rest.startsWith('ANGLE ('); depth += 1) {
    const fields = angleFields(rest.slice('ANGLE ('.length));
    vendorHint = fields.vendor ?? vendorHint;
    rest = fields.device;
  }
  return { text: backendName(rest), vendorHint };
}

function angleFields(body: string): { vendor: string | null; device: string } {
  const inner = body.slice(0, closing(body));
  const fields = splitFields(inner);
  const [vendor = '', ...others] = fields;
  if (others.length === 0) return { vendor: null, device: bare(inner) };
  // "VMware, Inc.": the comma belongs to the vendor.
  const named = others[0] !== undefined && CORPORATE.test(others[0]) ? others.slice(1) : others;
  const [device] = named;
  // "ANGLE (ATI Technologies Inc. AMD Radeon(TM) Vega 8 Graphics, OpenGL 4.5 core)" has no vendor of its own.
  if (device === undefined || VERSION_FIELD.test(device)) return { vendor: null, device: vendor };
  return { vendor, device };
}

/** Where the parenthesis that "ANGLE (" opened closes; the end where it does not. */
function closing(body: string): number {
  let depth = 1;
  for (let i = 0; i < body.length; i += 1) {
    if (body[i] === '(') depth += 1;
    else if (body[i] === ')') depth -= 1;
    if (depth === 0) return i;
  }
  return body.length;
}

/** "((Samsung Xclipse 940) on Vulkan 1.3.279)": a pair around the whole name says nothing. */
function bare(inner: string): string {
  return inner.startsWith('(') ? inner.slice(1, 1 + closing(inner.slice(1))) : inner;
}

function backendName(text: string): string {
  const metal = 'ANGLE Metal Renderer:';
  const device = text.startsWith(metal) ? text.slice(metal.length).trim() : text;
  const vulkan = /^Vulkan [\d.]+ ?\(/.exec(device);
  const named =
    vulkan === null
      ? device
      : device.slice(vulkan[0].length, vulkan[0].length + closing(device.slice(vulkan[0].length)));
  const direct3d = named.indexOf(' Direct3D');
  return (direct3d < 0 ? named : named.slice(0, direct3d)).trim();
}
