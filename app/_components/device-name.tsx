// A device as rows show it: vendor small above, model below. Names come from lib/device and carry
// their vendor in front.
import { vendorOf } from '@/lib/device/gpu-name/vendor';

/**
 * "NVIDIA GeForce RTX 4070" → ["NVIDIA", "GeForce RTX 4070"]; no vendor in front → [null, name].
 */
export function splitDeviceName(name: string): [vendor: string | null, model: string] {
  const vendor = vendorOf(name);
  if (vendor === null || !name.startsWith(`${vendor} `)) return [null, name];
  return [vendor, name.slice(vendor.length + 1)];
}

export function DeviceName({ name }: { name: string }) {
  const [vendor, model] = splitDeviceName(name);
  return (
    <>
      {vendor !== null && <span className="block text-grey-4 text-xs">{vendor} </span>}
      <span className="block">{model}</span>
    </>
  );
}
