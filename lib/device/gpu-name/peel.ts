// Takes off everything that stands around a device's name in a renderer string: ANGLE, Mesa's
// layers over another API, emulators, virtual GPUs, prefixes and tails of drivers. Each peels
// itself alone and they are asked until none applies, so they may nest in any order and depth.
// Grammars: ANGLE's Display::generateRendererString and its backends, Mesa's zink, dozen, d3d12,
// virgl and venus, the Android emulator's gfxstream, Winlator's vortek.
import { splitFields } from './brackets';

export interface Peeled {
  readonly text: string;
  /** What ANGLE gave as the vendor, the innermost. */
  readonly vendorHint: string | null;
  /** An emulator or a virtual GPU stands in front of what is named. */
  readonly virtual: boolean;
}

/** One step: shorter text, or null where this wrapping is not there. */
type Peeler = (text: string) => (Pick<Peeled, 'text'> & Partial<Peeled>) | null;

interface Layer {
  readonly start: RegExp;
  readonly virtual: boolean;
}

/** Drivers that name the GPU below them in parentheses. */
const LAYERS: readonly Layer[] = [
  { start: /^Android Emulator(?: OpenGL ES Translator)? ?\(/i, virtual: true },
  { start: /^Virtio-GPU (?:Venus|GFXStream|Native Context) ?\(/i, virtual: true },
  { start: /^(?:virgl|venus|gfxstream|vortek) ?\(/i, virtual: true },
  { start: /^zink(?: Vulkan(?: [\d.]+)?)? ?\(/i, virtual: false },
  { start: /^(?:Microsoft )?(?:Corporation )?(?:D3D12|Direct3D ?12|Dozen) ?\(/i, virtual: false },
  { start: /^(?:Vulkan|OpenGL(?: ES)?|Metal)(?: [\d.x]+)? ?\(/i, virtual: false },
  { start: /^\(/, virtual: false },
];

const PREFIXES =
  /^(?:Gallium [\d.]+ on|Mesa DRI|Mesa|Turnip|ANGLE Metal Renderer:|ATI Technologies Inc\.?|Advanced Micro Devices,? Inc\.?|Imagination Technologies|Qualcomm,? (?:Inc\.?|Technologies,? Inc\.?)) +/i;

/** The bus and the host's vector unit (GL), the engine (Apple), the API and its version (ANGLE). */
const TAILS =
  /(?:\/(?:PCIe?|AGP|integrated)\b.*| x86\/.*| OpenGL Engine| Compute Engine| on Vulkan(?: [\d.]+)?| Direct3D(?:9(?:Ex)?|11)\b.*| OpenGL(?: ES)? \d.*)$/i;

const PEELERS: readonly Peeler[] = [angle, layer, prefix, tail];

/**
 * Takes off the layers that browsers and drivers put around a name (ANGLE, Mesa, Metal), and
 * remembers the vendor that they name.
 */
export function peel(raw: string): Peeled {
  let peeled: Peeled = { text: raw.trim(), vendorHint: null, virtual: false };
  for (;;) {
    const next = peelOnce(peeled.text);
    // Each step is shorter than the last, so this ends.
    if (next === null || next.text.length >= peeled.text.length) return peeled;
    peeled = {
      text: next.text.trim(),
      vendorHint: next.vendorHint ?? peeled.vendorHint,
      virtual: peeled.virtual || next.virtual === true,
    };
  }
}

function peelOnce(text: string): ReturnType<Peeler> {
  for (const peeler of PEELERS) {
    const next = peeler(text);
    if (next !== null) return next;
  }
  return null;
}

function prefix(text: string): ReturnType<Peeler> {
  const found = PREFIXES.exec(text)?.[0];
  return found === undefined ? null : { text: text.slice(found.length) };
}

function tail(text: string): ReturnType<Peeler> {
  const found = TAILS.exec(text);
  return found === null || found.index === 0 ? null : { text: text.slice(0, found.index) };
}

function layer(text: string): ReturnType<Peeler> {
  const found = LAYERS.find(({ start }) => start.test(text));
  if (found === undefined) return null;
  const opened = text.indexOf('(') + 1;
  const closed = opened + closing(text.slice(opened));
  // "Vortek (Mali-G78) (0x92020010)": the ids that follow belong to the same device.
  const notes = /^(?: ?\([^()]*\))*/.exec(text.slice(closed + 1))?.[0] ?? '';
  return { text: text.slice(opened, closed) + notes, virtual: found.virtual };
}

const CORPORATE = /^(?:inc|ltd|llc|corp|corporation|co)\b/i;
const VERSION_FIELD =
  /^(?:OpenGL|Direct3D|D3D(?:9|11)|Vulkan(?: \d+(?:\.\d+)*)?$|Unspecified Version)/;

/**
 *   ANGLE (RENDERER Direct3D11 vs_5_0 ps_5_0)                  until 2021, Direct3D only
 *   ANGLE (VENDOR, RENDERER[ (0xPCI)][ Direct3D…], VERSION)    since; Metal, Vulkan, GL and GLES
 *                                                              name themselves inside
 *   ANGLE (RENDERER) on Vulkan 1.1.179                         ANGLE as Android's own GL driver
 *                                                              (Samsung)
 */
function angle(text: string): ReturnType<Peeler> {
  const start = /^ANGLE ?\(/i.exec(text)?.[0];
  if (start === undefined) return null;
  const body = text.slice(start.length);
  const inner = body.slice(0, closing(body));
  const [vendor = '', ...others] = splitFields(inner);
  if (others.length === 0) return { text: inner };
  // "VMware, Inc.": the comma belongs to the vendor.
  const [device] = CORPORATE.test(others[0] ?? '') ? others.slice(1) : others;
  // "ANGLE (ATI Technologies Inc. AMD Radeon(TM) Vega 8 Graphics, OpenGL 4.5 core)" has no vendor
  // of its own.
  if (device === undefined || VERSION_FIELD.test(device)) return { text: vendor };
  return { text: device, vendorHint: vendor };
}

/** Where the parenthesis that was opened before `body` closes; the end where it does not. */
function closing(body: string): number {
  let depth = 1;
  for (let i = 0; i < body.length; i += 1) {
    if (body[i] === '(') depth += 1;
    else if (body[i] === ')') depth -= 1;
    if (depth === 0) return i;
  }
  return body.length;
}
