// Where the name of a device is searched for: a field of a form and its button, which need no
// scripts.
import { SEARCH_LENGTH } from '@/lib/edge/search-length';

export function DeviceNameField({ value }: { readonly value: string }) {
  return (
    <>
      <input
        type="search"
        name="q"
        defaultValue={value}
        maxLength={SEARCH_LENGTH}
        aria-label="Device name"
        placeholder="RTX 4070, Radeon, M3 …"
        className="field min-w-0 flex-1"
      />
      <button type="submit" className="button-quiet">
        Search
      </button>
    </>
  );
}
