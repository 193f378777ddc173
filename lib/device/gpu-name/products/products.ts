// Whether a model that the reader read is a product that exists: its maker's line and number stand
// in a table, and nothing follows them but words that any product may carry. "GeForce RTX 5O90" and
// "GeForce RTX 4090 BUY NOW" are read, and are no products. A module of its own, because pages need
// the names alone and not the tables.
import type { GpuName } from '../name';
import { AMD_PRODUCTS, AMD_WHOLE_NAMES } from './amd';
import { NVIDIA_PRODUCTS, NVIDIA_WHOLE_NAMES } from './nvidia';
import { isOtherProduct } from './other-vendors';

/** What a product may carry behind its name: the form it was sold in, its memory, its bus. */
const FORMS = new RegExp(
  `(?: (?:${[
    'Laptop GPU|Mobile|[Ss]eries|Graphics|OEM|\\(OEM\\)|SFF|Embedded GPU|(?:Server|Workstation) Edition',
    'with Max-[QP] Design|Max-[QP]|\\d{1,3} ?GB|\\(\\d{2,3}-bit\\)',
  ].join('|')}))+$`,
);

const TABLES: Readonly<Record<string, ReadonlySet<string>>> = {
  NVIDIA: namesOf(NVIDIA_PRODUCTS, NVIDIA_WHOLE_NAMES),
  AMD: namesOf(AMD_PRODUCTS, AMD_WHOLE_NAMES),
};

function namesOf(lines: Readonly<Record<string, string>>, whole: string): ReadonlySet<string> {
  const numbered = Object.entries(lines).flatMap(([line, numbers]) =>
    listed(numbers).map((number) => (line === '' ? number : `${line} ${number}`)),
  );
  return new Set([...numbered, ...listed(whole)]);
}

function listed(text: string): string[] {
  return text.split(',').map((name) => name.trim().replace(/\s+/g, ' '));
}

/** True for a model from the makers' tables, and for software, whose names are the reader's own. */
export function isProduct({ kind, vendor, model }: GpuName): boolean {
  if (vendor === null || model === null) return false;
  if (kind === 'software') return true;
  const table = Object.hasOwn(TABLES, vendor) ? TABLES[vendor] : undefined;
  if (table === undefined) return isOtherProduct(vendor, model);
  return (
    table.has(model) ||
    table.has(model.replace(FORMS, '')) ||
    parts(model).every((part) => table.has(part))
  );
}

/** "Radeon HD 7550M/7650M": each of the products that share a name must be one. */
function parts(model: string): string[] {
  const plain = model.replace(FORMS, '').replace(/ Dual$/, '');
  const [first = '', ...others] = plain.split(/ ?[/+] ?/);
  if (others.length === 0) return [plain];
  const line = first.slice(0, first.lastIndexOf(' '));
  return [
    first,
    ...others.map((other) => (/^\d/.test(other) ? `${line} ${other}` : `Radeon ${other}`)),
  ].map((part) => part.replace(FORMS, ''));
}
