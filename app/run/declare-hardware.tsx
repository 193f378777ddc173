'use client';
// Before publishing, a visitor may say what the hardware is: two search boxes over known devices,
// free words allowed. The declaration never replaces what the browser reported; both are shown, and
// where they contradict each other it says so.
import { useId } from 'react';
import { CONFLICTS, conflictsOf, type Declared } from '@/lib/device/declared';
import { deviceOf } from '@/lib/device/device';
import type { DeviceEnvironment } from '@/lib/device/environment';
import { KNOWN_CPUS, KNOWN_GPUS, searchKnown } from '@/lib/device/known-devices';

interface DeclareHardwareProps {
  readonly environment: DeviceEnvironment;
  readonly declared: Declared;
  readonly onChange: (declared: Declared) => void;
}

export function DeclareHardware({ environment, declared, onChange }: DeclareHardwareProps) {
  const conflicts = conflictsOf(environment, declared);
  return (
    <fieldset className="grid gap-4">
      <legend className="font-medium">Is this your hardware?</legend>
      <p className="max-w-[60ch] text-grey-4 text-sm">
        Optional. What you write is shown as declared, beside what the browser reported, and is not
        ranked with it.
      </p>
      <HardwareField
        label="GPU"
        detected={deviceOf(environment, 'webgpu').name}
        known={KNOWN_GPUS}
        value={declared.gpu}
        onChange={(gpu) => onChange({ ...declared, gpu })}
      />
      <HardwareField
        label="CPU"
        detected={deviceOf(environment, 'wasm').name}
        known={KNOWN_CPUS}
        value={declared.cpu}
        onChange={(cpu) => onChange({ ...declared, cpu })}
      />
      <ul aria-live="polite" className="text-sm">
        {conflicts.map((conflict) => (
          <li key={conflict}>
            This does not fit: {CONFLICTS[conflict]}. It is published with that remark.
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

interface HardwareFieldProps {
  readonly label: string;
  readonly detected: string;
  readonly known: readonly string[];
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

/** As long as the wire's `declared` fields. */
const MAX_LENGTH = 128;

function HardwareField({ label, detected, known, value, onChange }: HardwareFieldProps) {
  const id = useId();
  const suggestions = searchKnown(known, value ?? '');
  return (
    <div className="grid gap-1 sm:max-w-md">
      <label htmlFor={id} className="text-sm">
        {label}
      </label>
      <input
        id={id}
        type="search"
        className="field"
        list={`${id}-known`}
        aria-describedby={`${id}-detected`}
        autoComplete="off"
        spellCheck={false}
        maxLength={MAX_LENGTH}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
      />
      <datalist id={`${id}-known`}>
        {suggestions.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <p id={`${id}-detected`} className="text-grey-4 text-xs">
        Reported by the browser: {detected}
      </p>
    </div>
  );
}
