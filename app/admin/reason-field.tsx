// Why a moderator does what the form says: it goes into the trail.
export function ReasonField({ label }: { readonly label: string }) {
  return (
    <label className="flex min-w-0 grow basis-full flex-col gap-1 sm:basis-60">
      {label}
      <input
        name="reason"
        required
        minLength={3}
        maxLength={500}
        autoComplete="off"
        className="field"
      />
    </label>
  );
}
