// One of several as a labelled select: a field of a form that works without scripts.
export type Option = readonly [value: string, label: string];

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly value: string | null | undefined;
  readonly options: readonly Option[];
}

export function Choice({ name, label, value, options }: ChoiceProps) {
  // One choice is none.
  if (options.length < 2) return null;
  return (
    <label className="grid min-w-0 gap-1 text-grey-4 text-xs">
      {label}
      <select name={name} defaultValue={value ?? ''} className="field w-full min-w-28 text-ink">
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
